"""What ``commspolicy new`` has to know, where it gets it from, and what it accepts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.cli.countries import COUNTRIES
from sphinx_commspolicy.cli.problems import Refusal, plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

WRONG_USE = 2
"""Exit status when an option is missing or cannot be read."""


class Answers(NamedTuple):
    """The facts that a new handbook begins with."""

    name: str
    country: str
    region: str
    """A part of the country (ISO 3166-2), or the country again."""
    time_zone: str
    phone: str
    email: str
    group: bool
    """Whether several clinicians share the handbook."""
    examples: frozenset[str]
    """Names of those facts that nobody stated: a reader of the file is told to replace them."""


class _Question(NamedTuple):
    key: str
    asks: str
    read: Callable[[str, str], str]
    """Turns an answer, with the country, into the fact; ValueError in plain words if it cannot."""
    example: Callable[[str], str]
    """The fact that ``--yes`` takes, for a country."""
    settled: Callable[[str], str | None]
    """The fact that an empty answer means, for a country; None where an answer is needed."""
    certain: Callable[[str], str | None]
    """The only fact there can be in a country, so that nobody is asked; None if there are more."""
    choices: Callable[[str], tuple[str, ...]]
    """What is offered by number, for a country."""

    @property
    def option(self) -> str:
        return "--" + self.key.replace("_", "-")


def gather(options: argparse.Namespace) -> Answers:
    """Return the facts from the options and, at a terminal, from the person who sits there.

    Raises Refusal where an option cannot be read, or is missing and nobody can be asked.
    """
    ask = not options.yes and sys.stdin is not None and sys.stdin.isatty()
    facts: dict[str, str] = {}
    examples: set[str] = set()
    missing: list[str] = []
    if options.country is None:
        options.country = _country_of(options.region)
    for question in _QUESTIONS:
        country = facts.get("country", "US")
        given = getattr(options, question.key)
        settled = question.settled(country)
        certain = question.certain(country)
        if given is not None:
            facts[question.key] = _from_option(question, given, country)
        elif certain is not None:
            facts[question.key] = certain
        elif ask:
            facts[question.key] = _ask(question, country)
        elif settled is not None:
            facts[question.key] = settled
        elif options.yes:
            facts[question.key] = question.example(country)
            examples.add(question.key)
        else:
            missing.append(question.option)
    if missing:
        message = f"Nobody can be asked here, and these options are missing: {', '.join(missing)}."
        raise Refusal(message, "Add them, or --yes to begin with examples.", WRONG_USE)
    group = options.group
    if group is None:
        group = _ask_group() if ask else False
    return Answers(**facts, group=group, examples=frozenset(examples))


# ---- asking


def _from_option(question: _Question, given: str, country: str) -> str:
    try:
        return question.read(given, country)
    except ValueError as error:
        message = f"{question.option}: {error}"
        raise Refusal(message, status=WRONG_USE) from None


def _ask(question: _Question, country: str) -> str:
    """Ask until the answer can be read."""
    choices = question.choices(country)
    settled = question.settled(country)
    print()
    for number, choice in enumerate(choices, 1):
        print(f"  {number}  {choice}")
    asks = question.asks.format(region=COUNTRIES[country].region)
    hint = f" [{settled}]" if settled else ""
    while True:
        answer = _line(f"{asks}{hint} ")
        if not answer and settled is not None:
            return settled
        if answer.isascii() and answer.isdigit() and 0 < int(answer[:4]) <= len(choices):
            answer = choices[int(answer[:4]) - 1].split(" ", 1)[0]
        try:
            return question.read(answer, country)
        except ValueError as error:
            print(f"  {plain(str(error))}")


def _ask_group() -> bool:
    print()
    while True:
        answer = _line("Do several clinicians share this handbook? (yes or no) [no] ").lower()
        if answer in {"", "n", "no"}:
            return False
        if answer in {"y", "yes"}:
            return True
        print("  Please write yes or no.")


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        print()
        message = "The questions were not all answered; nothing was written."
        raise Refusal(message) from None


# ---- reading an answer as the files' own reader will


def _by_field(field: str) -> Callable[[str, str], str]:
    """Return a reader that takes what the model's type *field* takes, and says it as it does."""

    def read(text: str, country: str) -> str:
        from pydantic import TypeAdapter, ValidationError

        from sphinx_commspolicy.model import fields

        text = text.strip()
        if not text:
            msg = "An answer is needed."
            raise ValueError(msg)
        if not all(char.isprintable() or char == "\xa0" for char in text):
            msg = "It holds a character that no page can show."
            raise ValueError(msg)
        try:
            TypeAdapter(getattr(fields, field)).validate_python(text, context={"country": country})
        except ValidationError as error:
            problem = error.errors()[0]
            msg = str(problem.get("ctx", {}).get("error", problem["msg"]))
            raise ValueError(msg) from None
        return text

    return read


def _country(text: str, _: str) -> str:
    names = {country.name.lower(): code for code, country in COUNTRIES.items()}
    code = names.get(text.strip().lower()) or text.strip().upper()
    if code == "UK":
        code = "GB"
    if code in COUNTRIES:
        return code
    _by_field("Country")(text, "")
    msg = (
        f"A handbook can be begun for {', '.join(COUNTRIES)}. For another country, begin with the "
        "nearest, then change the file."
    )
    raise ValueError(msg)


def _region(text: str, country: str) -> str:
    from sphinx_commspolicy.calendar import holiday_names

    code = text.strip().upper()
    if code != country and not code.startswith(f"{country}-"):
        code = f"{country}-{code}"
    _by_field("Region")(code, country)
    holiday_names(code)
    return code


def _country_of(region: str | None) -> str | None:
    """Return the country that the code of a region begins with; None where it names none."""
    country = (region or "").strip().upper().partition("-")[0]
    return country if country in COUNTRIES and "-" in (region or "") else None


def _time_zone(text: str, country: str) -> str:
    from babel.core import get_global

    city = text.strip().lower().replace(" ", "_")
    for zone in get_global("territory_zones").get(country, ()):
        if zone.rsplit("/", 1)[-1].lower() == city:
            return str(zone)
    return _by_field("TimeZone")(text, country)


def _none(_: str) -> None:
    return None


def _nothing(_: str) -> tuple[str, ...]:
    return ()


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


def _only_zone(country: str) -> str | None:
    zones = COUNTRIES[country].zones
    return zones[0] if len(zones) == 1 else None


def _only_region(country: str) -> str | None:
    return country if COUNTRIES[country].region == country else None


def _countries(_: str) -> tuple[str, ...]:
    return tuple(f"{code} ({country.name})" for code, country in COUNTRIES.items())


_QUESTIONS = (
    _Question(
        "name",
        "What do clients call the practice?",
        _by_field("Label"),
        _always("Example Practice"),
        _none,
        _none,
        _nothing,
    ),
    _Question(
        "country",
        "In which country is it? (number or code)",
        _country,
        _always("US"),
        _none,
        _none,
        _countries,
    ),
    _Question(
        "region",
        "In which state, province or part of it? (its code, such as {region}, or nothing)",
        _region,
        lambda country: country,
        lambda country: country,
        _only_region,
        _nothing,
    ),
    _Question(
        "time_zone",
        "In which time zone? (number, or the name of another)",
        _time_zone,
        lambda country: COUNTRIES[country].zones[0],
        _none,
        _only_zone,
        lambda country: COUNTRIES[country].zones,
    ),
    _Question(
        "phone",
        "At which number can clients call?",
        _by_field("Phone"),
        lambda country: COUNTRIES[country].phone,
        _none,
        _none,
        _nothing,
    ),
    _Question(
        "email",
        "At which e-mail address can they write?",
        _by_field("Email"),
        _always("office@example.org"),
        _none,
        _none,
        _nothing,
    ),
)
