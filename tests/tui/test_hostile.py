"""Hostile text on every screen: shown as typed, controls spelled out, nothing steered, nothing executed."""

import json
import re
import time
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from ddq.assessment.model import Answer, Basis, Engagement, Source, Vendor, VendorPosition
from ddq.questionnaire.model import Grade
from ddq.questionnaire.text import visible_text
from ddq.tui.app import DdqApp
from ddq.tui.screens.elsewhere import LISTS
from ddq.tui.screens.form import FormScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.seen import PATIENCE, screen_text

MARKUP = "[/foo] [@click=app.quit]x[/] {{7*7}} <b> 世界 مرحبا 🙂👩‍👩‍👧"
CONTROLS = "\x1b]52;c;eA==\x07 \x9b2J \u202e \x00"
LONG = "x" * 20_000
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SIZE = (100, 40)
KINDS: tuple[tuple[str, object, dict[str, object]], ...] = (
    ("choice", "a", {"choices": [{"code": "a", "label": MARKUP, "help": MARKUP}, {"code": "b", "label": "B"}]}),
    ("choices", ["a"], {"choices": [{"code": "a", "label": MARKUP}, {"code": "b", "label": MARKUP}]}),
    ("yes_no", True, {}),
    ("text", MARKUP, {"max_length": 20_000}),
    ("long_text", f"{MARKUP}\n{LONG[:19_000]}", {}),
    ("integer", 1, {"unit": MARKUP}),
    ("decimal", "1.5", {"unit": MARKUP}),
    ("percent", "5", {}),
    ("money", {"amount": "5", "currency": "EUR"}, {}),
    ("date", "2021-04-10", {}),
    ("country", "NO", {}),
    ("countries", ["NO"], {}),
    ("entity", {"name": MARKUP, "kind": "person"}, {}),
    ("evidence", [MARKUP], {}),
    ("computed", None, {"calc": "Q-5 + 1", "unit": MARKUP}),
)


def hostile_question(number: int, kind: str, more: dict[str, object]) -> dict[str, object]:
    told = dict.fromkeys(("text", "why", "help", "good", "bad", "not_applicable_when", "handling"), MARKUP)
    return {"id": f"Q-{number}", "kind": kind, **told, "evidence": [MARKUP], **more}


@pytest.fixture
def hostile(workspace: Workspace) -> OpenAssessment:
    """An assessment in which every text is hostile: the questionnaire's, the answers', the vendor's name."""
    questions = [hostile_question(number, kind, more) for number, (kind, _, more) in enumerate(KINDS)]
    fields = [{"id": "name", "kind": "text", "text": MARKUP, "why": MARKUP, "max_length": 20_000}]
    group = {"row_label": "{name} " + MARKUP, "complete": MARKUP, "fields": fields}
    questions.append(hostile_question(len(KINDS), "group", group))
    section = {"id": "s", "title": MARKUP, "domain": "Law", "intro": MARKUP, "questions": questions}
    content = {"ddq": "questionnaire/1", "id": "hostile", "version": "1.0.0", "title": MARKUP, "sections": [section]}
    # A JSON text is a YAML text.
    path = Path(workspace.folder) / "questionnaires" / "hostile.yaml"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    vendor = Vendor(name=f"{MARKUP} {CONTROLS}")
    opened = workspace.create(vendor, "hostile", Engagement(service=MARKUP + CONTROLS, profile="de-authority"))
    source = Source(title=MARKUP + CONTROLS, place=MARKUP)
    basis = Basis(grade=Grade.B, sources=(source,))
    position = VendorPosition(text=MARKUP + CONTROLS, source=source)
    for number, (kind, value, _) in enumerate(KINDS):
        if kind != "computed":
            note = f"{MARKUP}{CONTROLS}{LONG[:19_000]}"
            given = Answer(value=value, basis=basis, note=note, allegation=True, vendor_position=position)  # pyright: ignore[reportArgumentType]  # JSON by construction
            opened.answer(f"Q-{number}", given)
    opened.answer(f"Q-{len(KINDS)}/1", Answer(value={"name": MARKUP}, basis=basis))
    opened.flag("Q-0", MARKUP + CONTROLS)
    return opened


def check(app: DdqApp, *texts: str) -> str:
    """No control reaches the terminal, nothing vendor-made can be clicked, the texts stand as typed."""
    lines: list[str] = []
    for strip in app.screen._compositor.render_strips():  # pyright: ignore[reportPrivateUsage]
        for segment in strip:
            assert not CONTROL.search(segment.text), repr(segment.text)
            assert segment.style is None or "@click" not in segment.style.meta
        lines.append("".join(segment.text for segment in strip))
    whole = "\n".join(lines)
    for text in texts:
        assert text in whole, f"{text!r} is not on the screen:\n{whole}"
    return whole


async def shows(pilot: Pilot[None], *texts: str) -> str:
    """Wait until the screen is drawn with the texts, then `check` it."""
    until = time.monotonic() + PATIENCE
    while not all(text in screen_text(pilot.app) for text in texts or ("\n",)) and time.monotonic() < until:
        await pilot.pause()
    assert isinstance(pilot.app, DdqApp)
    return check(pilot.app, *texts)


async def to(pilot: Pilot[None], question: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    screen._go(question)  # pyright: ignore[reportPrivateUsage]
    await pilot.pause()


MARK = "[/foo] [@click=app.quit]x[/] {{7*7}}"


async def test_list_new_and_hub(workspace: Workspace, hostile: OpenAssessment) -> None:
    app = app_on(workspace)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        await shows(pilot, "[/foo] [@click=app.quit]x[/]")
        await pilot.press("n")
        await pilot.pause()
        await shows(pilot, MARK)
        await pilot.press("escape", "enter")
        await pilot.pause()
        await shows(pilot, MARK)
        app.notify(MARKUP + CONTROLS)
        await pilot.pause()
        await shows(pilot, "⟨ESC⟩]52", "⟨U+202E⟩", "⟨NUL⟩")


@pytest.mark.parametrize("number", range(len(KINDS)), ids=[kind for kind, _, _ in KINDS])
async def test_a_question_of_each_kind(workspace: Workspace, hostile: OpenAssessment, number: int) -> None:
    app = app_on(workspace, hostile)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await to(pilot, f"Q-{number}")
        await shows(pilot, MARK)


async def test_rows_and_every_dialog(workspace: Workspace, hostile: OpenAssessment) -> None:
    app = app_on(workspace, hostile)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await to(pilot, f"Q-{len(KINDS)}")
        await shows(pilot, MARK)
        await pilot.press("home", "enter")
        await shows(pilot, MARK)
        await to(pilot, "Q-0")
        for key in ("f1", "f4", "f5", "ctrl+o", "ctrl+g", "f10", "ctrl+p"):
            await pilot.press(key)
            await pilot.pause()
            assert not isinstance(app.screen, InterviewScreen), key
            await shows(pilot)
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("f2")
        await shows(pilot, "[/foo]")


async def test_the_form(workspace: Workspace, hostile: OpenAssessment) -> None:
    """Each field is looked at, with every kind of answer and what stands beside it."""
    app = app_on(workspace, hostile)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await to(pilot, "Q-0")
        await pilot.press("shift+f2")
        while not isinstance(app.screen, FormScreen) or app.screen.focused is None:
            await pilot.pause()
        for number in range(len(KINDS) + 1):
            if number < len(KINDS) and KINDS[number][0] == "computed":
                continue
            await to(pilot, f"Q-{number}")
            await shows(pilot, MARK, "⟨ESC⟩]52")


@pytest.mark.parametrize("name", [one.name for one in LISTS])
async def test_each_list(workspace: Workspace, hostile: OpenAssessment, name: str) -> None:
    app = app_on(workspace, hostile)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press(next(one.hub_key for one in LISTS if one.name == name))
        await pilot.pause()
        await shows(pilot, "[/foo] [@click=app.quit]x[/]")
        for _ in range(12):
            await pilot.press("right", "down")
        await shows(pilot)


async def test_a_paste_with_escapes_does_not_press_keys(workspace: Workspace, hostile: OpenAssessment) -> None:
    """What of it the parser takes for keys must lose nothing; what is a paste is spelled out."""
    app = app_on(workspace, hostile)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await to(pilot, "Q-3")
        await pilot.press("ctrl+u")
        app.post_message(events.Paste(f"one\ntwo {CONTROLS}{MARKUP}"))
        await pilot.pause()
        await pilot.press("ctrl+q")
    kept = workspace.open(hostile.id).assessment.answers["Q-3"].value
    assert kept == f"one two {visible_text(CONTROLS)}{MARKUP}"
