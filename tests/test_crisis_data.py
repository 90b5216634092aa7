"""The public crisis services that the package knows: dated, sourced, and never out of place."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy.crisis_services import known_countries, load_country, shown_services
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.model.crisis import CountryServices

    Read = Callable[..., PolicySource]

COUNTRIES = ("AU", "CA", "GB", "IE", "NZ", "US")


def services_of(country: str) -> CountryServices:
    services = load_country(country)
    assert services
    return services


def shown(read: Read, country: str, *regions: str, crisis: str = "{}") -> list[str]:
    source = read(
        f"practice: {{name: x, country: {country}, jurisdictions: [{', '.join(regions)}]}}\n"
        f"crisis: {crisis}\n"
    )
    return [name for name, _ in shown_services(source.policy(), source.services)]


def test_the_countries_are_those_that_are_promised() -> None:
    assert known_countries() == COUNTRIES


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_file_is_about_its_country_and_each_fact_is_dated_and_sourced(country: str) -> None:
    services = services_of(country)
    assert services.country == country
    for name, service in services.services.items():
        assert name.startswith(country.lower() + "-"), name
        assert service.verified_on, name
        assert service.verified_on <= services.as_of, name
        assert service.source, name
        assert service.access or service.kind == "information", name
        assert all(area.startswith(country + "-") for area in service.areas), name
        if service.status == "ended":
            assert service.ended_on, name
            assert not service.core, name
        for way in service.access:
            if way.mode == "chat":
                assert way.url, name


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_emergency_services_come_first_by_their_number(country: str) -> None:
    services = services_of(country)
    first = next(iter(services.services.values()))
    assert (first.kind, first.core) == ("emergency", True)
    assert first.access[0].number == services.emergency_number


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_number_in_use_is_one_that_was_given_up(country: str) -> None:
    services = services_of(country).services.values()
    former = {number for service in services for number in service.former_numbers}
    current = {
        way.number for service in services if service.status == "active" for way in service.access
    }
    assert not former & current


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_practice_shows_an_emergency_number_and_a_crisis_line(read: Read, country: str) -> None:
    kinds = [services_of(country).services[name].kind for name in shown(read, country)]
    assert kinds[0] == "emergency"
    assert "crisis" in kinds
    assert set(kinds) <= {"emergency", "crisis"}


def test_a_service_is_shown_where_it_serves(read: Read) -> None:
    assert "gb-nhs-111-scotland" not in shown(read, "GB", "GB-ENG")
    assert "gb-nhs-111" not in shown(read, "GB", "GB-SCT")
    assert {"gb-nhs-111", "gb-nhs-111-scotland"} <= set(shown(read, "GB"))
    assert "ca-qc-appelle" in shown(read, "CA", "CA-QC")
    assert "ca-qc-appelle" not in shown(read, "CA", "CA-ON")


def test_a_service_that_ended_is_shown_only_where_it_is_named(read: Read) -> None:
    assert "us-988-option-3" not in shown(read, "US")
    assert shown(read, "US", crisis="{services: [us-988-option-3]}") == ["us-988-option-3"]


def test_named_services_keep_their_order_and_local_ones_are_added(read: Read) -> None:
    local = "local: {mine: {name: Mine, access: [{mode: call, number: '1'}]}}"
    assert shown(read, "US", crisis="{services: [us-988, us-911]}") == ["us-988", "us-911"]
    assert shown(read, "US", crisis=f"{{{local}}}")[-1] == "mine"
    assert shown(read, "US", crisis=f"{{services: [mine], {local}}}") == ["mine"]


@pytest.mark.parametrize("country", ["FR", "", "us", "USA", "../us", "U/", "US\n", "\uff35\uff33"])
def test_nothing_is_known_of_other_countries(country: str) -> None:
    assert load_country(country) is None


def test_a_broken_data_file_is_reported_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "crisis"
    folder.mkdir(parents=True)
    (folder / "us.yaml").write_text("country: US\nas_of: x\n")
    monkeypatch.setattr("sphinx_commspolicy.crisis_services.files", lambda _: tmp_path)
    with pytest.raises(PolicyError, match=r"us\.yaml:2:8: error: as_of"):
        load_country("US")


def test_the_data_files_are_part_of_the_package() -> None:
    folder = files("sphinx_commspolicy") / "data" / "crisis"
    assert {entry.name for entry in folder.iterdir()} == {
        f"{country.lower()}.yaml" for country in COUNTRIES
    }


@pytest.mark.parametrize(
    ("written", "column", "words"),
    [
        ("mine: {name: Mine, access: []}", 11, "at least one way in"),
        ("mine: {name: Mine, access: [{mode: call}]}", 33, "A way to call needs its “number”"),
        ("mine: {name: Mine, access: [{mode: text}]}", 33, "A way to text needs its “number”"),
        ("mine: {name: Mine, access: [{mode: chat}]}", 33, "A way to chat needs its “url”"),
        ("mine: {name: Mine, access: [{mode: videophone}]}", 33, "A videophone needs"),
        (
            'us-988: {name: Mine, access: [{mode: call, number: "1"}]}',
            5,
            "name of a public crisis service, which it would hide",
        ),
    ],
)
def test_a_crisis_service_that_nobody_can_reach_is_refused(
    tmp_path: Path, written: str, column: int, words: str
) -> None:
    main = tmp_path / "practice.yaml"
    text = f"practice: {{name: A, country: US}}\ncrisis:\n  local:\n    {written}\n"
    main.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load(main)
    (found,) = refused.value.diagnostics
    assert words in found.message
    assert (found.location.line, found.location.column) == (4, column)
