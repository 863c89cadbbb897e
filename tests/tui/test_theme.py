"""The contrast that the themes promise, over the tokens that the stylesheets use."""

import itertools
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

import ddq.tui
from ddq.tui.theme import CONTRAST, GROUNDS, TEXTS, THEMES, contrast

SCREENS = Path(ddq.tui.__path__[0])
PAIRS = list(itertools.product(TEXTS, (*GROUNDS, "cursor")))
"""Every text may stand on every ground, the cursor line among them."""


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21 to 1 by definition; a mid grey on white is the usual example of 4.54."""
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    """WCAG 2.2, 1.4.3 (AA): at least 4.5 to 1."""
    colors = theme.to_color_system().generate() | theme.variables
    for text, ground in PAIRS:
        ratio = contrast(Color.parse(colors[text]), Color.parse(colors[ground]))
        assert ratio >= 4.5, f"{theme.name}: {text} on {ground} is {ratio:.2f}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_derived_tokens_keep_the_promise(theme: Theme) -> None:
    """Textual's own widgets use these; its defaults fall to 2.6 for disabled text."""
    colors = theme.to_color_system().generate() | theme.variables
    for token in ("text-muted", "text-disabled", "text-primary", "text-success", "text-warning", "text-error"):
        ratio = contrast(Color.parse(colors[token]), Color.parse(colors["panel"]))
        assert ratio >= 4.5, f"{theme.name}: {token} is {ratio:.2f}"


def test_the_high_contrast_theme_rests_on_no_hue() -> None:
    """Every token is a grey, and text reaches 7 to 1 (WCAG 2.2, 1.4.6, AAA) on every ground."""
    theme = next(one for one in THEMES if one.name == CONTRAST)
    colors = theme.to_color_system().generate() | theme.variables
    for token in (*TEXTS, *GROUNDS, "cursor", "rule"):
        color = Color.parse(colors[token])
        assert color.r == color.g == color.b, token
    assert all(contrast(Color.parse(colors[text]), Color.parse(colors[ground])) >= 7 for text, ground in PAIRS)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_without_colour_every_text_can_still_be_read(theme: Theme) -> None:
    """Under NO_COLOR the greys of the same brightness are drawn; glyph and word tell standings apart."""
    colors = theme.to_color_system().generate() | theme.variables
    for text, ground in PAIRS:
        one, other = (Color.parse(colors[token]).monochrome for token in (text, ground))
        assert contrast(one, other) >= 4.5, f"{theme.name}: {text} on {ground}"


def test_no_other_token_is_drawn() -> None:
    """The promise covers what the stylesheets and the screens use; what they use beside it would escape it."""
    used: set[str] = set()
    for file in (*SCREENS.rglob("*.tcss"), *SCREENS.rglob("*.py")):
        used |= set(re.findall(r"\$([a-z][a-z-]*)", file.read_text(encoding="utf-8")))
    assert used <= {*TEXTS, *GROUNDS, "cursor", "rule"}, "rule draws lines, and no text"
    assert used >= {"quiet", "primary", "panel", "cursor"}
