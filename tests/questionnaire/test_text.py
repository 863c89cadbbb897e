"""Text from outside: cleaned once where it enters, made visible where it is shown raw."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.questionnaire.text import clean_text, first_unsafe, is_clean, visible_text

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    ("raw", "clean", "visible"),
    [
        ("\x1b]52;c;x\x07", "⟨ESC⟩]52;c;x⟨BEL⟩", "⟨ESC⟩]52;c;x⟨BEL⟩"),
        ("a\x00b", "a⟨NUL⟩b", "a⟨NUL⟩b"),
        ("a\u202eb\u2066c", "a⟨U+202E⟩b⟨U+2066⟩c", "a⟨U+202E⟩b⟨U+2066⟩c"),
        ("\x9b31m", "⟨CSI⟩31m", "⟨CSI⟩31m"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd", "a⟨CR⟩\nb⟨CR⟩c⟨U+2028⟩d"),
        ("tab\tnewline\n", "tab\tnewline\n", "tab\tnewline\n"),
        ("e\u0301", "é", "e\u0301"),
        ("\ud800\ufffe\U0001ffff\ufdd0", "", "⟨U+D800⟩⟨U+FFFE⟩⟨U+1FFFF⟩⟨U+FDD0⟩"),
        ("a\u200fb\ufeff", "ab", "a⟨U+200F⟩b⟨U+FEFF⟩"),
        ("[/foo] {{7*7}} <script>", "[/foo] {{7*7}} <script>", "[/foo] {{7*7}} <script>"),
        ("漢字 العربية 👩‍🚀", "漢字 العربية 👩‍🚀", "漢字 العربية 👩‍🚀"),
    ],
)
def test_what_is_kept_and_how_it_is_shown(raw: str, clean: str, visible: str) -> None:
    assert clean_text(raw) == clean
    assert visible_text(raw) == visible


@given(ANY_TEXT)
def test_cleaning_leaves_nothing_to_clean(raw: str) -> None:
    cleaned = clean_text(raw)
    assert is_clean(cleaned)
    assert clean_text(cleaned) == cleaned
    cleaned.encode()


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_is_ever_shown(raw: str) -> None:
    for shown in (clean_text(raw), visible_text(raw)):
        assert first_unsafe(shown) is None
        assert not [
            character for character in shown if unicodedata.category(character) == "Cc" and character not in "\n\t"
        ]


def test_no_unsafe_character_is_overlooked() -> None:
    """The quick look for printable characters alone lets none by, wherever in a text it stands."""
    everything = "".join(map(chr, range(0x110000)))
    unsafe = [character for character in everything if visible_text(character) != character]
    assert len(unsafe) > 2000
    assert all(first_unsafe(f"a{character}b") == 1 for character in unsafe)
    assert first_unsafe("\tdéjà vu\nnew line, 漢字 🎉\u00a0‰") is None
