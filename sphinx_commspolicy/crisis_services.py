"""Public crisis services, from the dated data files of this package."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from sphinx_commspolicy import yamltree
from sphinx_commspolicy.diagnostics import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_commspolicy.model.crisis import CountryServices, CrisisService
    from sphinx_commspolicy.model.policy import Policy


def load_country(country: str) -> CountryServices | None:
    """Return the services of *country* (ISO 3166-1), or None where the package knows none."""
    from sphinx_commspolicy.model.crisis import CountryServices
    from sphinx_commspolicy.model.validate import validate

    if not re.fullmatch("[A-Z]{2}", country):
        return None
    resource = files("sphinx_commspolicy") / "data" / "crisis" / f"{country.lower()}.yaml"
    if not resource.is_file():
        return None
    root, diagnostics = yamltree.compose(resource.read_text("utf-8"), resource.name)
    if root is None or diagnostics:
        raise PolicyError(diagnostics)
    services, diagnostics = validate(CountryServices, root, country=country)
    if services is None:
        raise PolicyError(diagnostics)
    return services


def known_countries() -> tuple[str, ...]:
    """Return the countries (ISO 3166-1) for which there is a data file, in alphabetical order."""
    folder = files("sphinx_commspolicy") / "data" / "crisis"
    return tuple(
        sorted(
            entry.name.removesuffix(".yaml").upper()
            for entry in folder.iterdir()
            if entry.name.endswith(".yaml")
        )
    )


def shown_services(
    policy: Policy, services: CountryServices | None
) -> tuple[tuple[str, CrisisService], ...]:
    """Return the services that the crisis blocks of *policy* show, with their ids, in order.

    They are those that ``crisis.services`` names, or else the core services of the country that
    serve the practice's jurisdictions, and every local one. A service that has ended, or that is no
    help in a crisis, is shown only where it is named.
    """
    known: Mapping[str, CrisisService] = {
        **(services.services if services else {}),
        **policy.crisis.local,
    }
    if policy.crisis.services is not None:
        return tuple((name, known[name]) for name in policy.crisis.services)
    return tuple(
        (name, service)
        for name, service in known.items()
        if (service.core or name in policy.crisis.local)
        and service.status == "active"
        and service.kind in {"emergency", "crisis"}
        and (name in policy.crisis.local or _serves(service, policy.practice.jurisdictions))
    )


def _serves(service: CrisisService, jurisdictions: tuple[str, ...]) -> bool:
    """Return whether *service* serves one of *jurisdictions*; without any, it may."""
    parts = [region for region in jurisdictions if "-" in region]
    return not service.areas or not parts or any(region in service.areas for region in parts)
