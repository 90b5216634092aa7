"""Text messages are counted as the networks count them (GSM 03.38, now 3GPP TS 23.038)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_commspolicy.sms import segments

APOSTROPHE = "\u2019"
EMOJI = "\U0001f600"


@pytest.mark.parametrize(
    ("text", "encoding", "messages", "units"),
    [
        ("", "GSM-7", 1, 0),
        ("a" * 160, "GSM-7", 1, 160),
        ("a" * 161, "GSM-7", 2, 161),
        ("a" * 306, "GSM-7", 2, 306),  # two parts of 153
        ("a" * 307, "GSM-7", 3, 307),
        ("\u20ac" * 80, "GSM-7", 1, 160),  # the euro sign takes the room of two
        ("\u20ac" * 81, "GSM-7", 2, 162),
        ("[]{}~^|\\", "GSM-7", 1, 16),
        # an escape may not be parted from its character: 152 and 76 pairs fill a part
        ("a" * 152 + "[" + "a" * 20, "GSM-7", 2, 174),
        ("a" * 152 + "[" + "a" * 152, "GSM-7", 3, 306),
        ("\u20ac" * 76 + "\u20ac" * 76, "GSM-7", 2, 304),
        ("\u20ac" * 153, "GSM-7", 3, 306),
        (APOSTROPHE * 70, "UCS-2", 1, 70),
        (APOSTROPHE * 71, "UCS-2", 2, 71),
        ("a" * 133 + APOSTROPHE, "UCS-2", 2, 134),  # two parts of 67
        ("a" * 134 + APOSTROPHE, "UCS-2", 3, 135),
        (EMOJI * 35, "UCS-2", 1, 70),
        (EMOJI * 36, "UCS-2", 2, 72),
        # the two halves of an emoji stay together: 33 of them fill a part of 67
        (EMOJI * 66, "UCS-2", 2, 132),
        (EMOJI * 67, "UCS-2", 3, 134),
        ("\u00e9\u00f1\u00fc\u00e0\u00bf", "GSM-7", 1, 5),
        ("\u00e1", "UCS-2", 1, 1),  # a with an acute accent is not in the alphabet
    ],
)
def test_the_edges_of_the_standard(text: str, encoding: str, messages: int, units: int) -> None:
    found = segments(text)
    assert (found.encoding, found.messages, found.units) == (encoding, messages, units)


def test_the_characters_that_make_a_text_longer_are_named_once() -> None:
    assert segments("We’re here – don’t worry").wide == "\u2019\u2013"
    assert segments("We're here - don't worry").wide == ""


@given(st.text(max_size=700))
def test_every_text_fits_into_its_messages_and_into_no_fewer_units(text: str) -> None:
    found = segments(text)
    assert found.units <= found.room
    alone, part = (160, 153) if found.encoding == "GSM-7" else (70, 67)
    if found.units <= alone:
        assert found.messages == 1
    else:
        assert found.messages >= -(-found.units // part)
        # a part has at most one unit to spare, which an escape or a half pair leaves
        assert found.units > (found.messages - 1) * (part - 1)
