"""The practice's texts in Sphinx's catalogues for translators.

They have a catalogue of their own, ``practice-facts``, in which each message names its file and
line. What is semi-private in Sphinx's gettext builder is used here and nowhere else.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.model.fields import Translatable
from sphinx_commspolicy.model.walk import leaves
from sphinx_commspolicy.phrases.catalogue import FACTS_CATALOGUE

if TYPE_CHECKING:
    from sphinx_commspolicy.state import BuildState


def add_texts(state: BuildState, builder: Any) -> None:
    """Add every text that clients read, in every scope, to the catalogues of *builder*."""
    from sphinx.builders.gettext import MsgOrigin

    if state.facts is None:
        return
    source = state.facts.source
    seen = set()
    for scope in source.scopes():
        for leaf in leaves(source.policy(scope)):
            place = source.origin(leaf.path, scope).location
            if not isinstance(leaf.marker, Translatable) or place is None:
                continue
            if (leaf.value, place) in seen:
                continue
            seen.add((leaf.value, place))
            origin = MsgOrigin(str(state.absolute(place.file)), place.line)
            # the builder's own ids are random: these repeat from build to build
            origin.uid = hashlib.blake2b(f"{place}".encode(), digest_size=16).hexdigest()
            builder.catalogs[FACTS_CATALOGUE].add(leaf.value, origin)
