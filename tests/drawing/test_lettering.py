"""Words in lines: nothing is wider than its room, whatever it holds, and nothing is lost without a sign."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from ddq.drawing.lettering import fit, plain_line, width_of

FONTS = Path(__file__).parents[2] / "report_templates" / "fonts"
TEXTS = (
    "Nimbus Analytics International Limited", "WWWWWWWWMMMMMM@@@%%%", "Ärzte-Versorgungskasse Düsseldorf",
    "Общество с ограниченной ответственностью", "Ανώνυμη Εταιρεία Επενδύσεων",
)  # fmt: skip


def real_width(text: str, font: str) -> float:
    opened = TTFont(FONTS / font)
    glyphs, advances = opened.getBestCmap(), opened["hmtx"]
    return sum(advances[glyphs[ord(character)]][0] for character in text) / opened["head"].unitsPerEm


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("font", "bold"), [("NotoSans-Regular.ttf", False), ("NotoSans-Bold.ttf", True)])
def test_a_line_is_thought_at_least_as_wide_as_the_font_makes_it(text: str, font: str, bold: bool) -> None:
    """Within a hundredth, which is under the room around a label."""
    assert width_of(text, 1.0, bold) >= 0.99 * real_width(text, font)


@given(st.text(max_size=300), st.floats(8, 60), st.integers(1, 3), st.booleans())
def test_lines_fit_and_are_as_few_as_allowed(text: str, width: float, most: int, bold: bool) -> None:
    lines = fit(text, width, 2.6, most, bold)
    assert len(lines) <= most
    assert all(width_of(line, 2.6, bold) <= width + 0.01 for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert "".join(lines).replace(" ", "") == plain_line(text).replace(" ", "")


def test_words_stay_whole_where_they_can() -> None:
    assert fit("Ingleby Group Public Limited Company", 30, 2.6, 3) == ("Ingleby Group Public", "Limited Company")


def test_a_word_of_5000_letters_is_cut_and_says_so() -> None:
    first, second = fit("x" * 5000, 30, 2.6, 2)
    assert set(first) == {"x"}
    assert second.endswith("x…")


def test_controls_and_bidi_overrides_are_spelled_out() -> None:
    assert fit("a\x1b[31m\u202eb\x00\n c", 100, 2.6, 1) == ("a⟨ESC⟩[31m⟨U+202E⟩b⟨NUL⟩ c",)


def test_a_mark_is_never_parted_from_its_letter() -> None:
    """Else a line would begin with a vowel sign on an empty circle."""
    lines = fit("किकिकिकिकिकिकिकिकिकि", 8, 2.6, 3)
    assert len(lines) > 1
    assert all(line[0] == "क" for line in lines)
