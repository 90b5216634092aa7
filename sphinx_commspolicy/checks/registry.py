"""The rules in their one order: that of :data:`ORDER`, in which the manual shows them, too.

A rule is found by its module ``rules/<name with underscores>.py``. Modules are imported when a rule
is asked for; the names alone cost nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Level, Rule

if TYPE_CHECKING:
    from sphinx_commspolicy.checks.rule import Example, ProseCheck

GROUPS: dict[str, tuple[str, ...]] = {
    "Crisis and safety": (
        "crisis-no-route",
        "crisis-route-async",
        "crisis-route-practice-only",
        "crisis-core-missing",
        "crisis-line-renamed",
        "crisis-option-unavailable",
        "crisis-wrong-country",
        "crisis-capability-mismatch",
        "crisis-hours-overstated",
        "crisis-line-not-crisis",
        "crisis-line-unverified",
        "crisis-vanity-mismatch",
        "crisis-voice-only",
        "crisis-not-beside-method",
        "crisis-jurisdiction-gap",
        "coaching-as-crisis",
    ),
    "Values": (
        "placeholder-left",
        "phone-invalid",
        "phone-transposed",
        "contact-unknown",
        "fact-literal",
        "fact-literal-mismatch",
        "duplicate-value",
        "region-unknown",
    ),
    "Contradictions": (
        "method-off-but-offered",
        "method-prose-conflict",
        "not-used-no-alternative",
        "rank-tied",
        "route-dangling",
        "route-contradictory",
        "route-clinical-nonsecure",
        "need-unrouted",
        "turnaround-conflict",
        "override-locked",
        "cancel-channel-impossible",
        "couple-rule-conflict",
        "voice-mixed",
        "script-drift",
        "script-no-crisis",
        "script-too-long",
    ),
    "Time": (
        "turnaround-missing",
        "turnaround-no-exceptions",
        "turnaround-unit-vague",
        "turnaround-range",
        "turnaround-no-fallback",
        "turnaround-infeasible",
        "turnaround-tight",
        "hours-no-timezone",
        "holidays-undefined",
        "holiday-list-stale",
        "away-no-cover",
        "cover-chain-broken",
        "implied-availability",
        "away-expired",
    ),
    "Staleness": (
        "clinician-inactive-shown",
        "clinician-incomplete",
        "review-overdue",
        "version-missing",
        "platform-obsolete",
    ),
    "Privacy, consent, law": (
        "nonsecure-no-warning",
        "nonsecure-no-choice",
        "other-means-missing",
        "waiver-overbroad",
        "hipaa-misstated",
        "sms-terms-missing",
        "record-statement-missing",
        "shared-reader-undisclosed",
        "third-party-asset",
        "form-invites-clinical",
        "testimonial-solicited",
        "search-stance-missing",
        "ai-undisclosed",
        "jurisdiction-notice-missing",
        "notice-1557-missing",
    ),
    "Situations, access, language": (
        "minor-rules-missing",
        "couple-rules-missing",
        "telehealth-plan-missing",
        "travel-undefined",
        "relay-unsupported",
        "language-no-route",
        "safe-contact-missing",
        "reading-grade-high",
        "translation-behind",
        "pdf-link-hidden",
        "format-offer-missing",
    ),
    "Silences": (
        "silence-unused",
        "silence-no-reason",
    ),
}
"""Every rule there may be, by the part of the manual it belongs to."""

ORDER: tuple[str, ...] = tuple(name for names in GROUPS.values() for name in names)


@cache
def names() -> tuple[str, ...]:
    """Return the names of the rules that there are, in their order."""
    folder = str(Path(__file__).parent / "rules")
    there = {module.name.replace("_", "-") for module in pkgutil.iter_modules([folder])}
    return (*(name for name in ORDER if name in there), *sorted(there - set(ORDER)))


@cache
def rule(name: str) -> Rule:
    """Return the rule *name*. KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    module = importlib.import_module(f"sphinx_commspolicy.checks.rules.{name.replace('-', '_')}")
    found: Rule = module.RULE
    return found


def rules() -> tuple[Rule, ...]:
    """Return every rule, in order."""
    return tuple(rule(name) for name in names())


@cache
def prose_check(name: str) -> ProseCheck | None:
    """Return what the rule *name* does with prose; None where it does nothing."""
    declared = rule(name)
    if declared.check_prose or Level.prose not in declared.levels:
        return declared.check_prose
    folder = Path(__file__).parent / "prose"
    if not (folder / f"{declared.module}.py").is_file():
        return None
    module = importlib.import_module(f"sphinx_commspolicy.checks.prose.{declared.module}")
    check: ProseCheck = module.check
    return check


def examples(name: str) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Return the failing and the passing examples of the rule *name*."""
    declared = rule(name)
    failing, passing = declared.failing, declared.passing
    if declared.check_prose is None and prose_check(name) is not None:
        module = importlib.import_module(f"sphinx_commspolicy.checks.prose.{declared.module}")
        failing += getattr(module, "FAILING", ())
        passing += getattr(module, "PASSING", ())
    return failing, passing
