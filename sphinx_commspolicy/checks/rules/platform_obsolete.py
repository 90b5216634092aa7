"""Platforms that have closed, or go by another name now.

“Twitter” beside its new name (“X, formerly Twitter”) is right. Names that are also common words are
looked for only where they are written as names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.crisis_line_renamed import TOLD_AS_OLD
from sphinx_commspolicy.checks.prose.language import sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_PLATFORMS = {
    r"Google Reader": "closed in 2013",
    r"Friendster": "closed in 2018",
    r"Orkut": "closed in 2014",
    r"Google\+|Google Plus": "closed in 2019",
    r"MySpace|Myspace|My Space": "hardly used any more",
    r"Foursquare": "no longer takes check-ins",
    r"Vine(?= (?:videos?|account))|(?<=on )Vine": "closed in 2017",
    r"Periscope": "closed in 2021",
    r"Google Hangouts": "closed in 2022",
    r"Skype": "closed in 2025",
    r"Twitter": "called X since 2023",
}
_ANY = re.compile(
    r"(?<![\w/.@])(?:" + "|".join(f"(?:{name})" for name in _PLATFORMS) + r")(?![\w/])"
)
_NEW_NAME = re.compile(r"\bX\b")


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(
        seen,
        "google",
        "friendster",
        "orkut",
        "space",
        "foursquare",
        "vine",
        "periscope",
        "skype",
        "twitter",
    ):
        return
    for sentence in sentences(seen):
        text = sentence.text
        for found in _ANY.finditer(text):
            if sentence.is_quoted(found.start()):
                continue
            if found[0] == "Twitter" and _NEW_NAME.search(text):
                continue
            near = text[max(0, found.start() - 40) : found.end() + 30]
            if TOLD_AS_OLD.search(near):
                continue
            state = next(
                state for name, state in _PLATFORMS.items() if re.fullmatch(_bare(name), found[0])
            )
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])} is {state}."
                if not state.startswith(("closed", "no longer"))
                else f"{quote(found[0])} {state}.",
                text=found[0],
            )


def _bare(name: str) -> str:
    """Return the pattern *name* without what has to stand around it."""
    return re.sub(r"\(\?<?[=!][^()]*(?:\([^()]*\)[^()]*)*\)", "", name)


RULE = Rule(
    name="platform-obsolete",
    severity=Severity.info,
    levels=frozenset({Level.prose}),
    summary="A platform that has closed or changed its name.",
    reason="A policy that names dead platforms looks as if nobody had read it for years.",
    source="Seen on published policies.",
    mending="Name the platforms that clients use now, or speak of all of them at once.",
    false_positives=(
        "“X (formerly Twitter)” is not found, nor is a sentence that tells a name as an old one. "
        "Close dates are those known when this package was made."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            Online
            ======

            We do not accept requests on ⟦MySpace⟧, ⟦Google+⟧ or ⟦Twitter⟧. ⟦Foursquare⟧ shows where you are. We left
            ⟦Friendster⟧ and X.
            """,
        ),
    ),
    passing=(
        Example(
            rst="""\
            Online
            ======

            We do not accept requests on X (formerly Twitter). We grow a vine. Orkney is far.
            """,
        ),
    ),
)
