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
