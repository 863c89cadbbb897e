"""The three themes, and the contrast that they promise: every text on every ground at 4.5 to 1 or better."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

DARK = "ddq-dark"
LIGHT = "ddq-light"
CONTRAST = "ddq-contrast"
"""White on black, without any hue: glyphs and words alone tell standings apart."""

TEXTS = ("foreground", "quiet", "primary", "success", "warning", "error", "accent")
"""Tokens that text is drawn in."""
GROUNDS = ("background", "surface", "panel")
"""Tokens that text is drawn on."""


def _theme(name: str, dark: bool, tokens: dict[str, str]) -> Theme:
    """A theme whose derived tokens are pinned to ours, so that no blend falls under the promise."""
    ground, quiet, text = tokens["background"], tokens["quiet"], tokens["foreground"]
    pinned = {f"text-{token}": tokens[token] for token in ("primary", "success", "warning", "error", "accent")}
    return Theme(
        name=name,
        dark=dark,
        primary=tokens["primary"],
        secondary=tokens["primary"],
        success=tokens["success"],
        warning=tokens["warning"],
        error=tokens["error"],
        accent=tokens["accent"],
        foreground=text,
        background=ground,
        surface=tokens["surface"],
        panel=tokens["panel"],
        text_alpha=1.0,
        variables={
            **pinned,
            "quiet": quiet,
            "rule": tokens["rule"],
            "cursor": tokens["cursor"],
            "text": text,
            "text-muted": quiet,
            "text-disabled": quiet,
            "foreground-muted": quiet,
            "block-cursor-foreground": text,
            "block-cursor-background": tokens["cursor"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": text,
            "block-cursor-blurred-background": tokens["panel"],
            "block-cursor-blurred-text-style": "none",
            "block-hover-background": tokens["panel"],
            "input-cursor-foreground": ground,
            "input-cursor-background": text,
            "input-cursor-text-style": "none",
            "input-selection-background": tokens["cursor"],
            "border": tokens["primary"],
            "border-blurred": tokens["rule"],
            "scrollbar": tokens["rule"],
            "scrollbar-hover": quiet,
            "scrollbar-active": tokens["primary"],
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "button-foreground": text,
            "button-color-foreground": ground,
            "button-focus-text-style": "bold",
        },
    )


THEMES = (
    _theme(
        DARK,
        True,
        {
            "background": "#12161b",
            "surface": "#191e25",
            "panel": "#222933",
            "cursor": "#263b50",
            "rule": "#465263",
            "foreground": "#dfe4ea",
            "quiet": "#9fabb9",
            "primary": "#86b9e8",
            "success": "#8ccb9e",
            "warning": "#e6bd6f",
            "error": "#f29a94",
            "accent": "#c9aef0",
        },
    ),
    _theme(
        LIGHT,
        False,
        {
            "background": "#fcfbf8",
            "surface": "#f4f2ed",
            "panel": "#e9e6df",
            "cursor": "#cfe0f0",
            "rule": "#a9a597",
            "foreground": "#1d2228",
            "quiet": "#525b66",
            "primary": "#174f82",
            "success": "#17603a",
            "warning": "#774a00",
            "error": "#9a1f1f",
            "accent": "#5b3a8f",
        },
    ),
    _theme(
        CONTRAST,
        True,
        {
            "background": "#000000",
            "surface": "#000000",
            "panel": "#1c1c1c",
            "cursor": "#3a3a3a",
            "rule": "#b0b0b0",
            "foreground": "#ffffff",
            "quiet": "#d8d8d8",
            **dict.fromkeys(("primary", "success", "warning", "error", "accent"), "#ffffff"),
        },
    ),
)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
