"""The decision stands beside the outcome on the cover, with its reason, and where it crosses a bar its authority."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from ddq.questionnaire.text import first_unsafe
from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs
from ddq.report.manifest import template_folder
from ddq.report.render import render_report
from ddq.report.template import fill
from tests.report.conftest import assessment, make_inputs
from tests.report.test_hostile_text import SHOWN, TYPED, poisoned_inputs, texts

RESTS: dict[str, Any] = {
    "seq": 12,
    "head": "ef" * 32,
    **dict.fromkeys(("inputs", "questionnaire", "registers", "profile", "score"), "00"),
    "method": "trust/1",
    "as_of": date(2024, 5, 31),
    "outcome": "do not proceed",
    "trust": ("20.0", "31.4"),
}
DECISION: dict[str, Any] = {
    "decision": "approve_with_conditions",
    "rests_on": RESTS,
    "reason": "No other channel [/b] <b>reaches</b> the wards." + " It is needed." * 40,
    "authority": "Licence 7 of the ministry",
    "departure": {
        "direction": "across_a_bar",
        "sentence": "the method says do not proceed, as Ban (Court) binds this buyer; this is an approval",
        "bars": ("Ban (Court)",),
    },
    "conditions": tuple(
        {"text": f"Demand number {number}", "owner": "d.holm", "due": date(2024, 9, number)} for number in range(1, 6)
    ),
    "expires": date(2025, 5, 31),
    "next_review": date(2025, 1, 15),
    "by": "c.ek",
    "at": "2024-06-03T10:00:00Z",
    "seq": 13,
}


def decided(stale: tuple[str, ...] = (), **more: Any) -> ReportInputs:
    kept = assessment(
        status=more.pop("status", "approved_with_conditions"),
        decision={**DECISION, **more},
        answered_by={"OC-01": "k.brandt"},
        condition_changes={
            "condition:13/2": {"state": "met", "why": "seen in May", "by": "d.holm", "at": "2024-07-01T08:00:00Z"}
        },
    )
    return make_inputs(assessment=kept, stale=stale)


def test_without_a_decision_nothing_is_said_of_one() -> None:
    assert build_view(make_inputs()).decision is None


def test_a_draft_is_marked_as_one_across_every_page() -> None:
    """And what was decided is not."""
    folder = template_folder("full")
    assert ">DRAFT<" in unquote(fill(folder, build_view(make_inputs())).html)
    assert ">DRAFT<" not in unquote(fill(folder, build_view(decided())).html)


def test_a_draft_has_a_page_to_be_signed_by_hand_and_what_was_decided_has_none() -> None:
    """The form names what can be decided, the roles and places for conditions; the contents lead to it."""
    folder = template_folder("full")
    html = fill(folder, build_view(make_inputs())).html
    form = html.partition('<h2 id="signoff">')[2].partition("<h2")[0]
    for word in ("Approved with conditions", "What is demanded", "Interviewer", "Reviewer", "Approver", "Signature"):
        assert word in form, word
    assert 'href="#signoff"' in html
    assert "signoff" not in fill(folder, build_view(decided())).html


def test_the_decision_is_told_with_everything_that_people_signed() -> None:
    view = build_view(decided()).decision
    assert view is not None
    assert (view.what, view.by, view.on, view.in_force) == ("approved with conditions", "c.ek", "3 June 2024", True)
    assert (view.expires, view.next_review) == ("31 May 2025", "15 January 2025")
    assert view.rested_on == "The method said then: do not proceed, trust 20.0 to 31.4, as of 31 May 2024."
    assert view.departs is not None
    assert view.departs.startswith("The method says do not proceed, as Ban (Court)")
    assert view.bars == ("Ban (Court)",)
    assert view.brief_reason is not None
    assert len(view.brief_reason) < 400 < len(view.reason or "")
    states = [(one.number, one.state, one.change) for one in view.conditions][:3]
    assert states == [(1, "open", None), (2, "met", "d.holm, 2024-07-01 08:00: seen in May"), (3, "open", None)]
    assert [(one.role, one.name) for one in view.signs][::2] == [("Interviewer", "k.brandt"), ("Approver", "c.ek")]
    assert view.stale == ()


@pytest.mark.parametrize("status", ["draft", "in_review", "expired"])
def test_a_decision_that_was_reopened_or_expired_is_no_longer_in_force(status: str) -> None:
    view = build_view(decided(status=status))
    assert view.decision is not None
    assert not view.decision.in_force
    assert view.cover.draft is (status != "expired")


def test_cover_and_page_print_it(tmp_path: Path) -> None:
    result = render_report(decided(stale=("The buyer profile is another.", "And this.")), tmp_path / "report.pdf")
    assert result.warnings == ()
    pages = [" ".join((page.extract_text() or "").split()) for page in PdfReader(result.path).pages]
    cover = pages[0]
    for said in (
        "Approved with conditions · stale",
        "c.ek, 3 June 2024 · holds until 31 May 2025 · next review 15 January 2025",
        "Across a bar. The method says do not proceed",
        "Reason. No other channel [/b] <b>reaches</b> the wards.",
        "Authority. Licence 7 of the ministry",
        "Condition 2, met. Demand number 2 (d.holm, by 2 September 2024)",
        "2 more under Decision",
        "Stale. The buyer profile is another. And 1 more.",
        "Names are as they were entered; ddq does not check them.",
    ):
        assert said in cover, said
    whole = " ".join(pages[1:])
    for said in ("Demand number 5", "And this.", "seen in May", "12, " + "ef" * 32, "Interviewer k.brandt 1 answer"):
        assert said.replace(" ", "") in whole.replace(" ", ""), said
    assert "Stale · as of 31 May 2024" in whole


def test_a_decision_that_the_method_suggests_says_so(tmp_path: Path) -> None:
    inputs = decided(decision="approve", departure=None, authority=None, conditions=(), reason=None)
    result = render_report(inputs, tmp_path / "report.pdf")
    text = " ".join(" ".join((page.extract_text() or "").split()) for page in PdfReader(result.path).pages)
    assert "The decision is what the method suggests." in text
    assert "Departs from the outcome." not in text
    assert "Authority." not in text


def test_hostile_text_in_a_decision_is_printed_as_typed(tmp_path: Path) -> None:
    """In reason, authority, conditions and names; the long first page goes on to a second and prints all of it."""
    inputs = poisoned_inputs(decided(stale=(f"A file {SHOWN[0]} is missing.",)), TYPED)
    view = build_view(inputs).decision
    assert {place for place, text in texts(view) if first_unsafe(text) is not None} == set()
    result = render_report(replace(inputs, events=()), tmp_path / "report.pdf")
    assert result.warnings == ()
    first = squeezed_pages(result.path, 3)
    assert "Licence7oftheministry[/foo]" in first
    assert "(d.holm[/foo]" in first


def squeezed_pages(path: Path, count: int) -> str:
    return "".join("".join((page.extract_text() or "").split()) for page in PdfReader(path).pages[:count])
