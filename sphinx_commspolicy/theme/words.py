"""What the theme itself says, in the language of the handbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_commspolicy.phrases.catalogue import Phrases


def words(phrases: Phrases) -> dict[str, str]:
    """Return every word of the templates, by the name that they use."""
    say = phrases.gettext
    return {
        "skip": say("Skip to the text"),
        "crisis": say("In danger, or in a crisis?"),
        "crisis_more": say("More help"),
        "menu": say("Menu"),
        "pages": say("Pages"),
        "reach_us": say("Reach us"),
        "best_way": say("best way to reach us"),
        "hours": say("Hours"),
        "hear_back": say("You hear back"),
        "all_ways": say("All ways to reach us"),
        "leave": say("Leave this page"),
        "leave_note": say("This opens another website. It does not clear your history."),
        "languages": say("Languages"),
        "where": say("You are here"),
        "home": say("Home"),
        "on_this_page": say("On this page"),
        "previous_next": say("Previous and next page"),
        "previous": say("Previous"),
        "next": say("Next"),
        "find": say("Find a page"),
        "find_lead": say("Every page of this handbook:"),
        "search": say("Search"),
        "search_label": say("Search this handbook"),
        "updated": say("Last updated on {date}"),
        "table": say("Table"),
    }
