"""What the theme itself says, in the language of the handbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_commspolicy.phrases.catalogue import Phrases


def words(phrases: Phrases) -> dict[str, str]:
    """Return every word of the templates, by the name that they use."""
    gettext = phrases.gettext
    return {
        "skip": gettext("Skip to the text"),
        "crisis": gettext("In danger, or in a crisis?"),
        "crisis_more": gettext("More help"),
        "menu": gettext("Menu"),
        "pages": gettext("Pages"),
        "reach_us": gettext("Reach us"),
        "best_way": gettext("best way to reach us"),
        "all_ways": gettext("All ways to reach us"),
        "leave": gettext("Leave this page"),
        "leave_note": gettext("This opens another website. It does not clear your history."),
        "languages": gettext("Languages"),
        "where": gettext("You are here"),
        "home": gettext("Home"),
        "on_this_page": gettext("On this page"),
        "previous_next": gettext("Previous and next page"),
        "previous": gettext("Previous"),
        "next": gettext("Next"),
        "find": gettext("Find a page"),
        "find_lead": gettext("Every page of this handbook:"),
        "find_none": gettext(
            "No page has these words. Check the spelling, or look at the list of pages below."
        ),
        "search": gettext("Search"),
        "search_label": gettext("Search this handbook"),
        "updated": gettext("Last updated on {date}"),
        "table": gettext("Table"),
    }
