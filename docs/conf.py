"""Settings of the manual. Build it with: python3 dev.py docs."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

from sphinx_commspolicy import __version__  # noqa: E402

project = "sphinx-commspolicy"
author = "The sphinx-commspolicy founders"
copyright = "2026, the sphinx-commspolicy founders"
version = release = __version__
language = "en"

extensions = ["sphinx_commspolicy", "myst_parser", "declared", "rule_pages", "shown"]
nitpicky = True
exclude_patterns = ["_build", "_ext", "README*"]
root_doc = "index"

# the sample practice of this manual, and a fixed day, so that the dates on its pages stay the same
commspolicy_practice = "practice.yaml"
commspolicy_today = "2026-11-23"
# the facts of the version before, which the manual's example compares with
commspolicy_fingerprint = "version-2.0.json"

# the manual is for practices; no client looks for help on its pages
commspolicy_silences = [
    {"rule": "all", "where": f"docs/{part}", "reason": "a page of the manual, not of a handbook"}
    for part in (
        *("index.rst", "tutorial.rst", "kitchen-sink.rst"),
        *("howto/*", "explain/*", "reference/*"),
    )
]

templates_path = ["_templates"]
html_theme = "commspolicy"
html_theme_options = {
    "name": "sphinx-commspolicy",
    "heading_links": True,
    "footer": "The practice on these pages is invented, with its numbers and addresses.",
}
html_title = f"sphinx-commspolicy {version}"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_copy_source = False
html_show_sourcelink = False
