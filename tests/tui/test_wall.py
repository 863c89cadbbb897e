"""The wall before the terminal."""

from rich.segment import Segment
from textual.app import App
from textual.color import Color

from ddq.tui.wall import ControlWall, raise_wall

HOSTILE = "a\x1b]52;c;eA==\x07b\x9b2Jc\u202ed\u2066e\x00f"


def test_what_steers_the_terminal_is_dropped() -> None:
    """Escape, C1 and bidi characters go; the text around them stays."""
    (segment,) = ControlWall().apply([Segment(HOSTILE)], Color(0, 0, 0))
    assert segment.text == "a]52;c;eA==b2Jcdef"


def test_clean_lines_are_handed_on_as_they_are() -> None:
    segments = [Segment("Grüße, 世界 🙂 مرحبا")]
    assert ControlWall().apply(segments, Color(0, 0, 0)) is segments


def test_the_wall_stands_behind_the_filters_of_an_app() -> None:
    """The list of filters is private to Textual: this fails when a version of it moves."""
    app: App[object] = App()
    raise_wall(app)
    assert isinstance(app.get_line_filters()[-1], ControlWall)
