"""Which rules run, how heavily they weigh, and which findings stand: what a practice can set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.rule import Place, Severity
from sphinx_commspolicy.checks.silences import ALL, Silence
from sphinx_commspolicy.diagnostics import did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OFF = "off"
"""Severity of a rule that does not run."""

_SILENCE_KEYS = ("rule", "where", "reason")


@dataclass(frozen=True)
class Settings:
    """Which rules run, and how."""

    select: frozenset[str] = frozenset()
    """Names of the rules that run; empty: all."""
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Severities that differ from the rules' own."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For each rule, the options that differ from their defaults."""
    silences: tuple[Silence, ...] = ()
    """Silences of the configuration."""

    def runs(self, name: str) -> bool:
        """Return whether the rule *name* runs."""
        if name in self.ignore or ALL in self.ignore:
            return False
        return not self.select or name in self.select or ALL in self.select

    def runs_any(self) -> bool:
        """Return whether any rule runs at all."""
        return ALL not in self.ignore


def settings_from(
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, str] | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    silences: Iterable[Mapping[str, str]] = (),
    place: Place | None = None,
) -> Settings:
    """Return settings made of values that have been found to be right.

    *place* is where the silences stand.
    """
    weights = dict(severities or {})
    off = {name for name, severity in weights.items() if severity == OFF}
    return Settings(
        frozenset(select),
        frozenset(ignore) | off,
        {name: Severity(word) for name, word in weights.items() if word != OFF},
        {name: dict(values) for name, values in (options or {}).items()},
        tuple(_silence(silence, place or Place("conf.py")) for silence in silences),
    )


def _silence(entry: Mapping[str, str], place: Place) -> Silence:
    where, _, line = entry.get("where", "").partition(":")
    lines = (int(line), int(line)) if line.isdecimal() else (0, 0)
    return Silence((entry["rule"],), entry.get("reason", "").strip(), place, where, *lines)


# ---- what is wrong with a value


def suppressed(warnings: Iterable[str]) -> frozenset[str]:
    """Return the names of rules that *warnings*, of Sphinx's ``suppress_warnings``, leave out."""
    found = set()
    for name in warnings:
        kind, _, rule = name.partition(".")
        if kind == "commspolicy":
            found.add(ALL if rule in {"", "*"} else rule)
    return frozenset(found)


def names_problem(value: Any) -> str | None:
    """Return what is wrong with *value* as names of rules, or None."""
    for name in value:
        problem = _name_problem(name, (*registry.names(), ALL))
        if problem:
            return problem
    return None


def severities_problem(value: Any) -> str | None:
    """Return what is wrong with *value* as severities by rule, or None."""
    known = (*(severity.value for severity in Severity), OFF)
    for name, severity in value.items():
        problem = _name_problem(name, registry.names())
        if problem:
            return problem
        if severity not in known:
            return f"{quote(str(severity))} is none of {', '.join(known)}."
    return None


def options_problem(value: Any) -> str | None:
    """Return what is wrong with *value* as options by rule, or None."""
    for name, options in value.items():
        problem = _name_problem(name, registry.names())
        if problem:
            return problem
        if not isinstance(options, dict):
            return f"the options of {quote(name)} are to be written as {{…}}."
        known = {option.name: option for option in registry.rule(name).options}
        for key, given in options.items():
            if key not in known:
                hint = did_you_mean(str(key), known) or "It has none."
                return f"{quote(str(key))} is no option of {quote(name)}. {hint}"
            default = known[key].default
            fits = isinstance(given, (list, tuple) if isinstance(default, tuple) else type(default))
            if not fits or (isinstance(given, bool) and not isinstance(default, bool)):
                return f"{quote(str(key))} of {quote(name)} is to be written like {default!r}."
            if isinstance(given, int) and given < 0:
                return f"{quote(str(key))} of {quote(name)} cannot be less than 0."
    return None


def silences_problem(value: Any) -> str | None:
    """Return what is wrong with *value* as a list of silences, or None."""
    for entry in value:
        if not isinstance(entry, dict) or not all(
            isinstance(key, str) and isinstance(word, str) for key, word in entry.items()
        ):
            return "each silence is written as {'rule': …, 'where': …, 'reason': …}."
        for key in entry:
            if key not in _SILENCE_KEYS:
                return f"{quote(key)} is no key of a silence. {did_you_mean(key, _SILENCE_KEYS)}"
        problem = _name_problem(entry.get("rule", ""), (*registry.names(), ALL))
        if problem:
            return problem
        if not entry.get("reason", "").strip():
            return f"the silence of {quote(entry['rule'])} needs a “reason”."
    return None


def _name_problem(name: Any, known: Iterable[str]) -> str | None:
    if isinstance(name, str) and name in known:
        return None
    hint = did_you_mean(str(name), known) or "“commspolicy explain” lists them."
    return f"there is no rule {quote(str(name))}. {hint}"
