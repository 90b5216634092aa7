"""A code of a state or province that does not exist.

The form of the code (US-OR) is checked when the file is read; whether there is such a part of the
country is looked up here, in ISO 3166-2 as the package “pycountry” holds it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope, region, path in _regions(seen):
        if "-" in region and not _exists(region):
            message = f"There is no region {quote(region)}."
            yield seen.found(seen.place(scope, *path), message, scope=scope)


@cache
def _exists(region: str) -> bool:
    import pycountry

    found = pycountry.subdivisions.get(code=region)  # type: ignore[no-untyped-call]  # it has none
    return found is not None


def _regions(seen: DataContext) -> Iterator[tuple[Scope, str, tuple[str | int, ...]]]:
    policy = seen.policy()
    for index, region in enumerate(policy.practice.jurisdictions):
        yield PRACTICE, region, ("practice", "jurisdictions", index)
    for name, clinician in policy.clinicians.items():
        for index, licence in enumerate(clinician.licences):
            path = ("clinicians", name, "licences", index, "jurisdiction")
            yield PRACTICE, licence.jurisdiction, path
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            for index, region in enumerate(local.areas):
                yield block.scope, region, ("crisis", "local", name, "areas", index)


RULE = Rule(
    name="region-unknown",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A state or province that does not exist.",
    reason=(
        "Everything that depends on where you are licensed, such as cover and crisis services, "
        "goes wrong."
    ),
    source="ISO 3166-2.",
    mending="Write the code of ISO 3166-2, such as US-OR.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR, ⟦US-ZZ⟧]
            clinicians:
              rosa:
                name: Rosa Ibarra
                licences: [{jurisdiction: ⟦US-XQ⟧}]
            crisis:
              local:
                team: {name: Team, areas: [⟦US-QQ⟧], access: [{mode: call, number: 503-555-0190}]}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR, US]
            clinicians:
              rosa:
                name: Rosa Ibarra
                licences: [{jurisdiction: CA-BC}]
            """,
        ),
    ),
)
