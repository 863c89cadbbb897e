"""What is told in lines: the score level by level, what is worth asking, what is wrong, what happened, what changed."""

import re
from pathlib import Path

import pytest

from ddq.assessment.model import Answer, Basis, EvidenceFile
from ddq.questionnaire.model import Grade
from ddq.tui.plain.commands import SUBJECTS
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.plain.test_plain import HOSTILE, after, talk
from tests.tui.test_lists import create, questions


@pytest.fixture
def rated(workspace: Workspace) -> OpenAssessment:
    """One answer that is a concern and rests on a law, three questions open."""
    asked = questions()
    asked[0]["risk"]["references"] = ["EU-GDPR-V"]
    opened = create(workspace, "rated", asked)
    opened.answer("R-0", Answer(value=True, basis=Basis(grade=Grade.A)))
    return opened


def test_the_score_unfolds_down_to_a_law_and_to_an_answer(workspace: Workspace, rated: OpenAssessment) -> None:
    """A number goes deeper, Enter back up; a law is told where it stands, and an answer leads to its question."""
    said = talk(workspace, rated, ":score")
    indicators = re.search(r"(\d)\. By indicator, the largest concern first \(4\)", said)
    assert indicators
    said = talk(workspace, rated, ":score", indicators[1])
    one = re.search(r"(\d)\. Concern 0: takes", said)
    assert one
    said = talk(workspace, rated, ":score", indicators[1], one[1])
    law, answer = re.search(r"(\d+)\. Rests on EU-GDPR-V", said), re.search(r"(\d+)\. R-0: “Was it fined", said)
    assert law
    told = talk(workspace, rated, ":score", indicators[1], one[1], law[1], "", "", "")
    assert "Citation: Regulation (EU) 2016/679" in told
    assert told.count("Rests on EU-GDPR-V") == 1, "what was heard just now is not read out again"
    assert answer
    gone = talk(workspace, rated, ":score", indicators[1], one[1], answer[1], "1")
    assert "Conduct, 1 of 4. R-0, required.\nWas it fined?" in gone


def test_the_plan_and_the_open_questions_by_value(workspace: Workspace, rated: OpenAssessment) -> None:
    said = talk(workspace, rated, ":plan", ":value", "2")
    assert re.search(
        r"(In the plan|Also on offer): Put it right\. Who acts: vendor; effort 2; gains .*A letter says so", said
    )
    assert "If R-1 were shown to be “no”: trust" in said
    assert "3 open questions could narrow trust" in said
    assert said.count("Is number 2 so?") == 2, "in the list by value, and gone to"


def test_search_leads_to_the_question(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, ":search owner", "1", ":search zebra", ":search", "", "rate")
    assert "B-7, question: List the owners." in said
    assert "Second things, 7 of 7. B-7." in said
    assert "Nothing has these words." in said
    assert "1 place with these words." in said


def test_check_names_what_is_the_matter_damaged_files_too(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    file = tmp_path / "audit.pdf"
    file.write_bytes(b"%PDF-1.7")
    talk(workspace, opened, "2", ":back", f":attach {file}")
    (kept,) = after(workspace, opened).assessment.evidence.values()
    _damage(workspace, kept)
    said = talk(workspace, opened, ":check", "1", ":evidence")
    assert "A-1, evidence missing or changed: audit.pdf was changed since it was attached." in said
    assert said.count("Which of these is it?") == 1
    assert (
        f"audit.pdf, 8 bytes, SHA-256 {kept.id[:12]} and so on. It was changed since it was attached. It shows A-1."
        in said
    )


def _damage(workspace: Workspace, kept: EvidenceFile) -> None:
    path = workspace.store.evidence(kept.id)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.8")


def test_evidence_that_is_as_it_was(workspace: Workspace, opened: OpenAssessment, tmp_path: Path) -> None:
    file = tmp_path / "audit.pdf"
    file.write_bytes(b"%PDF-1.7")
    said = talk(workspace, opened, ":evidence", ":go B-5", str(file), ":evidence")
    assert "No file is attached." in said
    assert "It is as it was attached. It shows B-5." in said


def test_history_and_undo_of_any_entry_after_telling_what_follows(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, "1", "yes", "Lena", ":history A-1", ":undo 2", "no", ":undo 2", "yes", ":undo x")
    assert re.search(r"Entry 2, 2026-03-01 \d\d:\d\d, lena: A-1: answered: “Alpha”\.", said)
    assert "2 entries" not in said
    assert said.count("A-1 would be open again; it says “Alpha”") == 2
    assert "Undone, as entry 5. To do it again, undo that one." in said
    assert "Type :undo and the number of an entry" in said
    assert set(after(workspace, opened).assessment.answers) == {"A-2", "A-3"}


def test_a_long_history_comes_in_parts_and_a_command_breaks_it_off(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    for number in range(30):
        opened.answer("A-3", Answer(value=f"Lena {number}"))
    said = talk(workspace, opened, ":history", ":from")
    assert "11 more; more goes on, Enter ends" in said
    assert "Entry 12," in said
    assert "Entry 11," not in said
    assert "There is no answer." in said, "the command is obeyed"
    assert "Entry 1," in talk(workspace, opened, ":history", "more")


def test_where_an_answer_comes_from(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, ":from", "2", ":back", ":from")
    assert "There is no answer." in said
    assert re.search(r"Entered by lena on 2026-03-01 \d\d:\d\d\.", said)


def test_what_is_set_apart_is_named_with_its_reason(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, ":apart", "1", "yes", ":go A-1", "3", "yes", ":apart", "1")
    assert "Nothing is set apart." in said
    assert "1. A-2: Is it tested every year? It does not apply" in said


def test_a_year_later_answers_are_carried_over_confirmed_and_compared(workspace: Workspace) -> None:
    """The line mode offers it by itself, says what stands unconfirmed, and tells fact from method."""
    begun = ("new", "Acme GmbH", "Filing", "1", "every-kind", "")
    said = talk(workspace, None, *begun, "2", "yes", "Lena", ":compare", ":quit")
    assert "earlier assessment of this vendor:" not in said
    assert "There is no earlier assessment of this vendor." in said
    said = talk(workspace, None, *begun, "maybe", "yes", ":go A-1", ":confirm", "no", ":compare", ":quit")
    assert re.search(r"There is an earlier assessment of this vendor: Acme GmbH, begun on 2026-03-01", said)
    assert "3 answers carried over" in said
    assert "and not confirmed; :confirm confirms it as it stands." in said
    assert "Confirmed." in said
    assert "A-2: no; it was yes." in said
    assert "2 answers alike, 1 of them carried over and not confirmed." in said
    assert "Nothing but facts can have moved the score." in said or "The method" in said


def test_nothing_is_carried_over_where_that_is_declined(workspace: Workspace) -> None:
    begun = ("new", "Acme GmbH", "Filing", "1", "every-kind", "")
    talk(workspace, None, *begun, "2", ":quit")
    talk(workspace, None, *begun, "no", ":quit")
    assert sorted(len(workspace.open(one.id).assessment.answers) for one in workspace.list()) == [0, 1]


def test_status_says_how_long_the_rest_may_take(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, ":status")
    assert re.search(r"About \d+ minutes left\.", said)
    assert "The assessment is a draft." in said


def test_help_is_grouped_by_subject(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, ":help")
    positions = [said.index(f"{subject}.\n:") for subject in SUBJECTS]
    assert positions == sorted(positions)
    only = talk(workspace, opened, ":help review")
    assert ":verdict" in only
    assert ":search" not in only


def test_hostile_text_in_lists_steers_nothing(workspace: Workspace, opened: OpenAssessment) -> None:
    """Comments, notes, reasons and answers come back in a dozen lists."""
    opened.answer("A-3", Answer(value="[/foo][@click=app.quit]x[/]", note=HOSTILE))
    opened.flag("A-3", HOSTILE)
    opened.comment(HOSTILE, "A-3")
    opened.comment(HOSTILE)
    commands = (":search x", "", ":check", "", ":history", ":comments", "", ":list", ":go A-3", ":from", ":again")
    said = talk(workspace, opened, *commands)
    assert "[@click=app.quit]" in said
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)


def test_pasted_lines_are_said_back_before_they_are_written(workspace: Workspace, opened: OpenAssessment) -> None:
    lines = ("Owner\tCountry\tShare", "Ada\tNorway\t40 %", "Bo\tAtlantis\t60", ".")
    said = talk(workspace, opened, ":go B-7", "paste", *lines, "no")
    assert "2 entries would be added. Columns, by their headings: Name, Country, Share." in said
    assert "1. Ada; country: Norway (NO); share: 40 %" in said
    assert "Note: Line 3, Country: “Atlantis” is no country that is known" in said
    assert "Nothing is written." in said
    said = talk(workspace, opened, ":go B-7", "paste", *lines, "yes", ":undo")
    assert "Written: 2 entries." in said
    assert "Undone: 2 entries of B-7" in said
    assert not workspace.open(opened.id).interview.items["B-7"].rows


def test_a_file_is_said_back_before_it_is_written(workspace: Workspace, opened: OpenAssessment, tmp_path: Path) -> None:
    file = tmp_path / "owners.csv"
    file.write_text("Owner,Country\nAda,Norway\n", encoding="utf-8")
    said = talk(
        workspace, opened, ":go B-7", f"import {file}", "no", f"import {tmp_path}/none.csv", f"import {file}", "yes"
    )
    assert "1. Ada; country: Norway (NO)" in said
    assert "Not read. there is no such file" in said
    assert [row.label for row in workspace.open(opened.id).interview.items["B-7"].rows] == ["Ada (NO)"]


def test_a_list_within_an_entry_is_given_in_lines(workspace: Workspace) -> None:
    country = {"id": "country", "kind": "country", "text": "Country"}
    name = {"id": "name", "kind": "text", "text": "Name", "required": True}
    parts = {"id": "parts", "kind": "group", "text": "Its parts", "fields": [name, country]}
    opened = create(workspace, "nested", [{"id": "B-1", "kind": "group", "text": "Products?", "fields": [name, parts]}])
    said = talk(workspace, opened, "add", "Box", "Chip | Atlantis", ".", "Chip | NO", "Bolt", ".")
    assert "One line an entry, as Name | Country; a single dot ends it" in said
    assert "Line 1, Country: “Atlantis” is no country that is known" in said
    value = after(workspace, opened).assessment.answers["B-1/1"].value
    assert value == {"name": "Box", "parts": [{"name": "Chip", "country": "NO"}, {"name": "Bolt"}]}
