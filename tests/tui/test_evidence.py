"""Evidence files by keys: choose, attach, take up, take off, day of expiry; missing, changed and expired are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Answer
from ddq.questionnaire.text import visible_text
from ddq.store.evidence import EvidenceFolder
from ddq.tui.app import DdqApp
from ddq.tui.screens.check import CheckScreen
from ddq.tui.screens.evidence import EvidenceScreen
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.pick_file import PickFile, listed
from ddq.tui.settings import KeptSettings
from ddq.tui.uploaded import Arrived
from ddq.tui.widgets.plain import Input
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.seen import comes_to, sees
from tests.tui.test_app import screen_text
from tests.tui.test_hostile import check

SIZE = (80, 24)
HOSTILE = "\x1b]0;x\x07 [foo] [@click=app.quit]x.pdf"


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents, in which the app is started."""
    folder = tmp_path / "documents"
    (folder / "Old").mkdir(parents=True)
    (folder / "Old" / "letter.txt").write_text("a letter")
    (folder / "Certificate.pdf").write_bytes(b"%PDF certificate")
    (folder / "audit.pdf").write_bytes(b"%PDF audit")
    (folder / "empty.txt").touch()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def answered(opened: OpenAssessment) -> OpenAssessment:
    opened.answer("A-1", Answer(value="a"))
    return opened


def kept_file(opened: OpenAssessment, name: str) -> Path:
    """Where the copy of an attached file lies."""
    file = next(one for one in opened.assessment.evidence.values() if one.name == name)
    return opened.evidence(file.id)


def names(opened: OpenAssessment, subject: str) -> list[str]:
    """The names of the files that an answer rests on, whoever changed it."""
    opened.refresh()
    return [opened.assessment.evidence[one].name for one in opened.assessment.answers[subject].basis.evidence]


async def at_files(pilot: Pilot[Any], opened: OpenAssessment, subject: str | None) -> EvidenceScreen:
    await comes_to(pilot, HubScreen)
    pilot.app.push_screen(EvidenceScreen(opened, subject))
    return await comes_to(pilot, EvidenceScreen)


async def pick(pilot: Pilot[Any], *keys: str) -> None:
    """Open the choice of files, wait until the folder is read, and press keys."""
    await pilot.press("a")
    await sees(pilot, "Certificate.pdf")
    await pilot.press(*keys)
    await pilot.pause()


async def test_from_the_question_a_file_is_chosen_attached_and_seen_on_coming_back(
    workspace: Workspace, answered: OpenAssessment, documents: Path
) -> None:
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        screen._go("A-1")  # pyright: ignore[reportPrivateUsage]
        await pilot.press("shift+f5")
        await sees(pilot, "No file is attached")
        await pick(pilot, *"certi", "enter")
        await sees(pilot, "all as they were attached")
        assert "Certificate.pdf" in screen_text(app)
        assert names(answered, "A-1") == ["Certificate.pdf"]
        await pilot.press("escape")
        await sees(pilot, "Certificate.pdf")
        assert isinstance(app.screen, InterviewScreen)


async def test_the_basis_leads_to_the_files_and_what_was_written_there_is_kept(
    workspace: Workspace, answered: OpenAssessment, documents: Path
) -> None:
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        app.screen._go("A-1")  # type: ignore[attr-defined]
        await pilot.press("f5")
        await pilot.pause()
        app.screen.query_one("#title", Input).value = "Annual report"
        await pilot.press("shift+f5")
        await sees(pilot, "No file is attached")
    answered.refresh()
    assert [one.title for one in answered.assessment.answers["A-1"].basis.sources] == ["Annual report"]


async def test_folders_come_first_enter_opens_backspace_goes_up_and_the_place_is_remembered(
    workspace: Workspace, answered: OpenAssessment, documents: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.json"
    KeptSettings(settings).change(toured=True)
    app = DdqApp(lambda: workspace, answered.id, settings=KeptSettings(settings))
    async with app.run_test(size=SIZE) as pilot:
        await at_files(pilot, answered, "A-1")
        await pick(pilot)
        dialog = app.screen
        assert isinstance(dialog, PickFile)
        assert [one.name for one in dialog.found] == ["Old", "audit.pdf", "Certificate.pdf", "empty.txt"]
        await pilot.press("enter")
        await sees(pilot, "letter.txt")
        await pilot.press("x", "backspace")
        assert dialog.folder == documents / "Old", "Backspace first takes out what was typed"
        await pilot.press("backspace")
        await sees(pilot, "audit.pdf")
        await pilot.press("enter")
        await sees(pilot, "letter.txt")
        await pilot.press("enter")
        await sees(pilot, "A-1 rests on")
    assert names(answered, "A-1") == ["letter.txt"]
    assert KeptSettings(settings).now.folder == str(documents / "Old")


async def test_what_cannot_be_attached_is_said_in_a_sentence_and_the_choice_stays_open(
    workspace: Workspace, answered: OpenAssessment, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(workspace, answered)
    async with app.run_test(size=(140, 45)) as pilot:
        await at_files(pilot, answered, "A-1")
        await pick(pilot, *"empty", "enter")
        await sees(pilot, "empty.txt: the file is empty.")
        field = app.screen.query_one(Input)
        field.value = str(documents / "gone.pdf")
        await pilot.press("enter")
        await sees(pilot, "there is no such file.")
        assert field.value == str(documents / "gone.pdf"), "nothing that was typed is lost"
        store = EvidenceFolder.put
        monkeypatch.setattr(
            EvidenceFolder,
            "put",
            lambda folder, *args: store(EvidenceFolder(folder._folder.parent, 5), *args),  # pyright: ignore[reportPrivateUsage]
        )
        field.value = str(documents / "audit.pdf")
        await pilot.press("enter")
        await sees(pilot, "larger than 0 MB; keep it elsewhere")
        field.value = str(documents / "Old")
        await pilot.press("enter")
        await sees(pilot, "letter.txt")
        await pilot.press("escape")
    answered.refresh()
    assert not answered.assessment.evidence


async def test_a_folder_that_cannot_be_read_leaves_one_where_one_was(
    workspace: Workspace, answered: OpenAssessment, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> object:
        if folder.name == "Old":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr("ddq.tui.screens.pick_file.listed", refuse)
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await at_files(pilot, answered, "A-1")
        await pick(pilot, "enter")
        await sees(pilot, "cannot be read")  # how the sentence is broken depends on the path
        assert "audit.pdf" in screen_text(app)


async def test_a_file_is_taken_up_taken_off_and_dated_and_each_is_undone(
    workspace: Workspace, answered: OpenAssessment, documents: Path
) -> None:
    kept = answered.attach(documents / "audit.pdf")
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await at_files(pilot, answered, "A-1")
        await pilot.press("t")
        assert names(answered, "A-1") == ["audit.pdf"]
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"soon", "f3")
        await sees(pilot, "The day is written year-month-day")
        app.screen.query_one(Input).value = "2026-01-31"
        await pilot.press("f3")
        await sees(pilot, "expired")
        assert str(answered.assessment.evidence[kept.id].expires) == "2026-01-31"
        await pilot.press("delete")
        await sees(pilot, "Other files of the assessment")
        assert names(answered, "A-1") == []
        assert kept.id in answered.assessment.evidence, "it stays in the assessment"
    for _ in range(3):
        answered.undo()
    assert names(answered, "A-1") == []
    assert answered.assessment.evidence[kept.id].expires is None


async def test_a_file_that_is_the_answer_itself_is_changed_in_the_answer(
    workspace: Workspace, answered: OpenAssessment, documents: Path
) -> None:
    kept = answered.attach(documents / "audit.pdf")
    answered.answer("B-5", Answer(value=[kept.id]))
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_files(pilot, answered, "B-5")
        await sees(pilot, "B-5 rests on")
        await pilot.press("delete")
        await sees(pilot, "is the answer itself: change the")
    assert answered.assessment.answers["B-5"].value == [kept.id]


async def test_missing_and_changed_files_are_told_and_attaching_again_mends_them(
    workspace: Workspace, answered: OpenAssessment, documents: Path
) -> None:
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await at_files(pilot, answered, "A-1")
        await pick(pilot, *"audit", "enter")
        await pick(pilot, *"certi", "enter")
        await sees(pilot, "all as they were attached")
        kept_file(answered, "audit.pdf").unlink()
        changed = kept_file(answered, "Certificate.pdf")
        changed.chmod(0o600)
        changed.write_bytes(b"%PDF certificatf")
        await pilot.press("escape")
        await comes_to(pilot, HubScreen)
        app.push_screen(CheckScreen(answered))
        await sees(pilot, "Evidence missing or changed (2)")
        await pilot.press("escape")
        await at_files(pilot, answered, None)
        await sees(pilot, "audit.pdf missing")
        await sees(pilot, "Certificate.pdf changed")
        await pick(pilot, *"audit", "enter")
        await pick(pilot, *"certi", "enter")
        await sees(pilot, "all as they were attached")


async def test_a_line_unfolds_to_the_answers_that_name_the_file_and_enter_goes_there(
    workspace: Workspace, answered: OpenAssessment, documents: Path
) -> None:
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await at_files(pilot, answered, "A-1")
        await pick(pilot, *"audit", "enter")
        await sees(pilot, "A-1 rests on")
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        assert screen.sitting.place.question == "A-1"


async def test_without_an_answer_a_file_is_attached_and_nothing_rests_on_it(
    workspace: Workspace, opened: OpenAssessment, documents: Path
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_files(pilot, opened, "A-1")
        await sees(pilot, "A-1 has no answer yet")
        await pick(pilot, *"audit", "enter")
        await sees(pilot, "Other files of the assessment")
        await pilot.press("t")
        await sees(pilot, "A-1 has no answer yet; answer it first.")
    assert [one.name for one in opened.assessment.evidence.values()] == ["audit.pdf"]


async def test_in_a_browser_what_was_uploaded_is_offered_and_enter_attaches_it(
    workspace: Workspace, answered: OpenAssessment, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DdqApp, "is_web", True)
    app = app_on(workspace, answered)
    async with app.run_test(size=SIZE) as pilot:
        await at_files(pilot, answered, "A-1")
        (documents / "upload.pdf").write_bytes(b"%PDF upload")
        app.screen.post_message(Arrived("upload.pdf"))
        await sees(pilot, "upload.pdf")
        screen = app.screen
        assert isinstance(screen, EvidenceScreen)
        screen.outline.point(("uploaded upload.pdf",))
        await pilot.press("enter")
        await sees(pilot, "A-1 rests on")
    assert names(answered, "A-1") == ["upload.pdf"]


@pytest.mark.parametrize("name", [HOSTILE, "two\nlines.txt", "rtl\u202egpj.md", "bad\udcff.txt", "x" * 250])
async def test_a_hostile_name_is_shown_as_it_is_and_attaches(
    workspace: Workspace, answered: OpenAssessment, documents: Path, name: str
) -> None:
    try:
        (documents / name).write_text("%PDF content" if name.endswith("pdf") else "content")
    except (OSError, ValueError):
        pytest.skip("this file system has no such names")
    app = app_on(workspace, answered)
    async with app.run_test(size=(140, 45), notifications=True) as pilot:
        await at_files(pilot, answered, "A-1")
        await pick(pilot)
        check(app)
        dialog = app.screen
        assert isinstance(dialog, PickFile)
        at = [one.name for one in dialog.found].index(name)
        await pilot.press(*["down"] * at, "enter")
        await sees(pilot, "all as they were attached")
        check(app)
        await pilot.press("e")
        await pilot.pause()
        check(app)
    assert names(answered, "A-1") == [visible_text(name).replace("\n", " ")]


def shoot(subject: str | None, *keys: str) -> Callable[[Pilot[Any]], Any]:
    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, DdqApp)
        assert app.workspace is not None
        await at_files(pilot, app.workspace.open(app.opens or ""), subject)
        await sees(pilot, "missing or changed since")
        if keys:
            await pick(pilot, *keys)
            app.screen.query_one("#folder").display = False  # a folder of this test
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return steps


@pytest.fixture
def various(answered: OpenAssessment, documents: Path) -> OpenAssessment:
    """Files of every standing."""
    digests = [answered.attach(documents / name).id for name in ("Certificate.pdf", "audit.pdf")]
    digests.append(answered.attach(documents / "Old" / "letter.txt").id)
    (documents / "policy.md").write_text("policy" * 3000)
    digests.append(answered.attach(documents / "policy.md").id)
    basis = answered.assessment.answers["A-1"].basis.model_copy(update={"evidence": tuple(digests[:3])})
    answered.answer("A-1", Answer(value="a", basis=basis))
    answered.answer("A-2", Answer(value=True, basis=basis.model_copy(update={"evidence": (digests[0],)})))
    answered.expire(digests[0], date(2027, 1, 31))
    answered.expire(digests[2], date(2025, 1, 31))
    answered.evidence(digests[1]).unlink()
    return answered


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_files_of_an_answer(
    snap_compare: Callable[..., bool], workspace: Workspace, various: OpenAssessment, size: tuple[int, int]
) -> None:
    assert snap_compare(app_on(workspace, various), terminal_size=size, run_before=shoot("A-1"))


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_choice_of_a_file(
    snap_compare: Callable[..., bool], workspace: Workspace, various: OpenAssessment, size: tuple[int, int]
) -> None:
    assert snap_compare(app_on(workspace, various), terminal_size=size, run_before=shoot("A-1", "p"))
