"""``commspolicy explain``: what a rule finds, why it matters, and how to mend it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.rule import Example, Rule

WIDTH = 88
_MARKS = str.maketrans("", "", "⟦⟧")


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "explain",
        run,
        summary="say what a rule finds, and why",
        description="Prints what the rule RULE finds; without RULE, a list of all rules.",
        examples={
            "commspolicy explain": "every rule in a line",
            "commspolicy explain crisis-route-async": "all about one rule",
        },
        statuses={
            0: "the rule was explained",
            1: "there is no such rule",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument("rule", metavar="RULE", nargs="?", help="name of a rule")


def run(options: argparse.Namespace) -> int:
    """Print the rule, or all rules."""
    from sphinx_commspolicy.checks import registry
    from sphinx_commspolicy.diagnostics import did_you_mean, quote

    if options.rule is None:
        for group, names in registry.GROUPS.items():
            print(group)
            for name in names:
                if name in registry.names():
                    rule = registry.rule(name)
                    print(f"  {name:30} {rule.severity.value:8} {rule.summary}")
            print()
        return 0
    try:
        # as a build writes it, at the end of a warning
        rule = registry.rule(options.rule.removeprefix("commspolicy."))
    except KeyError:
        message = f"There is no rule {quote(options.rule)}."
        hint = did_you_mean(options.rule, registry.names())
        raise Refusal(message, hint or "“commspolicy explain” lists them.") from None
    print("\n".join(explanation(rule)))
    return 0


def explanation(rule: Rule) -> Iterator[str]:
    """Yield the lines that explain *rule*."""
    from sphinx_commspolicy.checks import registry

    levels = ", ".join(sorted(level.value for level in rule.levels))
    yield f"{rule.name} ({rule.severity.value}; looks at: {levels})"
    yield ""
    yield from _wrapped("Finds", rule.summary)
    yield from _wrapped("Why", rule.reason)
    yield from _wrapped("Source", rule.source)
    yield from _wrapped("Mend it", rule.mending)
    if rule.false_positives:
        yield from _wrapped("May be wrong", rule.false_positives)
    for option in rule.options:
        yield from _wrapped(f"Option {option.name}", f"{option.help} Default: {option.default}.")
    words = f"commspolicy: ignore[{rule.name}] and the reason, in a comment."
    yield from _wrapped("Silence it", words)
    failing, passing = registry.examples(rule.name)
    if failing:
        yield from _example("Found here (between ⟦ and ⟧):", failing[0], marks=True)
    if passing:
        yield from _example("Not found here:", passing[0], marks=False)


def _wrapped(label: str, words: str) -> list[str]:
    return textwrap.wrap(f"{label}: {words}", WIDTH, subsequent_indent="  ")


def _example(title: str, example: Example, *, marks: bool) -> Iterator[str]:
    yield ""
    yield title
    for name, text in (
        ("practice.yaml", example.yaml),
        ("index.rst", example.rst),
        ("index.html", example.html),
        *example.files.items(),
    ):
        if not text.strip():
            continue
        shown = textwrap.dedent(text).rstrip()
        yield f"  {name}"
        yield from textwrap.indent(shown if marks else shown.translate(_MARKS), "    ").splitlines()
