"""The contrast that the themes promise, over the tokens that the stylesheets use."""

import itertools

import pytest
from textual.color import Color
from textual.theme import Theme

from ddq.tui.theme import GROUNDS, TEXTS, THEMES, contrast

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
