"""The letters of a number spell other digits than those beside them.

The data part looks at numbers of services; texts are read by the prose part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_BOTH = re.compile(
    r"(?P<letters>[\d\s().+-]*\d[\s-]?[A-Z]{3,}[A-Z-]*)[\s/,]*(?:\(|or )(?P<digits>[\d\s-]+)\)?"
)


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                match = _BOTH.search(access.number or "")
                if match is None:
                    continue
                spelled = questions.digits(match["letters"])
                written = questions.digits(match["digits"])
                if not spelled.endswith(written[-4:]):
                    message = f"{quote(match[0])}: the letters spell …{spelled[-4:]}."
                    place = seen.place(
                        block.scope, "crisis", "local", name, "access", index, "number"
                    )
                    yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-vanity-mismatch",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="A number whose letters and digits disagree.",
    reason="One of the two calls somebody else.",
    source="AP, 24 October 2019.",
    mending="Look the number up at the service, and write it in digits.",
    false_positives=(
        "Letters that are no part of a number, such as an extension’s name, may be misread."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              local:
                line:
                  name: County line
                  access: [{mode: call, number: ⟦1-503-555-TALK (8225)⟧}]
                  hours: 24/7
            """,
            says="spell …8255",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              local:
                line:
                  name: County line
                  access: [{mode: call, number: 1-503-555-TALK (8255)}]
                  hours: 24/7
            """,
        ),
    ),
)
