"""Each kind of value, as a practice in any country writes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel

from sphinx_commspolicy.crisis_services import known_countries, shown_services
from sphinx_commspolicy.model.fields import (
    Fact,
    Section,
    read_email_address,
    read_identifier,
    read_phone_number,
)
from sphinx_commspolicy.model.method import by_preference, not_used
from sphinx_commspolicy.model.policy import SINGLE, Policy
from sphinx_commspolicy.model.turnaround import Turnaround
from sphinx_commspolicy.model.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_commspolicy.effective import PolicySource

    Read = Callable[..., PolicySource]

COUNTRIES = {
    "US": ("(503) 555-0143", "+15035550143", "America/Los_Angeles", "US-OR", "es"),
    "CA": ("604-555-0143", "+16045550143", "America/Vancouver", "CA-QC", "fr-CA"),
    "GB": ("020 7946 0123", "+442079460123", "Europe/London", "GB-ENG", "cy"),
    "AU": ("(02) 5550 1234", "+61255501234", "Australia/Sydney", "AU-NSW", "asf"),
    "NZ": ("09 555 0123", "+6495550123", "Pacific/Auckland", "NZ", "mi"),
    "IE": ("(01) 555 0123", "+35315550123", "Europe/Dublin", "IE", "ga"),
}


def test_an_extension_can_be_written_in_french() -> None:
    assert read_phone_number("416 555-0143 poste 12", "CA") == read_phone_number(
        "416 555-0143 ext. 12", "CA"
    )


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_practice_of_any_country_is_read_the_same_way(read: Read, country: str) -> None:
    number, e164, zone, region, language = COUNTRIES[country]
    source = read(
        f"practice: {{name: x, country: {country}, time_zone: {zone}, jurisdictions: [{region}],"
        f" languages: [{language}]}}\n"
        f"methods:\n  phone: {{name: Phone, system: phone, value: {number}}}\n"
        f"calendar: {{public_holidays: {region}}}\n"
        f"crisis: {{on_call: [{{who: us, phone: {number}}}]}}\n"
    )
    policy = source.policy()
    phone = policy.methods["phone"].phone_number(country)
    assert phone
    assert policy.crisis.on_call
    assert phone == policy.crisis.on_call[0].phone
    assert phone.e164 == e164
    assert phone.uri == f"tel:{e164}"
    assert read_phone_number(phone.international, None) == phone
    assert read_phone_number(phone.national, country) == phone
    shown = [service.kind for _, service in shown_services(policy, source.services)]
    assert shown[0] == "emergency"
    assert "crisis" in shown


def test_every_country_with_services_is_tried_here() -> None:
    assert set(COUNTRIES) == set(known_countries())


@pytest.mark.parametrize(
    ("text", "country", "e164", "extension"),
    [
        ("+1 503 555 0143", None, "+15035550143", ""),
        ("+44 20 7946 0123", "US", "+442079460123", ""),
        ("503.555.0143", "US", "+15035550143", ""),
        (" 503-555-0143 ", "US", "+15035550143", ""),
        ("503-555-0143 ext. 7", "US", "+15035550143", "7"),
        ("503-555-0143 x7", "US", "+15035550143", "7"),
        ("+1-503-555-0143;ext=7", "US", "+15035550143", "7"),
        ("1-800-555-TALK", "US", "+18005558255", ""),
        ("13 11 14", "AU", "+61131114", ""),
        ("1300 555 012", "AU", "+611300555012", ""),
        ("116 123", "GB", None, ""),
        ("0800 555 012", "NZ", "+64800555012", ""),
    ],
)
def test_numbers_as_people_write_them(
    text: str, country: str | None, e164: str | None, extension: str
) -> None:
    if e164 is None:
        with pytest.raises(ValueError, match="lacks its area code"):
            read_phone_number(text, country)
        return
    number = read_phone_number(text, country)
    assert (number.e164, number.extension) == (e164, extension)
    assert number.uri == f"tel:{e164}" + (f";ext={extension}" if extension else "")


@pytest.mark.parametrize("country", ["GB", "AU", "NZ", "IE", "CA"])
def test_advice_on_a_number_fits_its_country(country: str) -> None:
    code = COUNTRIES[country][1][:2]
    with pytest.raises(ValueError, match=rf"in full as \{code}") as caught:
        read_phone_number("12 34", country)
    assert " of US" not in str(caught.value)


@pytest.mark.parametrize("text", ["a@example.org", "a.b+c@mail.example.org", "ñ@example.org"])
def test_addresses_that_are_read(text: str) -> None:
    assert read_email_address(text) == text


@pytest.mark.parametrize("text", ["a", "a1", "us-988", "a_b", "0", "x" * 64])
def test_names_of_blocks(text: str) -> None:
    assert read_identifier(text) == text


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "a b", "A", "é", "a.b", "a/b", "a\n"])
def test_names_that_no_block_can_have(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be a name"):
        read_identifier(text)


@pytest.mark.parametrize("yes", ["yes", "Yes", "true", "on", "TRUE"])
@pytest.mark.parametrize("no", ["no", "No", "false", "off"])
def test_yes_and_no(read: Read, yes: str, no: str) -> None:
    policy = read(
        f"practice: {{name: x, country: US, reception: {yes}, hipaa_covered: no}}\n"
        f"methods: {{fax: {{name: x, system: fax, consent_needed: {no}}}}}\n"
    ).policy()
    assert policy.practice.reception is True
    assert policy.practice.hipaa_covered == "no"
    assert policy.methods["fax"].consent_needed is False


def test_versions_numbers_and_dates_keep_their_look(read: Read) -> None:
    practice = (
        read(
            "practice:\n  name: 0123\n  country: US\n"
            "  document: {version: 1.10, effective_date: 2026-12-24}\n"
            "  addresses: [{street: 09:00, city: on, postal_code: 01234}]\n"
        )
        .policy()
        .practice
    )
    assert practice.name == "0123"
    assert practice.document.version == "1.10"
    assert practice.document.effective_date == date(2026, 12, 24)
    address = practice.addresses[0]
    assert (address.street, address.city, address.postal_code) == ("09:00", "on", "01234")


def test_methods_are_ordered_by_rank_and_those_not_used_stand_apart(read: Read) -> None:
    methods = (
        read(
            "practice: {name: x, country: US}\nmethods:\n"
            "  a: {name: A, system: mail}\n  b: {name: B, system: mail, rank: 2}\n"
            "  c: {name: C, system: mail, rank: 1, status: on_request}\n"
            "  d: {name: D, system: mail, rank: 1, status: not_used}\n"
            "  e: {name: E, system: mail, status: temporarily_down}\n"
        )
        .policy()
        .methods
    )
    assert [name for name, _ in by_preference(methods)] == ["c", "b", "a"]
    assert [name for name, _ in not_used(methods)] == ["d", "e"]


def test_a_turnaround_takes_what_it_leaves_unsaid_from_the_general_one() -> None:
    general = Turnaround(value=2, unit="business_day", excludes=("weekends",), sooner="Maybe.")
    own = Turnaround(value=4, unit="clock_hour", excludes=()).completed(general)
    assert (own.value, own.unit, own.excludes, own.sooner) == (4, "clock_hour", (), "Maybe.")
    assert general.completed(general) is general
    assert general.completed(None) is general


def test_facts_are_frozen_closed_and_each_key_is_explained() -> None:
    for model in set(models(Policy)):
        assert model.model_config["frozen"]
        assert model.model_config["extra"] == "forbid"
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"
            assert field.description.endswith((".", "?")), f"{model.__name__}.{name}"


def models(annotation: Any) -> Iterator[type[Fact]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        assert issubclass(annotation, Fact)
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for inner in get_args(annotation):
        yield from models(inner)


def test_every_part_that_can_be_overridden_can_be_locked() -> None:
    assert all(issubclass(model, Section) for model in SINGLE.values())


def test_a_lock_is_on_all_or_on_some_keys() -> None:
    some = Turnaround(value=1, unit="clock_hour", locked=("value",))
    assert some.locks("value")
    assert not some.locks("unit")
    assert Turnaround(value=1, unit="clock_hour", locked=True).locks("unit")
    assert not Turnaround(value=1, unit="clock_hour").locks("unit")


def test_texts_that_clients_read_are_found_with_their_paths(read: Read) -> None:
    policy = read(
        "practice: {name: Rosewood, country: US, addresses: [{street: s, city: c, note: Ring.}]}\n"
        "methods: {fax: {name: Fax, system: fax, setup: {steps: [One., Two.]}}}\n"
    ).policy()
    found = {leaf.path: leaf.value for leaf in leaves(policy)}
    assert found["practice", "addresses", 0, "note"] == "Ring."
    assert found["methods", "fax", "setup", "steps", 1] == "Two."
    assert ("practice", "country") not in found
