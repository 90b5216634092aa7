"""A handbook that nobody would write: the longest names and words, the deepest lists of pages."""

project = "The Long-Named Psychotherapy and Counseling Cooperative of Greater Fernhollow and Marlow"
extensions = ["sphinx_commspolicy"]
commspolicy_today = "2026-11-23"
html_theme = "commspolicy"
html_logo = "logo.svg"
html_theme_options = {
    "reach_page": "reach",
    "crisis_page": "reach",
    "leave_url": "https://weather.example.org/",
    "leave_text": "Leave this page at once, and go to another one",
    "links": {"Donaudampfschifffahrtselektrizitätenhauptbetriebswerk": "deep/index.html"},
    "languages": {"en": "../en/", "es": "../es/", "ar": "../ar/", "he": "../he/", "fr": "../fr/"},
}

# nobody could be reached by it, and its own checks say so
suppress_warnings = ["commspolicy"]
