"""Crisis services of another country, or of another part of the country, in prose.

A number that belongs to a service of the practice's own country is never found, even where other
countries have it, too. Three digits are read as a number only after a verb such as “call”: rooms,
streets, codes and amounts of money have three digits as well. A service named for clients who
travel (“in Ireland, call 112”) is not found, where the sentence names the country.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import country
from sphinx_commspolicy.checks.prose.language import is_denied
from sphinx_commspolicy.checks.prose.services import entries, mentions
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.services import Owner
    from sphinx_commspolicy.checks.rule import Finding

_TRAVEL = re.compile(
    r"\b(?:in|from|for|to|outside|abroad|travel\w*|visit\w*)\s+(?:the\s+)?(?:US|USA|U\.S\."
    r"|United States"
    r"|America|Canada|UK|U\.K\.|United Kingdom|Britain|England|Scotland|Wales|Ireland|Australia"
    r"|New Zealand|Europe|another country|other countries|your country|abroad)\b|\babroad\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find services that do not serve where the practice works."""
    land = country(seen)
    if land is None:
        return
    if not any(owner.country == land for entry in entries() for owner in entry.owners):
        return  # nothing is known of its services, so nothing can be said to be missing
    for mention in mentions(seen):
        if mention.entry.kind.startswith("former-") or _is_excused(mention.sentence.text):
            continue
        if is_denied(mention.sentence.text, mention.start, mention.end):
            continue
        own = mention.owners_in(land)
        if any(_serves(owner, seen) for owner in own):
            continue
        if own:
            message = f"{quote(mention.words)} ({own[0].service.name}) does not serve your area."
        else:
            message = (
                f"{quote(mention.words)} is a service of another country: "
                f"{_countries(mention.entry.owners)}."
            )
        remedy = "Name a service that serves your clients; the crisis block knows them."
        yield seen.found(mention.place, message, remedy=remedy, text=mention.words)


def _is_excused(text: str) -> bool:
    return bool(_TRAVEL.search(text))


def _serves(owner: Owner, seen: ProseContext) -> bool:
    """Return whether a service serves a part of the country where the practice works."""
    policy = seen.policy
    areas = owner.service.areas
    if policy is None or not areas or not policy.practice.jurisdictions:
        return True
    return any(
        area == place or place == owner.country
        for area in areas
        for place in policy.practice.jurisdictions
    )


def _countries(owners: tuple[Owner, ...]) -> str:
    """Return the countries of *owners*, each with the name of its service."""
    named = {owner.country: owner.service.name for owner in owners}
    return ", ".join(f"{_country_name(code)} ({name})" for code, name in named.items())


def _country_name(code: str) -> str:
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    return str(found.name) if found else code


_GB = """\
practice:
  name: Elm Street Therapy
  country: GB
"""
FAILING = (
    Example(
        yaml=_GB,
        rst="""\
        Emergencies
        ===========

        Call ⟦988⟧ at any hour. You can also text HOME to ⟦741741⟧.
        """,
        says="United States (",
    ),
    Example(
        yaml="""\
        practice:
          name: Elm Street Therapy
          country: CA
          jurisdictions: [CA-NS]
        """,
        rst="""\
        Emergencies
        ===========

        Call ⟦1-866-277-3553⟧ at any hour.
        """,
        says="does not serve your area",
        about="A service of Quebec alone, for a practice in Nova Scotia.",
    ),
)
PASSING = (
    Example(
        yaml="practice:\n  name: Elm Street Therapy\n  country: NL\n",
        rst="""\
        Emergencies
        ===========

        Call 112. You can also call 988.
        """,
        about="Of a country without data nothing is known.",
    ),
    Example(
        yaml="practice: {name: Elm, country: GB, jurisdictions: [GB-SCT]}\n",
        rst="""\
        Emergencies
        ===========

        Call 999, or NHS 24 on 111.
        """,
    ),
    Example(
        yaml="practice: {name: Elm, country: GB, jurisdictions: [GB]}\n",
        rst="""\
        Emergencies
        ===========

        Call NHS 24.
        """,
    ),
    Example(
        yaml=_GB,
        rst="""\
        Emergencies
        ===========

        Call 999, or NHS 111. Samaritans are on 116 123. In the United States, call 988. If you
        travel to the US, call 988.
        """,
        about="The last sentence says for whom it is.",
    ),
    Example(
        yaml=_GB,
        rst="""\
        Where we are
        ============

        We are in room 911. The bus 1737 stops outside. A form costs £988. Our code is 741741.
        """,
        about="Numbers that are no telephone numbers.",
    ),
)
