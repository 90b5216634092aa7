"""The JSON Schema takes what the loader takes, and an editor that uses it marks what it refuses."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from sphinx_commspolicy import json_schema
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.model.clinician import Clinician, Programme
from sphinx_commspolicy.model.policy import OVERRIDABLE

EXAMPLE = Path(__file__).parents[1] / "example_site"
SMALL = """
practice: {name: Willow, country: US}
methods:
  phone: {name: Phone, system: phone, value: 503 555 0143}
"""


class CoreLoader(yaml.SafeLoader):
    """Reads as an editor does that follows YAML 1.2: no dates, `yes` and `no` are texts."""


CoreLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.endswith((":int", ":float", ":null")) or (tag.endswith(":bool") and first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parsed(text: str, *, version: str) -> object:
    """Return *text* as a validator gets it that reads YAML *version*; it has no type for dates."""
    loader = yaml.SafeLoader if version == "1.1" else CoreLoader
    return json.loads(json.dumps(yaml.load(text, Loader=loader), default=str))


def errors(text: str, *, version: str = "1.2", clinician: bool = False) -> list[str]:
    found = validator(clinician=clinician).iter_errors(parsed(text, version=version))
    return [f"{error.json_path}: {error.message}" for error in found]


@functools.cache
def validator(*, clinician: bool) -> Draft202012Validator:
    schema = json_schema.clinician_schema() if clinician else json_schema.policy_schema()
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.fixture
def loads(tmp_path):
    def check(text: str) -> bool:
        (tmp_path / "practice.yaml").write_text(text, "utf-8")
        try:
            load(tmp_path)
        except PolicyError:
            return False
        return True

    return check


@pytest.mark.parametrize("make", [json_schema.policy_schema, json_schema.clinician_schema])
def test_is_a_valid_schema_of_its_dialect(make):
    schema = make()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema
    assert schema["title"]


@pytest.mark.parametrize("make", [json_schema.policy_schema, json_schema.clinician_schema])
def test_every_reference_leads_somewhere_and_every_definition_is_used(make):
    schema = make()
    text = json.dumps(schema)
    named = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert named == set(schema["$defs"])
    assert list(schema["$defs"]) == sorted(schema["$defs"])


def test_two_runs_give_the_same_text():
    assert json_schema.to_text(json_schema.policy_schema()) == json_schema.to_text(
        json_schema.policy_schema()
    )


def test_an_editor_can_explain_every_key_that_has_an_explanation():
    method = json_schema.policy_schema()["$defs"]["Method"]["properties"]
    assert method["rank"]["title"] == "Rank"
    assert "gets an answer best" in method["rank"]["description"]
    assert [name for name, field in method.items() if "description" not in field] == []


def test_own_facts_of_people_and_overrides_never_share_a_name():
    # one of the two would hide the other in the schema
    assert not OVERRIDABLE & {*Clinician.model_fields, *Programme.model_fields}


# ---- what the loader takes, the schema takes

TAKEN = {
    "a version that looks like a number": (
        "practice: {name: A, country: US, document: {version: 2026.2}}"
    ),
    "a date": "practice: {name: A, country: US, document: {effective_date: 2026-12-24}}",
    "a quoted date": 'practice: {name: A, country: US, document: {effective_date: "2026-12-24"}}',
    "yes": "practice: {name: A, country: US, reception: yes}",
    "No with a capital": "practice: {name: A, country: US, reception: No}",
    "off": "practice: {name: A, country: US, reception: off}",
    "true": "practice: {name: A, country: US, reception: true}",
    "quoted yes": 'practice: {name: A, country: US, reception: "yes"}',
    "a choice of yes or no": "practice: {name: A, country: US, hipaa_covered: yes}",
    "a postal code": (
        "practice:\n  name: A\n  country: US\n"
        "  addresses: [{street: 1 Elm St, city: B, postal_code: 97201}]"
    ),
    "a number as text": (
        "practice: {name: A, country: US}\nturnaround: {value: '2', unit: clock_hour}"
    ),
    "a telephone number of digits": (
        "practice: {name: A, country: US}\n"
        "methods: {a: {name: A, system: phone, value: 5035550143}}"
    ),
    "a telephone number with a plus": (
        "practice: {name: A, country: US}\ncrisis: {on_call: [{who: A, phone: +15035550143}]}"
    ),
    "a local service with digits for a name": (
        "practice: {name: A, country: US}\n"
        "crisis:\n  local: {'211': {name: 211, access: [{mode: call, number: 211}]}}\n"
        "  services: [211]"
    ),
    "the country Norway": "practice: {name: A, country: NO, jurisdictions: [NO]}",
    "the language Norwegian": "practice: {name: A, country: US, languages: [no]}",
    "a lock": "practice: {name: A, country: US, locked: yes}",
    "a lock of one key": "practice: {name: A, country: US, locked: [name]}",
    "hours": "practice: {name: A, country: US}\ncalendar: {hours: 24/7}",
}


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_the_loader_takes_is_not_marked_as_wrong(text, version, loads):
    assert loads(text)
    assert errors(text, version=version) == []


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_example_handbook_is_not_marked_as_wrong(version):
    practice = (EXAMPLE / "practice.yaml").read_text("utf-8")
    assert errors(practice, version=version) == []
    clinicians = sorted((EXAMPLE / "clinicians").glob("*.yaml"))
    assert clinicians
    for file in clinicians:
        assert errors(file.read_text("utf-8"), version=version, clinician=True) == []


@pytest.mark.parametrize("text", ["include: needs.yaml", "include: [needs.yaml, more.yml]"])
def test_further_files_can_be_named(text):
    assert errors(SMALL + text) == []


# ---- what the loader refuses, the schema refuses

REFUSED = {
    "an unknown key at the top": "metods: {}",
    "an unknown key in a block": "turnaround: {value: 1, unit: clock_hour, units: 1}",
    "a key that is missing": "turnaround: {value: 1}",
    "a key without a value": "turnaround:",
    "a value that is none of the choices": "turnaround: {value: 1, unit: hours}",
    "a count of nothing": "turnaround: {value: 0, unit: clock_hour}",
    "a count in words": "turnaround: {value: two, unit: clock_hour}",
    "a day with its month first": (
        "calendar: {closures: [{name: A, valid_from: 12-24-2026, valid_through: 2026-12-26}]}"
    ),
    "a list where a text belongs": "turnaround: {value: 1, unit: clock_hour, sooner: [a]}",
    "a text where a list belongs": "turnaround: {value: 1, unit: clock_hour, excludes: weekends}",
    "an identifier with a capital": "needs: {Help: {name: A, category: crisis, first: us-911}}",
    "a lock on a key that is not there": "turnaround: {value: 1, unit: clock_hour, locked: [unti]}",
    "neither yes nor no": "safe_contact: {offered: maybe}",
    "a file that is not YAML": "include: [needs.txt]",
    "an unknown key of a clinician": "clinicians: {rivera: {name: Rivera, metods: {}}}",
    "a section that clinicians do not have": (
        "clinicians: {rivera: {name: Rivera, practice: {name: B}}}"
    ),
    "an unknown key in an override": "clinicians: {rivera: {name: Rivera, turnaround: {valeu: 2}}}",
    "an incomplete item of a list in an override": (
        "clinicians: {rivera: {name: Rivera, calendar: {closures: [{name: A}]}}}"
    ),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_the_loader_refuses_is_marked(text, loads):
    assert not loads(SMALL + text)
    assert errors(SMALL + text) != []


# ---- overrides


@pytest.mark.parametrize(
    "own",
    [
        "turnaround: {value: 3}",
        "methods: {phone: {status: not_used}}",
        "methods: {phone: {turnaround: {value: 3}}}",
        "crisis: {local: {harbour: {name: Harbour House}}}",
        "social_media: {platforms: {video: {presence: none}}}",
    ],
)
def test_a_clinician_may_say_only_what_differs(own, loads):
    practice = (
        "practice: {name: Willow, country: US}\n"
        "turnaround: {value: 2, unit: business_day}\n"
        "methods:\n"
        "  phone: {name: Phone, system: phone, value: 503 555 0143, "
        "turnaround: {value: 1, unit: business_day}}\n"
        "crisis: {local: {harbour: {name: Harbour, access: [{mode: call, number: 211}]}}}\n"
        "social_media: {platforms: {video: {name: Video}}}\n"
    )
    text = f"{practice}clinicians:\n  rivera:\n    name: Rivera\n    {own}\n"
    assert loads(text)
    assert errors(text) == []
    assert errors(f"name: Rivera\n{own}\n", clinician=True) == []
    programme = f"{practice}programmes:\n  skills:\n    name: Skills\n    {own}\n"
    assert loads(programme)
    assert errors(programme) == []


def test_a_clinicians_file_needs_a_name_and_knows_no_includes():
    assert errors("credentials: LPC", clinician=True) != []
    assert errors("name: Rivera\ninclude: more.yaml", clinician=True) != []


def test_what_is_unsaid_in_an_override_is_inherited_and_has_no_default():
    definitions = json_schema.policy_schema()["$defs"]
    assert definitions["Method"]["properties"]["status"]["default"] == "in_use"
    assert "default" not in definitions["Method-override"]["properties"]["status"]


# ---- knowing one's own


def test_a_schema_is_known_again_and_other_files_are_not():
    assert json_schema.is_ours(json_schema.to_text(json_schema.clinician_schema()))
    other = {"$schema": json_schema.DIALECT, "title": "Something else"}
    for text in ("", "[]", "not JSON", json.dumps(other), "[" * 100_000):
        assert not json_schema.is_ours(text)
