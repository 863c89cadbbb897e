"""What a change makes the app draw: the same picture as all of it, and no more than lies under the change."""

from __future__ import annotations

import random

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen

from ddq.tui.drawing import SparingCompositor
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on


def picture(screen: Screen[object], crop: Region) -> list[str]:
    """What is drawn inside `crop`, line by line, with its styles."""
    chops = screen._compositor._render_chops(crop, crop.line_range.__contains__)
    lines: list[str] = []
    for y in crop.line_range:
        segments = [segment for strip in chops[y].values() if strip is not None for segment in strip]
        cells = [(cell, str(segment.style)) for segment in segments for cell in segment.text]
        lines.append(str(cells[crop.x : crop.right]))
    return lines


async def test_any_part_of_a_screen_looks_as_textual_draws_it(workspace: Workspace, opened: OpenAssessment) -> None:
    """Over random parts of the list, the hub, a question, a list of entries and a dialog on top of one."""
    chance = random.Random(8)
    app = app_on(workspace, opened)
    async with app.run_test(size=(100, 30)) as pilot:
        for keys in (["c"], ["2", "enter"], ["f2"], ["escape", "f1"], ["escape", "ctrl+g", "B"], ["enter"]):
            await pilot.press(*keys)
            await pilot.pause()
            screen = app.screen
            ours = screen._compositor
            assert isinstance(ours, SparingCompositor), screen
            for _ in range(25):
                x, y = chance.randrange(100), chance.randrange(30)
                crop = Region(x, y, chance.randint(1, 100 - x), chance.randint(1, 30 - y))
                drawn = picture(screen, crop)
                ours.__class__ = Compositor  # Textual's own way, on the same layout
                expected = picture(screen, crop)
                ours.__class__ = SparingCompositor
                assert drawn == expected, crop


async def test_a_typed_letter_draws_one_line(workspace: Workspace, opened: OpenAssessment) -> None:
    """Of the field and of what it stands on; neither the questions beside it nor the foot."""
    app = app_on(workspace, opened)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("c", "f3", "f3")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        at = app.screen.focused
        assert at is not None
        drawn = list(app.screen._compositor._get_renders(Region(at.region.x, at.region.y, 10, 1)))
        assert {len(lines) for _, _, lines in drawn} == {1}
        assert len(drawn) == len([node for node in at.ancestors_with_self if node is not app])
