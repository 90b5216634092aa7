"""Settings of the sample handbook. Build it with: sphinx-build -b html example_site build."""

project = "Alder Street Counseling: Client Handbook"
author = "Alder Street Counseling"
copyright = "2026, Alder Street Counseling"  # an invented practice
version = "3.0"
release = "3.0"
language = "en"

extensions = ["sphinx_commspolicy"]

# The facts: practice.yaml, and the folder "clinicians" beside it.
commspolicy_practice = "practice.yaml"
# A fixed day, so that two builds give the same pages. Leave it empty in a handbook of your own.
commspolicy_today = "2026-11-23"

exclude_patterns = ["_build", "README*"]
nitpicky = True
gettext_compact = False
numfig = False

html_theme = "alabaster"
html_title = "Alder Street Counseling: Client Handbook"
html_short_title = "Client Handbook"
html_copy_source = False
html_show_sourcelink = False

epub_title = "Client Handbook"
epub_show_urls = "no"  # the facts print their own addresses
epub_exclude_files = ["search.html"]

typst_documents = [
    ("index", "client-handbook.pdf", "Client Handbook", author),
]

latex_documents = [
    ("index", "client-handbook.tex", "Client Handbook", author, "howto"),
]
latex_show_urls = "no"
latex_elements = {"papersize": "letterpaper", "pointsize": "12pt"}

man_pages = [("index", "alder-street-handbook", "client handbook", [author], 7)]
man_show_urls = True

text_add_secnumbers = False
