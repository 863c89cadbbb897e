"""Pastes stay pastes, whatever is in them and in whatever pieces they arrive."""

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from ddq.tui.pasting import PasteShield, shield_pastes

PASTE = "\x1b[200~abc \x1b[31m red \x11 more\x1b[201~"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_an_escape_in_a_paste_presses_no_key(size: int) -> None:
    """Textual left the paste there: the rest came as keys, Ctrl+Q among them."""
    shield_pastes()
    parser = XTermParser()
    data = f"x{PASTE}y"
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = [token for piece in pieces for token in parser.feed(piece)]
    pasted = [token.text for token in found if isinstance(token, events.Paste)]
    assert pasted == ["abc ⟨ESC⟩[31m red \x11 more"]
    assert [token.key for token in found if isinstance(token, events.Key)] == ["x", "y"]


def test_an_escape_outside_a_paste_waits_for_nothing() -> None:
    shield = PasteShield()
    assert shield.shield("\x1b") == "\x1b"
    assert shield.shield("[200~a") == "[200~a", "a beginning in two pieces is one"
    assert shield.shield("\x1b") == ""
    assert shield.shield("x\x1b[201~") == "⟨ESC⟩x\x1b[201~"


@pytest.mark.parametrize("end", ["~", ";2~", ";5~", "c", "n", "x", "z"])
def test_a_key_that_nobody_knows_types_nothing(end: str) -> None:
    """A digit in it, or the character of its number, would choose an option."""
    shield_pastes()
    for number in range(1, 1000):
        parser = XTermParser()
        found = [*parser.feed(f"\x1b[{number}{end}"), *parser.feed("y")]
        keys = [token for token in found if isinstance(token, events.Key)]
        if number not in (200, 201):
            assert not any((key.character or "").isprintable() and key.character for key in keys[:-1]), number
            assert keys[-1].key == "y", number


@pytest.mark.parametrize(("data", "key"), [("\x1b[15~", "f5"), ("\x1b[3~", "delete"), ("\x1b[A", "up")])
def test_a_key_that_is_known_is_still_pressed(data: str, key: str) -> None:
    shield_pastes()
    assert [token.key for token in XTermParser().feed(data) if isinstance(token, events.Key)] == [key]
