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
# The facts as they were when version 2.1 was in force: "commspolicy fingerprint" saved them.
commspolicy_fingerprint = "version-2.1.json"

exclude_patterns = ["_build", "README*"]
nitpicky = True
gettext_compact = False
numfig = False

html_theme = "commspolicy"
html_theme_options = {
    "name": "Alder Street Counseling",
    # what is on every page: the way to all methods, and to help
    "reach_page": "reach-us",
    "crisis_page": "emergencies",
    # a page that nobody minds to be seen with
    "leave_url": "https://weather.example.org/",
    "footer": "This practice is invented. Its people, its numbers and its addresses are not real.",
}
html_title = "Alder Street Counseling: Client Handbook"
html_short_title = "Client Handbook"
html_copy_source = False
html_show_sourcelink = False

epub_title = "Client Handbook"
epub_show_urls = "no"  # the facts print their own addresses
epub_exclude_files = ["search.html"]

latex_documents = [
    ("index", "client-handbook.tex", "Client Handbook", author, "howto"),
]
latex_show_urls = "no"
latex_elements = {"papersize": "letterpaper", "pointsize": "12pt"}

man_pages = [("index", "alder-street-handbook", "client handbook", [author], 7)]
man_show_urls = True

typst_documents = [
    ("index", "client-handbook.pdf", "Client Handbook", author),
    # pages with the field ":handout:" are set without a title page
    ("handouts/reach-sheet", "reach-sheet.pdf", "How to reach us", author),
    ("handouts/cards", "cards.pdf", "Cards", author),
    ("handouts/preferences", "preferences.pdf", "How may we reach you?", author),
    ("handouts/request", "request.pdf", "Request to use email or texts", author),
    ("handouts/receipt", "receipt.pdf", "Your receipt", author),
    ("handouts/first-talk", "first-talk.pdf", "Our first talk about contact", author),
]

# The page that search engines are told about, and the calendar of closures.
commspolicy_json_ld = "reach-us"
commspolicy_icalendar = True

text_add_secnumbers = False
