"""ASCII alone: for terminals and fonts that have nothing else."""

from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from ddq.tui import plain_characters
from ddq.tui.app import DdqApp
from ddq.tui.plain_characters import PlainCharacters, wants_ascii
from ddq.tui.settings import KeptSettings
from ddq.tui.theme import CONTRAST
from ddq.tui.words import OUTCOMES, STANDINGS
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.test_app import ask

BLACK = Color(0, 0, 0)


def drawn(text: str, *, whole: bool = False) -> str:
    return "".join(segment.text for segment in PlainCharacters(whole).apply([Segment(text)], BLACK))


def lines_of(app: DdqApp) -> str:
    """What leaves for the terminal, behind the filters."""
    strips = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    for line_filter in app._filters:  # pyright: ignore[reportPrivateUsage]
        strips = [strip.apply_filter(line_filter, BLACK) for strip in strips]
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def test_every_glyph_of_ours_has_a_likeness_of_its_own() -> None:
    """Two standings with the same character could not be told apart in the list."""
    for marks in (STANDINGS, OUTCOMES):
        glyphs = {mark.glyph for mark in marks.values()}
        plain = {drawn(glyph) for glyph in glyphs}
        assert all(glyph.isascii() and len(glyph) == 1 for glyph in plain)
        assert len(plain) == len(glyphs)


def test_a_vendors_text_is_touched_only_where_the_terminal_cannot_show_it() -> None:
    assert drawn("Müller 世界 ✓") == "Müller 世界 +"
    assert drawn("Müller 世界 ✓", whole=True) == "Muller ???? +"


def test_nothing_on_a_line_moves() -> None:
    assert len(drawn("世", whole=True)) == 2


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_every_screen_is_drawn_in_ascii(
    workspace: Workspace, opened: OpenAssessment, size: tuple[int, int]
) -> None:
    opened.flag("A-3", "why")
    app = DdqApp(lambda: workspace, opened.id, plain_characters=True)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert lines_of(app).isascii()
        await ask(pilot)
        assert "1 flagged" in lines_of(app), "the words stay"
        for key in ("f1", "f5", "ctrl+o", "ctrl+g", "f10"):
            await pilot.press(key)
            await pilot.pause()
            assert lines_of(app).isascii(), key
            await pilot.press("escape")
        await pilot.press("f2")
        assert lines_of(app).isascii()


async def test_theme_and_ascii_are_remembered_for_the_user(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    file = tmp_path / "config" / "settings.json"
    app = DdqApp(lambda: workspace, opened.id, settings=KeptSettings(file))
    async with app.run_test() as pilot:
        await pilot.pause()
        for command in list(app.get_system_commands(app.screen)):
            if command.title in ("High contrast", "ASCII"):
                command.callback()
        await pilot.pause()
        assert lines_of(app).isascii()
    again = DdqApp(lambda: workspace, opened.id, settings=KeptSettings(file))
    assert (again.theme, again.plain_characters) == (CONTRAST, True)


def test_settings_that_cannot_be_read_are_as_none(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for text in ("{", "[1]", '{"theme": 3}', "\0"):
        file.write_text(text, encoding="utf-8")
        assert KeptSettings(file).now.theme == ""
    KeptSettings(tmp_path / "settings.json" / "no folder" / "s.json").change(theme="ddq-light")


def test_what_asks_for_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DDQ_ASCII", raising=False)
    monkeypatch.setattr(plain_characters, "draws_only_ascii", lambda: False)
    assert not wants_ascii(False, False)
    assert wants_ascii(True, False)
    assert wants_ascii(False, True)
    monkeypatch.setenv("DDQ_ASCII", "0")
    assert not wants_ascii(False, False)
    monkeypatch.setenv("DDQ_ASCII", "1")
    assert wants_ascii(False, False)
    monkeypatch.delenv("DDQ_ASCII")
    monkeypatch.setattr(plain_characters, "draws_only_ascii", lambda: True)
    assert wants_ascii(False, False)
