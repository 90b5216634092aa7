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

# the manual shows what handbooks show, and speaks of what the rules find
_SILENCED = {
    "no client looks for help on a page of the manual": {
        "crisis-not-beside-method": ("index.rst", "howto/cards.rst", "howto/clinician-copy.rst"),
    },
    "written for those who make handbooks and rules, not for clients": {
        "reading-grade-high": ("explain/builds.rst", "howto/changes.rst", "reference/rules/*"),
    },
    "the page lists the services of every country, and what they are not": {
        "crisis-wrong-country": ("reference/crisis-services.rst",),
        "crisis-option-unavailable": ("reference/crisis-services.rst",),
        "crisis-line-not-crisis": ("reference/crisis-services.rst",),
    },
    "the page says what the rule is about": {
        "crisis-wrong-country": ("reference/rules/crisis-core-missing.rst",),
        "crisis-option-unavailable": ("reference/rules/crisis-option-unavailable.rst",),
    },
    "the page tries every kind of markup, with facts typed by hand": {
        "contact-unknown": ("kitchen-sink.rst",),
        "fact-literal": ("kitchen-sink.rst",),
        "phone-transposed": ("kitchen-sink.rst",),
    },
    "the tutorial quotes the page that its reader makes": {
        "fact-literal-mismatch": ("tutorial.rst",),
        "turnaround-conflict": ("tutorial.rst",),
    },
}
commspolicy_silences = [
    {"rule": rule, "where": f"docs/{page}", "reason": reason}
    for reason, rules in _SILENCED.items()
    for rule, pages in rules.items()
    for page in pages
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
