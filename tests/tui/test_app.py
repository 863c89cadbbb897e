"""The app, driven by keys: what is acknowledged is in the store, and the screen says what is true."""

import re
from pathlib import Path

import pytest
from textual import events
from textual.binding import Binding
from textual.pilot import Pilot

from ddq.assessment.model import Answer, AnswerState, Basis, Engagement, Source, Vendor
from ddq.questionnaire.model import Grade
from ddq.tui.app import DdqApp
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.interview_keys import KEYS
from ddq.tui.screens.new import NewAssessmentScreen
from ddq.tui.widgets.plain import Input, Static
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on, take
from tests.tui.seen import comes_to, screen_text, sees

SIZE = (80, 24)


def words_of(app: DdqApp) -> str:
    """The same, with one blank between words, whatever the width of a column."""
    return " ".join(screen_text(app).split())


async def ask(pilot: Pilot[None], question: str | None = None) -> InterviewScreen:
    """From the hub to a question."""
    await comes_to(pilot, HubScreen)
    await pilot.press("c")
    screen = await comes_to(pilot, InterviewScreen)
    await pilot.pause()
    if question is not None:
        screen._go(question)  # pyright: ignore[reportPrivateUsage]
        await pilot.pause()
    return screen


def saved(workspace: Workspace, opened: OpenAssessment) -> OpenAssessment:
    """The assessment as another process would find it."""
    return workspace.open(opened.id)


async def test_a_new_assessment_is_made_by_keys(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "No assessment yet")
        await pilot.press("n")
        await comes_to(pilot, NewAssessmentScreen)
        await pilot.press(*"Acme GmbH", "tab", *"Filing")
        await take(pilot, "profile", "de-authority")
        await take(pilot, "questionnaire", "every-kind")
        await pilot.press("enter", "enter")
        await comes_to(pilot, HubScreen)
    (summary,) = workspace.list()
    assessment = workspace.open(summary.id).assessment
    assert (assessment.vendor.name, assessment.engagement.service) == ("Acme GmbH", "Filing")
    assert assessment.engagement.profile == "de-authority"


async def test_digits_and_enter_answer_one_question_after_another(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot)
        await pilot.press("2", "enter", "1", "enter", *"Lena", "enter")
        assert screen.sitting.place.question == "A-4"
        assert "✓ Saved 14:" in screen_text(app)
    answers = saved(workspace, opened).assessment.answers
    assert [answers[name].value for name in ("A-1", "A-2", "A-3")] == ["b", True, "Lena"]


async def test_typing_ahead_meets_the_question_that_it_was_meant_for(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """Keys that arrive in one burst: each is handled to its end before the next."""
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot)
        for key in ("2", "enter", "1", "enter", "x", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        while screen.sitting.place.question != "A-4":
            await pilot.pause()
    answers = saved(workspace, opened).assessment.answers
    assert [answers[name].value for name in ("A-1", "A-2", "A-3")] == ["b", True, "x"]


async def test_what_does_not_fit_is_said_and_stays(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot, "A-5")
        await pilot.press(*"many", "enter")
        assert screen.sitting.place.question == "A-5"
        assert "“many” is not a number" in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "What you wrote cannot be saved" in screen_text(app)
        await pilot.press("escape")
        await pilot.press("ctrl+u", *"12", "enter")
    assert saved(workspace, opened).assessment.answers["A-5"].value == 12


async def test_quitting_keeps_what_is_being_written(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-4")
        await pilot.press(*"half a", "enter", *"sentence", "ctrl+q")
    assert saved(workspace, opened).assessment.answers["A-4"].value == "half a\nsentence"
    assert app.return_code == 0


async def test_an_answer_that_hides_answers_asks_first_and_keeps_them(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot)
        await pilot.press("1", "enter", "1", "enter")
        screen._go("A-1")  # pyright: ignore[reportPrivateUsage]
        await pilot.press("3", "enter")
        await pilot.pause()
        assert "1 answered question no longer applies: A-2" in " ".join(screen_text(app).split())
        assert screen.sitting.assessment.answers["A-1"].value == "a"
        await pilot.press("tab", "enter")
        await pilot.pause()
    after = saved(workspace, opened)
    assert after.assessment.answers["A-1"].value == "c"
    assert after.assessment.answers["A-2"].value is True
    assert after.interview.set_apart() == ("A-2",)


async def test_no_answer_needs_a_reason(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot)
        await pilot.press("ctrl+o", "4", "enter", "f3")
        await pilot.pause()
        assert "Say in a sentence why." in screen_text(app)
        await pilot.press(*"secret", "enter", "f3")
        await pilot.pause()
        assert "Name the law" in screen_text(app)
        await pilot.press(*"Act 1", "enter")
        await pilot.pause()
        assert "Legally barred (Act 1): secret" in screen_text(app)
        assert "vendor's word" not in screen_text(app)
        assert "Basis" not in screen_text(app).split("Legally barred (Act 1)")[1].splitlines()[1]
    answer = saved(workspace, opened).assessment.answers["A-1"]
    assert (answer.state, answer.reason, answer.law) == (AnswerState.legally_barred, "secret", "Act 1")


async def test_basis_and_note_stand_beside_the_answer(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot)
        await pilot.press("2", "f5")
        await pilot.pause()
        await pilot.press("2", "tab", *"Audit", "tab", *"2026-01-31", "f3")
        await pilot.pause()
        await pilot.press("f4", *"as told", "f3")
        await pilot.pause()
        assert "B independent report · “Audit”, 2026-01-31" in screen_text(app)
        assert "as told" in screen_text(app)
    answer = saved(workspace, opened).assessment.answers["A-1"]
    assert (answer.value, answer.note, answer.basis.grade) == ("b", "as told", Grade.B)
    assert answer.basis.sources[0].title == "Audit"


async def test_undo_says_what_it_took_back(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = await ask(pilot)
        await pilot.press("2", "enter", "f8")
        await pilot.pause()
        assert "Undone: A-1 has no answer again" in screen_text(app)
        assert screen.sitting.place.question == "A-1"
    assert saved(workspace, opened).assessment.answers == {}


async def test_undoing_a_note_says_that_it_was_the_note(workspace: Workspace, opened: OpenAssessment) -> None:
    """The answer itself did not change, so nobody looks for what became of it."""
    opened.answer("A-1", Answer(value="a"))
    opened.answer("A-1", Answer(value="a", note="as told"))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("f8")
        await pilot.pause()
        assert "Undone: the note of A-1 stands as before" in screen_text(app)


async def test_rows_are_added_copied_and_taken_out(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "B-7")
        await pilot.press("a", *"Ada", "enter", *"norw", "enter", *"40", "enter")
        await pilot.pause()
        assert "1 ✓ Ada NO 40 %" in words_of(app)
        await pilot.press("home", "d", "ctrl+u", *"Bob", "f3", "escape")
        await pilot.pause()
        assert "2 ✓ Bob NO 40 %" in words_of(app)
        await pilot.press("home", "delete", "c")
        await pilot.pause()
        assert "[x] This list names every owner." in screen_text(app)
    interview = saved(workspace, opened).interview
    assert [row.label for row in interview.items["B-7"].rows] == ["Bob (NO)"]
    assert interview.items["B-7"].done


async def test_a_flag_can_hold_a_reminder_and_is_lifted_by_the_same_key(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot)
        await pilot.press("f6", *"ask Bo", "f3")
        await pilot.pause()
        assert saved(workspace, opened).assessment.flags == {"A-1": "ask Bo"}
        assert "1 flagged" in screen_text(app)
        await pilot.press("f6")
    assert saved(workspace, opened).assessment.flags == {}


async def test_a_disk_that_refuses_is_said_and_the_draft_stays(
    workspace: Workspace, opened: OpenAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ddq.store.protocol import NotSaved

    def refuses(*_: object) -> None:
        raise NotSaved("the disk is full")

    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(workspace.store, "append", refuses)
            await pilot.press("2", "enter")
            assert "× NOT SAVED: The disk is full. F9 tries again." in screen_text(app)
            assert screen.sitting.place.question == "A-1"
        await pilot.press("f9")
        assert "✓ Saved 14:" in str(app.screen.query_one("#save", Static).content)
    assert saved(workspace, opened).assessment.answers["A-1"].value == "b"


async def test_a_crash_shows_one_sentence_and_no_answer(workspace: Workspace, opened: OpenAssessment) -> None:
    """Textual would print local variables, which are the vendor's answers."""
    app = app_on(workspace, opened)
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=SIZE) as pilot:
            await ask(pilot, "A-3")
            await pilot.press(*"DE89 secret")

            def broken() -> None:
                secret = "DE89 secret"
                raise ZeroDivisionError(secret)

            app.call_later(broken)
            await pilot.pause()
    (crash,) = workspace.folder.glob("crash-*.txt")
    assert "ZeroDivisionError" in crash.read_text(encoding="utf-8")
    assert "secret" not in crash.read_text(encoding="utf-8")
    assert app.return_code == 1


async def test_a_file_is_attached_with_the_basis_and_shown_by_its_name(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    (tmp_path / "audit.pdf").write_bytes(b"%PDF-1.7")
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot)
        await pilot.press("2", "f5")
        await pilot.pause()
        app.screen.query_one("#file", Input).value = str(tmp_path / "audit.pdf")
        await pilot.press("f3")
        await pilot.pause()
        assert "audit.pdf" in screen_text(app)
    assessment = saved(workspace, opened).assessment
    assert assessment.answers["A-1"].basis.evidence == tuple(assessment.evidence)


async def test_an_answer_of_files_and_links_is_shown_by_their_names(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    """The store knows a file by its hash; people know it by its name."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot, "B-5")
        app.screen.query_one("#line", Input).value = f"{tmp_path / 'a.pdf'}; https://example.org/b"
        await pilot.press("enter")
        await pilot.pause()
        screen._go("B-5")  # pyright: ignore[reportPrivateUsage]
        await pilot.pause()
        assert "a.pdf; https://example.org/b" in screen_text(app)
        await pilot.press("enter")
    assessment = saved(workspace, opened).assessment
    assert assessment.answers["B-5"].value == [*assessment.evidence, "https://example.org/b"]
    assert assessment.seq == 3, "committing the names again changes nothing"


async def test_a_terminal_that_is_too_small_is_told_so_and_loses_nothing(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-3")
        await pilot.press(*"half")
        await pilot.resize_terminal(50, 15)
        await pilot.pause()
        assert "at least 60 by 20" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "half" in screen_text(app)
        await pilot.resize_terminal(50, 15)
        await pilot.press("ctrl+q")
    assert saved(workspace, opened).assessment.answers["A-3"].value == "half"


async def test_the_palette_offers_every_key_of_the_screen(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot)
        offered = {command.title for command in app.get_system_commands(screen)}
    words = {binding.description for binding in KEYS if isinstance(binding, Binding)}
    assert words <= offered
    assert {"Dark", "Light", "Quit"} <= offered


async def test_the_list_names_outcome_progress_and_change(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        while "not rated" not in screen_text(app) and "proceed" not in screen_text(app):
            await pilot.pause()
        assert "0 of 14" in screen_text(app)
        assert "2026-03-01" in screen_text(app)


UNMAPPED = """\
ddq: questionnaire/1
id: unmapped
version: 1.0.0
title: A choice without a presence
sections:
  - id: s
    title: Section
    domain: Law
    questions:
      - id: U-1
        kind: choice
        text: Which?
        choices: [{code: a, label: A}, {code: b, label: B}]
        risk: {indicator: i, title: I, strength: minor, origin: law, presence: {a: 0}}
"""


async def test_a_questionnaire_that_cannot_be_scored_can_still_be_answered(workspace: Workspace) -> None:
    """Lint finds it; whoever answers meanwhile must not lose the screen."""
    path = workspace.folder / "questionnaires" / "unmapped.yaml"
    path.write_text(UNMAPPED, encoding="utf-8")
    made = workspace.create(Vendor(name="Acme"), "unmapped", Engagement(profile="de-authority"))
    app = app_on(workspace, made)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot)
        await pilot.press("2", "enter")
        await pilot.pause()
        while "The score cannot be computed: U-1" not in screen_text(app):
            await pilot.pause()
    assert workspace.open(made.id).assessment.answers["U-1"].value == "b"


async def test_the_report_is_written_in_a_process_of_its_own_and_named(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    """The screen stays alive, says the stages, and a place that cannot be written is said instead."""
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        field = app.screen.query_one("#path", Input)
        field.value = str(tmp_path)
        await pilot.press("enter")
        while "Not written" not in screen_text(app):
            await pilot.pause()
        field.value = str(tmp_path / "acme.pdf")
        await pilot.press("enter")
        while "✓ Written" not in screen_text(app):
            await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HubScreen)
    assert (tmp_path / "acme.pdf").read_bytes().startswith(b"%PDF-")


async def test_an_answer_that_somebody_gave_meanwhile_is_shown_before_anything_replaces_it(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """Two people at one question: neither overwrites the other without having seen what stands."""
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("2")
        workspace.open(opened.id).answer("A-1", Answer(value="a"))
        await pilot.press("enter")
        await pilot.pause()
        told = " ".join(re.sub(r"[│┃|]", " ", screen_text(app)).split())
        assert re.search(r"changed this at \d\d:\d\d, in the meantime", told)
        assert "What stands now: Alpha" in told
        assert "Yours: Beta" in told
        await pilot.press("enter")
        await pilot.pause()
        assert "1 (*) Alpha" in screen_text(app), "the safe button takes what stands"
        assert saved(workspace, opened).assessment.answers["A-1"].value == "a"
        await pilot.press("3")
        workspace.open(opened.id).answer("A-1", Answer(value="b"))
        await pilot.press("enter", "right", "enter")
        await pilot.pause()
    assert saved(workspace, opened).assessment.answers["A-1"].value == "c"


async def test_leaving_does_not_overwrite_what_somebody_gave_meanwhile(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("2")
        workspace.open(opened.id).answer("A-1", Answer(value="a"))
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "in the meantime" in " ".join(screen_text(app).split())
        await pilot.press("right", "enter")
    assert saved(workspace, opened).assessment.answers["A-1"].value == "a"


async def test_a_note_that_is_too_long_stays_to_be_shortened(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("2", "f4")
        await pilot.pause()
        app.post_message(events.Paste("n" * 20_003))
        await pilot.pause()
        assert "20,003 of at most 20,000 characters" in screen_text(app)
        await pilot.press("f3")
        await pilot.pause()
        assert "20,003 of at most 20,000 characters" in screen_text(app), "nothing is thrown away"
        await pilot.press("backspace", "backspace", "backspace", "f3")
        await pilot.pause()
    assert saved(workspace, opened).assessment.answers["A-1"].note == "n" * 20_000


async def test_an_undone_answer_is_where_one_goes_on(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("2", "enter", "1", "enter", "f8", "ctrl+q")
    again = app_on(workspace, opened)
    async with again.run_test(size=SIZE) as pilot:
        screen = await ask(pilot)
        assert screen.sitting.place.question == "A-2"


async def test_several_countries_that_fit_are_told_apart_by_the_person(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """Which country it is decides whose law reaches the vendor: nothing is taken that was not surely meant."""
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "B-2")
        await pilot.press(*"united", "enter")
        await pilot.pause()
        assert "4 countries fit; the arrows choose one" in screen_text(app)
        assert "B-2" not in saved(workspace, opened).assessment.answers
        await pilot.press("down", "down")
        assert "Enter takes United Kingdom (GB)" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
    assert saved(workspace, opened).assessment.answers["B-2"].value == "GB"


async def test_words_that_no_question_has_are_told(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot)
        await pilot.press("ctrl+g", *"zzz")
        await pilot.pause()
        assert "No question has these words" in " ".join(screen_text(app).split())


async def test_what_is_set_apart_is_listed_and_can_be_looked_at(workspace: Workspace, opened: OpenAssessment) -> None:
    """Hidden by other answers, never deleted."""
    opened.answer("A-1", Answer(value="a", basis=Basis(grade=Grade.D)))
    opened.answer("A-2", Answer(value=True, basis=Basis(grade=Grade.D)))
    opened.answer("A-1", Answer(value="c", basis=Basis(grade=Grade.D)))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "1 answered question set apart" in screen_text(app)
        await pilot.press("f8")
        await pilot.pause()
        assert "A-2 Is it tested every year?" in screen_text(app)
        told = " ".join(screen_text(app).replace("│", " ").split())
        assert "yes does not apply because A-1" in told
        assert "is “Gamma”" in told
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.sitting.place.question == "A-2"


async def test_the_hub_estimates_what_is_left(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "minutes left")
        assert re.search(r"about \d+ minutes left", screen_text(app))


async def test_a_carried_answer_says_so_and_enter_confirms_it(workspace: Workspace, opened: OpenAssessment) -> None:
    """Who, when and from where stand beside the answer; a change keeps the earlier answer in sight."""
    opened.answer("A-1", Answer(value="b", basis=Basis(grade=Grade.D), carried_from="0190-earlier"))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "↓ 1 question carried over and not confirmed")
        screen = await ask(pilot, "A-1")
        assert "carried over, not confirmed: Enter confirms it, from assessment -earlier" in " ".join(
            screen_text(app).split()
        )
        await pilot.press("enter")
        screen._go("A-1")  # pyright: ignore[reportPrivateUsage]
        await pilot.pause()
        assert "✓ carried over, then confirmed by lena" in " ".join(screen_text(app).split())
        await pilot.press("1", "enter")
        screen._go("A-1")  # pyright: ignore[reportPrivateUsage]
        await pilot.pause()
        assert "Earlier Beta" in " ".join(screen_text(app).split())
    assert saved(workspace, opened).assessment.answers["A-1"].carried_from is None


async def test_lines_that_are_pasted_into_one_are_joined_and_told(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await ask(pilot, "A-3")
        app.post_message(events.Paste("one\ntwo\nthree"))
        await pilot.pause()
        told = [notice.message for notice in app._notifications]  # pyright: ignore[reportPrivateUsage]
        assert told == ["3 lines were pasted; here they are one, nothing is left out."]
        await pilot.press("enter")
    assert saved(workspace, opened).assessment.answers["A-3"].value == "one two three"


async def test_a_text_that_is_too_long_is_counted_refused_and_kept_on_screen(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot, "A-4")
        app.post_message(events.Paste("x" * 20_001))
        await pilot.pause()
        assert "20,001 of at most 20,000 characters: shorten it, or attach it as a file" in screen_text(app)
        await pilot.press("f3")
        await pilot.pause()
        assert screen.sitting.place.question == "A-4"
        await pilot.press("backspace", "f3")
        await pilot.pause()
        assert screen.sitting.place.question == "A-5"
    assert saved(workspace, opened).assessment.answers["A-4"].value == "x" * 20_000


async def test_f1_shows_the_whole_of_what_stands_to_a_question(opened: OpenAssessment, workspace: Workspace) -> None:
    """The line beside the answer is cut; the help has answer, origin, basis, every source and the note in full."""
    sources = tuple(Source(title=f"Filing {n}", place=f"p. {n}", url=f"https://example.org/{n}") for n in (1, 2))
    note = "long " * 60 + "end of the note"
    opened.answer("A-1", Answer(value="b", basis=Basis(grade=Grade.B, sources=sources), note=note))
    app = app_on(workspace, opened)
    async with app.run_test(size=(140, 45)) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("f1")
        await pilot.pause()
        said = " ".join(screen_text(app).split())
    for part in (
        "Entered by lena on",
        "Filing 1”, p. 1, https://example.org/1",
        "https://example.org/2",
        "end of the note",
    ):
        assert part in said


@pytest.mark.parametrize("keys", [("f3",), ("shift+f3",), ("f7",), ("escape",), ("ctrl+q",)])
async def test_passing_by_does_not_confirm_what_was_carried_over(
    workspace: Workspace, opened: OpenAssessment, keys: tuple[str, ...]
) -> None:
    """A year-old answer becomes this year's only by Enter on it, never by looking at it."""
    opened.answer("A-3", Answer(value="Lena", carried_from="0190-earlier"))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-3")
        await pilot.press(*keys)
        await pilot.pause()
    assert saved(workspace, opened).assessment.answers["A-3"].carried_from == "0190-earlier"
