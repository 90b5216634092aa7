"""The kinds of value that facts are made of, each read from the text that stands in the YAML.

A scalar reaches these types as the text that was written; each type says what it accepts and, when
it cannot accept a text, what to write instead. Nothing here guesses.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from sphinx_commspolicy.diagnostics import did_you_mean, quote
from sphinx_commspolicy.model.names import (
    EARLIEST_YEAR,
    IDENTIFIER,
    LATEST_YEAR,
    LONGEST_IDENTIFIER,
    SITUATIONS,
)
from sphinx_commspolicy.opening_hours import OpeningHours

if TYPE_CHECKING:
    import phonenumbers

URL_SCHEMES = frozenset({"http", "https"})
"""Schemes that a web address in the data may have."""


class Fact(BaseModel):
    """Base of every part of the policy: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        validate_default=False,
        use_attribute_docstrings=False,
    )


@dataclass(frozen=True, slots=True)
class Translatable:
    """Marks a text that clients read: it may carry inline markup and is offered for translation."""

    markup: bool


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a name that must be declared elsewhere in the practice's data."""

    kinds: tuple[str, ...]
    """Sections in which the name may be declared, in the words of the YAML."""


class FactError(ValueError):
    """A value that contradicts another; *key* is the key or index of what has to be mended."""

    def __init__(self, message: str, key: str | int) -> None:
        super().__init__(message)
        self.key = key


def check_order(start: dt.date | None, end: dt.date | None, end_key: str) -> None:
    """Raise FactError at *end_key* where a time ends before it begins; open ends are in order."""
    if start and end and end < start:
        msg = f"The end ({end}) is before the start ({start})."
        raise FactError(msg, end_key)


def read_identifier(text: str) -> str:
    """Return *text* if it can be the name of a block; ValueError in plain words if it cannot."""
    if len(text) > LONGEST_IDENTIFIER:
        msg = f"{quote(text)} is too long for a name: use at most {LONGEST_IDENTIFIER} characters."
        raise ValueError(msg)
    if not IDENTIFIER.fullmatch(text):
        near = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        hint = f" Write {quote(near)}." if near else ""
        msg = (
            f"{quote(text)} cannot be a name here: use small letters a-z, digits and hyphens.{hint}"
        )
        raise ValueError(msg)
    return text


def _identifier(value: Any) -> Any:
    return read_identifier(value) if isinstance(value, str) else value


Identifier: TypeAlias = Annotated[
    str,
    BeforeValidator(_identifier),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{IDENTIFIER.pattern}$",
            "maxLength": LONGEST_IDENTIFIER,
        }
    ),
]
"""A name for a method, need, clinician, …: small letters, digits and hyphens."""


def _situation(value: Any) -> Any:
    value = read_identifier(value) if isinstance(value, str) else value
    if value not in SITUATIONS:
        msg = f"{quote(str(value))} is no situation. {did_you_mean(str(value), SITUATIONS)}".strip()
        raise ValueError(msg)
    return value


SituationId: TypeAlias = Annotated[
    str,
    BeforeValidator(_situation),
    WithJsonSchema({"type": "string", "pattern": f"^({'|'.join(SITUATIONS)})$"}),
]
"""A client's situation: one of the names that the product knows."""

MethodId: TypeAlias = Annotated[Identifier, Refers(("methods",))]
ClinicianId: TypeAlias = Annotated[Identifier, Refers(("clinicians",))]
ProgrammeId: TypeAlias = Annotated[Identifier, Refers(("programmes",))]
RouteId: TypeAlias = Annotated[Identifier, Refers(("methods", "crisis services"))]
ServiceId: TypeAlias = Annotated[Identifier, Refers(("crisis services",))]


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if "\n" in value:
            msg = f"{quote(value)} must fit on one line."
            raise ValueError(msg)
    return value


Label: TypeAlias = Annotated[
    str, BeforeValidator(_one_line), StringConstraints(min_length=1), Translatable(markup=False)
]
"""A short name or phrase that clients read, on one line, without markup."""

Text: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    Translatable(markup=True),
]
"""Sentences that clients read. Inline reStructuredText markup; a blank line begins a paragraph."""

Word: TypeAlias = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1)]
"""A short text that is the same in every language: a licence number, a user name."""


def _yes_no(value: Any) -> Any:
    if isinstance(value, str):
        known = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}
        if value.lower() not in known:
            msg = f"{quote(value)} is neither “yes” nor “no”."
            raise ValueError(msg)
        return known[value.lower()]
    return value


YesNo: TypeAlias = Annotated[
    bool,
    BeforeValidator(_yes_no),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}),
]

YesNoUnknown: TypeAlias = Annotated[
    Literal["yes", "no", "unknown"],
    BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
]
"""Yes or no, or not known; in capitals too, as `YesNo` takes them."""


def _whole_number(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
            msg = f"{quote(value)} is not a whole number from 1 to 999999."
            raise ValueError(msg)
        return int(value)
    return value


Count: TypeAlias = Annotated[
    int,
    BeforeValidator(_whole_number),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 999_999}),
]
"""A whole number from 1."""


def _date(value: Any) -> Any:
    if isinstance(value, str):
        message = f"{quote(value)} is not a date. Write year-month-day, such as 2026-12-24."
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValueError(message)
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            msg = f"{quote(value)} is not a day of the calendar."
            raise ValueError(msg) from None
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            msg = f"The year of {quote(value)} is not between {EARLIEST_YEAR} and {LATEST_YEAR}."
            raise ValueError(msg)
        return day
    return value


Date: TypeAlias = Annotated[
    dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
"""A day, written ``2026-12-24``."""


def _opening_hours(value: Any) -> Any:
    return OpeningHours.parse(value) if isinstance(value, str) else value


Hours: TypeAlias = Annotated[
    InstanceOf[OpeningHours],
    BeforeValidator(_opening_hours),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["Mo-Fr 09:00-17:00; PH off"]}),
]
"""Opening hours in the notation of OpenStreetMap: ``Mo-Fr 09:00-17:00; PH off``."""


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _time_zone(value: Any) -> Any:
    if isinstance(value, str):
        # looked up among the known names, so that no text is ever used as a file path
        if value not in _time_zones():
            near = did_you_mean(value, sorted(_time_zones()))
            hint = near or "Write one such as America/Los_Angeles or Europe/London."
            msg = f"{quote(value)} is not an IANA time zone. {hint}"
            raise ValueError(msg)
        return ZoneInfo(value)
    return value


TimeZone: TypeAlias = Annotated[
    InstanceOf[ZoneInfo],
    BeforeValidator(_time_zone),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["America/Los_Angeles", "Europe/London"]}),
]
"""An IANA time zone: ``America/Los_Angeles``."""


_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes in the Unicode locale data that are no country's."""
_NO_LANGUAGES = frozenset({"mis", "mul", "und", "zxx"})
"""Codes in the Unicode locale data that are no language's."""


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return the English name of each country by its code."""
    from babel import Locale

    known = Locale("en").territories
    return {
        code: name for code, name in known.items() if len(code) == 2 and code not in _NO_COUNTRIES
    }


@lru_cache(maxsize=1)
def _countries_by_name() -> dict[str, str]:
    return {name.lower(): code for code, name in _countries().items()} | {"uk": "GB"}


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Return the English name of each language by its code."""
    from babel import Locale

    known = Locale("en").languages
    return {code: name for code, name in known.items() if code not in _NO_LANGUAGES}


@lru_cache(maxsize=1)
def _languages_by_name() -> dict[str, str]:
    return {name.lower(): code.replace("_", "-") for code, name in _languages().items()}


def _country(value: Any) -> Any:
    if isinstance(value, str):
        known = _countries()
        if value not in known:
            word = value.strip().lower()
            code = _countries_by_name().get(word) or word.upper()
            hint = f" Did you mean “{code}” ({known[code]})?" if code in known else ""
            msg = f"{quote(value)} is not a country code of ISO 3166-1, such as US, GB or CA.{hint}"
            raise ValueError(msg)
    return value


Country: TypeAlias = Annotated[
    str, BeforeValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]
"""A country's two letters (ISO 3166-1): ``US``, ``GB``."""


def _region(value: Any) -> Any:
    if isinstance(value, str):
        match = re.fullmatch(r"([A-Z]{2})(-[A-Z0-9]{1,3})?", value)
        if not match:
            msg = f"{quote(value)} is not a region of ISO 3166-2, such as US-OR or GB-ENG."
            raise ValueError(msg)
        _country(match[1])
    return value


Region: TypeAlias = Annotated[
    str,
    BeforeValidator(_region),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"}),
]
"""A country or a part of one (ISO 3166-2): ``US-OR``, ``GB-ENG``, ``NZ``."""


SIGN_LANGUAGES = {
    "asf": "Auslan",
    "bfi": "British Sign Language",
    "fcs": "Quebec Sign Language",
    "isg": "Irish Sign Language",
    "nzs": "New Zealand Sign Language",
}
"""Sign languages of ISO 639-3 that the Unicode locale data have no names for."""


def _language(value: Any) -> Any:
    if isinstance(value, str):
        known = _languages()
        match = re.fullmatch(
            r"([a-z]{2,3})(-[A-Z][a-z]{3})?(?:-([A-Z]{2}|[0-9]{3}))?", value, re.ASCII
        )
        if match and match[3] and match[3].isalpha() and match[3] not in _countries():
            near = _countries_by_name().get(match[3].lower())
            hint = f" Write “{value[:-2]}{near}”." if near else ""
            msg = f"{quote(value)} names no country after the language.{hint}"
            raise ValueError(msg)
        if not match or (match[1] not in known and match[1] not in SIGN_LANGUAGES):
            near = _languages_by_name().get(value.strip().lower())
            hint = f" Write “{near}”." if near else ""
            msg = f"{quote(value)} is not a language tag of BCP 47, such as en, es or fr-CA.{hint}"
            raise ValueError(msg)
    return value


LanguageTag: TypeAlias = Annotated[
    str, BeforeValidator(_language), WithJsonSchema({"type": "string", "examples": ["en", "fr-CA"]})
]
"""A language (BCP 47): ``en``, ``es``, ``fr-CA``; ``ase`` is American Sign Language."""


def _url(value: Any) -> Any:
    if isinstance(value, str):
        text = value.strip()
        message = f"{quote(value)} is not a web address. Write it whole: https://www.example.org/"
        if re.search(r"[\s<>\"\\^`{|}]", text) or not text.isprintable():
            raise ValueError(message)
        try:
            parts = urlsplit(text)
            host = parts.hostname
            parts.port  # noqa: B018 - reading it is what checks it
        except ValueError:
            raise ValueError(message) from None
        if parts.scheme and parts.scheme.lower() not in URL_SCHEMES:
            msg = (
                f"{quote(value)} begins with “{parts.scheme}:”. A web address begins with “https:”."
            )
            raise ValueError(msg)
        if parts.username is not None:
            msg = f"{quote(value)} holds a user name or password before “@”. Remove it."
            raise ValueError(msg)
        if not parts.scheme or not host or not _is_host(host):
            raise ValueError(message)
        return text
    return value


def _is_host(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    return ":" in host or (len(labels) > 1 and all(labels))


Url: TypeAlias = Annotated[
    str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})
]
"""A web address, ``https:`` or ``http:``."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone number that is possible in its country."""

    e164: str
    """The number for machines, with the country's code: ``+15035550143``."""
    national: str
    """The number as people of its own country write it: ``(503) 555-0143``."""
    international: str
    """The number as people abroad write it: ``+1 503-555-0143``."""
    country_code: int
    """The country's calling code, without the plus."""
    extension: str = ""
    """Digits to dial once connected."""

    def __str__(self) -> str:
        """Return the number for machines."""
        return self.e164 + (f";ext={self.extension}" if self.extension else "")

    @property
    def uri(self) -> str:
        """The ``tel:`` address (RFC 3966)."""
        return f"tel:{self}"


_PHONE_CHARACTERS = re.compile(r"[+(\d][\d\s()+./\-\u2010\u2011\u2013a-zA-Z;=#]*")
_EXTENSION = re.compile(r"(?:;ext=|ext(?:ension|n)?|x|#)[\s.]*\d+\s*#?$", re.IGNORECASE)
_FRENCH_EXTENSION = re.compile(r"\bposte\b[\s.]*(?=\d+$)", re.IGNORECASE)
"""How an extension is written in French, as in Canada."""


@lru_cache(maxsize=4096)
def read_phone_number(text: str, country: str | None) -> PhoneNumber:
    """Read *text* as a number of *country* (ISO 3166-1), or as one with a plus and country code.

    Raises ValueError, in plain words, where no network could connect it. Whether somebody answers
    is not asked: numbers that are reserved for fiction pass.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberFormat as Form
    from phonenumbers import ValidationResult

    text = text.strip()
    written = f"{quote(text)} is not a telephone number."
    if not _PHONE_CHARACTERS.fullmatch(text):
        msg = f"{written} {_how_to_write_numbers(country)}"
        raise ValueError(msg)
    if not text.startswith("+") and country not in phonenumbers.SUPPORTED_REGIONS:
        msg = (
            f"{quote(text)} cannot be read without the country: write it with a plus and its code."
        )
        raise ValueError(msg)
    try:
        text = _FRENCH_EXTENSION.sub("ext. ", text)
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        msg = f"{written} {_how_to_write_numbers(country)}"
        raise ValueError(msg) from None
    if not _all_of_it_read(text, number):
        msg = f"{written} {_how_to_write_numbers(country)}"
        raise ValueError(msg)
    code = number.country_code or 0
    if code != phonenumbers.country_code_for_region(country or ""):
        country = phonenumbers.region_code_for_country_code(code)
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        msg = f"{quote(text)} lacks its area code. {_how_to_write_numbers(country)}"
        raise ValueError(msg)
    if possible != ValidationResult.IS_POSSIBLE:
        where = f" of {country}" if country in phonenumbers.SUPPORTED_REGIONS else ""
        msg = (
            f"{quote(text)} cannot be a telephone number{where}: the count of digits is wrong. "
            f"{_how_to_write_numbers(country)}"
        )
        raise ValueError(msg)
    extension = number.extension or ""
    number.extension = None
    return PhoneNumber(
        phonenumbers.format_number(number, Form.E164),
        phonenumbers.format_number(number, Form.NATIONAL),
        phonenumbers.format_number(number, Form.INTERNATIONAL),
        code,
        extension,
    )


def _all_of_it_read(text: str, number: phonenumbers.PhoneNumber) -> bool:
    """Return whether every letter of *text* spells a digit of *number*: 1-800-555-TALK."""
    import phonenumbers

    rest = _EXTENSION.sub("", text)
    if not re.search("[a-zA-Z;=#]", rest):
        return True
    digits = phonenumbers.normalize_digits_only(
        phonenumbers.convert_alpha_characters_in_number(rest)
    )
    return not re.search("[;=#]", rest) and digits.endswith(str(number.national_number))


def _how_to_write_numbers(country: str | None) -> str:
    import phonenumbers

    example = phonenumbers.example_number(country) if country else None
    if example is None or country == "US":
        return "Write it with area code, or in full as +1 503 555 0143."
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return f"Write it with area code, or in full as {phonenumbers.format_number(example, form)}."


def _phone(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        return read_phone_number(value, (info.context or {}).get("country"))
    return value


Phone: TypeAlias = Annotated[
    InstanceOf[PhoneNumber],
    BeforeValidator(_phone),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["+1 503 555 0143"]}),
]
"""A telephone number, national with its area code or international with a plus."""


def read_email_address(text: str) -> str:
    """Return the normal form of an e-mail address; ValueError in plain words if it is none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        msg = f"{quote(text)} is not an e-mail address: {error}"
        raise ValueError(msg) from None


def _email(value: Any) -> Any:
    return read_email_address(value) if isinstance(value, str) else value


Email: TypeAlias = Annotated[
    str, BeforeValidator(_email), WithJsonSchema({"type": "string", "format": "email"})
]
"""An e-mail address."""


def _locked(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        for index, name in enumerate(value):
            if not isinstance(name, str):
                msg = "“locked” lists names of keys. Write them as [value, unit]."
                raise FactError(msg, index)
        return tuple(value)
    if isinstance(value, dict):
        msg = "“locked” takes “yes”, or a list of keys. Write [value, unit]."
        raise ValueError(msg)
    return _yes_no(value)


Locked: TypeAlias = Annotated[
    bool | tuple[str, ...],
    BeforeValidator(_locked),
    Field(
        title="Locked",
        description=(
            "What clinicians and programmes may not change here: `yes` for all of it, "
            "or a list of its keys."
        ),
    ),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"enum": ["yes", "no"]},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]
"""A lock on a part of the policy, or on some keys of it."""


def _internal(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        for index, name in enumerate(value):
            if not isinstance(name, str):
                msg = "“internal” lists names of keys. Write them as [note, value]."
                raise FactError(msg, index)
        return tuple(value)
    if isinstance(value, dict):
        msg = "“internal” takes “yes”, or a list of keys. Write [note, value]."
        raise ValueError(msg)
    return _yes_no(value)


Internal: TypeAlias = Annotated[
    bool | tuple[str, ...],
    BeforeValidator(_internal),
    Field(
        title="Internal",
        description=(
            "What is for the team alone and reaches no page or file: `yes` for all of it, or a "
            "list of its keys."
        ),
    ),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"enum": ["yes", "no"]},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]
"""A mark on a part of the policy, or on some keys of it, that clients are not told."""


class MayBeInternal(Fact):
    """A part of the policy of which some facts, or all, can be for the team alone."""

    internal: Internal = False

    @field_validator("internal", mode="after")
    @classmethod
    def _marks_known_keys(cls, internal: bool | tuple[str, ...]) -> bool | tuple[str, ...]:
        for index, name in enumerate(internal if isinstance(internal, tuple) else ()):
            field = cls.model_fields.get(name)
            if field is None or name in {"internal", "locked"}:
                known = [key for key in cls.model_fields if key not in {"internal", "locked"}]
                near = did_you_mean(name, known) or "Write the names of keys that stand here."
                msg = f"{quote(name)} cannot be internal here. {near}"
                raise FactError(msg, index)
            if field.is_required():
                msg = f"{quote(name)} cannot be internal: pages cannot do without it."
                raise FactError(msg, index)
        return internal


class Section(MayBeInternal):
    """A part of the policy that programmes and clinicians may override, unless it is locked."""

    locked: Locked = False

    @field_validator("locked", mode="after")
    @classmethod
    def _locks_known_keys(cls, locked: bool | tuple[str, ...]) -> bool | tuple[str, ...]:
        for index, name in enumerate(locked if isinstance(locked, tuple) else ()):
            if name not in cls.model_fields or name in {"locked", "internal"}:
                known = [key for key in cls.model_fields if key not in {"locked", "internal"}]
                near = did_you_mean(name, known) or "Write the names of keys that stand here."
                msg = f"{quote(name)} cannot be locked here. {near}"
                raise FactError(msg, index)
        return locked

    def locks(self, name: str) -> bool:
        """Return whether the key *name* of this part may not be overridden."""
        return self.locked is True or (isinstance(self.locked, tuple) and name in self.locked)


class Amount(Fact):
    """A length of time, such as the notice for cancelling."""

    value: Count = Field(description="How many.")
    unit: Literal["minute", "clock_hour", "calendar_day", "business_day", "week", "month"] = Field(
        description="Of what."
    )
