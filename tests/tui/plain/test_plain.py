"""The line mode over pipes: every prompt is a sentence, every line is saved before the next is asked."""

import io
import re
from pathlib import Path

import pytest

from ddq.assessment.model import AnswerState, Confidence
from ddq.questionnaire.model import Grade
from ddq.questionnaire.text import visible_text
from ddq.tui import plain
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace


def talk(workspace: Workspace, opened: OpenAssessment | None, *lines: str) -> str:
    """Everything that is said while these lines are typed."""
    out = io.StringIO()
    code = plain.run(workspace, opened.id if opened else None, io.StringIO("".join(f"{line}\n" for line in lines)), out)
    assert code == 0
    return out.getvalue()


def after(workspace: Workspace, opened: OpenAssessment) -> OpenAssessment:
    """The assessment as another process would find it."""
    return workspace.open(opened.id)


def test_a_new_assessment_is_made_by_answering(workspace: Workspace) -> None:
    said = talk(
        workspace,
        None,
        "new",
        "",
        "Acme GmbH",
        "Filing",
        "de-authority",
        "every-kind",
        "tomorrow",
        "2026-01-31",
        "2",
        ":quit",
    )
    assert "Something is needed here." in said
    assert "The day is written year-month-day" in said
    (summary,) = workspace.list()
    assessment = workspace.open(summary.id).assessment
    assert (assessment.vendor.name, str(assessment.as_of)) == ("Acme GmbH", "2026-01-31")
    assert assessment.answers["A-1"].value == "b"


def test_the_whole_set_is_what_enter_alone_takes(workspace: Workspace) -> None:
    """Whatever ids come before it; a number or an id takes another, and anything else is asked again."""
    said = talk(workspace, None, "new", "Acme", "", "9999", "1", "", "", "", ":quit")
    assert "1. Vendor due diligence (vendor-due-diligence)\n2. Every kind (every-kind)\n" in said
    assert "Number or id; Enter for Vendor due diligence:" in said
    (made,) = workspace.list()
    assert workspace.open(made.id).assessment.questionnaire.id == "vendor-due-diligence"
    again = talk(workspace, None, "new", "Other", "", "", "1", "2", "", ":quit")
    assert again.count("Buyer profile:") == 1
    assert again.count("1. Australian Commonwealth entity") == 2, "no profile is taken by Enter alone"


def test_a_new_assessment_is_asked_in_the_language_that_is_chosen(workspace: Workspace) -> None:
    """A language is asked for only where the questionnaire has another one."""
    before = talk(workspace, None, "new", "Acme", "", "de-authority", "every-kind", "", ":quit")
    assert "Language of the questions" not in before
    sides = workspace.folder / "questionnaires" / "translations"
    sides.mkdir()
    texts = "ddq: translation/1\nlanguage: de\ntitle: Alles\nquestions:\n  A-1: {text: Wie genau?}\n"
    (sides / "every-kind.de.yaml").write_text(texts)
    asked = talk(workspace, None, "new", "Other", "", "de-authority", "every-kind", "2", "", ":quit")
    assert "1. English (en)" in asked
    assert "2. German (de)" in asked
    assert "Wie genau?" in asked
    (made,) = (one for one in workspace.list() if one.title.startswith("Other"))
    assert workspace.open(made.id).assessment.language == "de"
    unchanged = talk(workspace, None, "new", "Third", "", "de-authority", "every-kind", "", "", ":quit")
    assert "Wie genau?" not in unchanged, "that in which it was written is the first"


def test_every_kind_is_answered_by_a_line(workspace: Workspace, opened: OpenAssessment, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    talk(
        workspace,
        opened,
        *("2", "yes", "Lena", "one", "two", ".", "12", "1.5", "12.5", "EUR 1000", "2021-04-10"),
        *("1 2", "norw", "de, FR", "Acme Holding", "1", "DE", f"{tmp_path / 'a.pdf'}; https://example.org/b"),
    )
    assessment = after(workspace, opened).assessment
    ((digest, file),) = assessment.evidence.items()
    assert file.name == "a.pdf"
    assert {name: answer.value for name, answer in assessment.answers.items()} == {
        "A-1": "b",
        "A-2": True,
        "A-3": "Lena",
        "A-4": "one\ntwo",
        "A-5": 12,
        "A-6": "1.5",
        "A-7": "12.5",
        "A-8": {"amount": "1000", "currency": "EUR"},
        "A-9": "2021-04-10",
        "B-1": ["x", "y"],
        "B-2": "NO",
        "B-3": ["DE", "FR"],
        "B-4": {"name": "Acme Holding", "kind": "organisation", "country": "DE", "identifiers": []},
        "B-5": [digest, "https://example.org/b"],
    }


def test_a_later_sitting_goes_on_where_the_last_one_ended(workspace: Workspace, opened: OpenAssessment) -> None:
    talk(workspace, opened, "2", "yes")
    said = talk(workspace, opened)
    assert "Acme GmbH, Filing. 2 of 15 answered." in said
    assert "First things, 3 of 9. A-3." in said


def test_what_is_unclear_or_does_not_fit_is_asked_again(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, "9", "2", ":go A-5", "many", "12")
    assert "Type a number from 1 to 3." in said
    assert "Not accepted. “many” is not a number" in said
    assert after(workspace, opened).assessment.answers["A-5"].value == 12


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ((":unknown nobody knows",), AnswerState.unknown),
        ((":pending", "", "asked on Monday"), AnswerState.pending),
        ((":refused trade secret",), AnswerState.refused),
        ((":barred secrecy", "Act 1"), AnswerState.legally_barred),
        ((":na no such thing",), AnswerState.not_applicable),
    ],
)
def test_each_state_has_its_reason(
    workspace: Workspace, opened: OpenAssessment, typed: tuple[str, ...], state: AnswerState
) -> None:
    talk(workspace, opened, *typed)
    answer = after(workspace, opened).assessment.answers["A-1"]
    assert answer.state is state
    assert answer.reason


def test_basis_note_and_flag(workspace: Workspace, opened: OpenAssessment) -> None:
    typed = (
        "2",
        ":back",
        ":basis",
        "2",
        "Audit",
        "2026-01-31",
        "https://example.org",
        "1",
        ":note as told",
        ":flag why",
        ":again",
    )
    said = talk(workspace, opened, *typed)
    assert "Basis: B independent report; “Audit”, 2026-01-31; high confidence." in said
    assessment = after(workspace, opened).assessment
    answer = assessment.answers["A-1"]
    assert (answer.basis.grade, answer.basis.confidence, answer.note) == (Grade.B, Confidence.high, "as told")
    assert assessment.flags == {"A-1": "why"}


def test_rows_are_added_copied_opened_and_taken_out(workspace: Workspace, opened: OpenAssessment) -> None:
    talk(
        workspace,
        opened,
        *(":go B-7", "add", "Ada", "norw", "40"),
        *("copy 1", "Bob", ":up", "1", "Ada Lovelace", ":up", "delete 2", "complete"),
    )
    item = after(workspace, opened).interview.items["B-7"]
    assert [row.label for row in item.rows] == ["Ada Lovelace (NO)"]
    assert item.done


def test_undo_and_clear(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, "2", ":undo", "1", ":back", ":clear", ":undo")
    assert "Undone: A-1 has no answer again" in said
    assert "The answer is taken back." in said
    assert after(workspace, opened).assessment.answers["A-1"].value == "a"


def test_an_answer_that_hides_answers_asks_first(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, "1", "yes", ":go A-1", "3", "no", "3", "yes")
    assert "1 answered question would no longer apply: A-2." in said
    assert after(workspace, opened).interview.set_apart() == ("A-2",)


def test_help_why_list_and_status_speak_in_sentences(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, ":help", ":why", ":list open", ":status", ":lsit")
    assert ":report writes the report" in said
    assert "Why we ask: It decides the rest." in said
    assert "A-1, open: Which of these is it?" in said
    assert "Not rated: nothing is known yet" in said
    assert "did you mean 'list'?" in said


def test_nothing_is_drawn(workspace: Workspace, opened: OpenAssessment) -> None:
    """A screen reader reads boxes, bars and glyphs aloud."""
    said = talk(workspace, opened, "2", ":basis", "", "", "", ":list", ":status", ":go B-7", "add", "Ada", "", "")
    assert not re.search("[\u2190-\u2bff]", said)


HOSTILE = "a\x1b]52;c;eA==\x07b\x9b2J[/foo][@click=app.quit]x[/]\u202ec\x00{{7*7}}<script>"


def test_hostile_text_is_shown_as_typed_and_steers_nothing(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(
        workspace, opened, ":go A-3", "[/foo][@click=app.quit]x[/]{{7*7}}", ":back", ":note " + HOSTILE, ":again"
    )
    assert "So far: [/foo][@click=app.quit]x[/]{{7*7}}. Enter keeps it." in said
    assert f"Note: {visible_text(HOSTILE)}" in said
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)


def test_a_text_may_begin_with_a_colon(workspace: Workspace, opened: OpenAssessment) -> None:
    talk(workspace, opened, ":go A-3", "::) smile")
    assert after(workspace, opened).assessment.answers["A-3"].value == ":) smile"


def test_a_vendor_with_a_hostile_name_is_listed_as_it_is(workspace: Workspace) -> None:
    said = talk(workspace, None, "new", "Evil \x1b[2J[/foo]", "", "1", "every-kind", "")
    assert "Evil ⟨ESC⟩[2J[/foo]" in said
    assert "\x1b" not in said


def test_a_file_is_attached_to_an_answer_and_a_missing_one_is_said(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    (tmp_path / "audit.pdf").write_bytes(b"%PDF-1.7")
    said = talk(workspace, opened, "2", ":back", ":attach /no/such.pdf", f":attach {tmp_path / 'audit.pdf'}", ":again")
    assert "Not accepted. There is no file /no/such.pdf; write its whole path." in said
    assert "Basis: D vendor's word; audit.pdf." in said
    assessment = after(workspace, opened).assessment
    assert assessment.answers["A-1"].basis.evidence == tuple(assessment.evidence)


def test_a_question_is_read_out_once(workspace: Workspace, opened: OpenAssessment) -> None:
    """Whoever listens need not hear it all again after each command or slip."""
    said = talk(workspace, opened, ":why", "9", ":status")
    assert said.count("Which of these is it?") == 1
    assert talk(workspace, opened, ":again").count("Which of these is it?") == 2
