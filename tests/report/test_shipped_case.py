"""The first shipped case as a report: everything that its answers say can be found in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from ddq.report.builder import build_view
from ddq.report.inputs import report_inputs
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case
from tests.conftest import CACHE
from tests.report.conftest import Rendered


@pytest.fixture(scope="module")
def pages(rendered: Rendered) -> list[str]:
    """The text of each page of the full report."""
    path = rendered(report_inputs(take_case(Library(cache=CACHE), "bytedance-2021")))
    return [page.extract_text() for page in PdfReader(path).pages]


def test_a_report_of_a_day_tells_nothing_that_began_later(tmp_path: Path) -> None:
    """No law, rule or decision of a later year: in findings, in the states' laws, and in what binds the buyer."""
    inputs = report_inputs(take_case(Library(cache=CACHE), "bytedance-2021"))
    view = build_view(inputs)
    told = [reference for finding in view.findings for reference in finding.references]
    told += [law for state in view.states for law in state.laws]
    told += [f"{bound.name} {bound.citation}" for bound in view.method.bound]
    assert len(told) > 20
    later = [text for text in told if any(int(year) > 2021 for year in re.findall(r"\b20\d\d\b", text))]
    assert later == []
    assert not any("2021/914" in text or "EDPB" in text for text in told)


def test_a_listing_tells_what_comes_next_and_when() -> None:
    view = build_view(report_inputs(take_case(Library(cache=CACHE), "dji-2026")))
    assert "30 June 2027: The second stage of section 805" in " ".join(bar.next for bar in view.bars if bar.next)


def test_a_board_reads_titles_and_no_codes(tmp_path: Path) -> None:
    view = build_view(report_inputs(take_case(Library(cache=CACHE), "bytedance-2021")))
    told = [entry.name for entry in view.method.trusted] + [state.standing_because or "" for state in view.states]
    assert "European Economic Area" in told
    assert not any("eu_" in text or "eu adequacy" in text for text in told)
    notes = [feature.note for state in view.states for part in state.guarantees for feature in part.features]
    assert not any("cites no law" in note for note in notes if note)


def test_what_is_computed_is_printed_with_its_value(tmp_path: Path) -> None:
    """So that a finding that rests on it leads somewhere, and a level or a share can be read."""
    inputs = report_inputs(take_case(Library(cache=CACHE), "bytedance-2021"))
    printed = {each.id: each.answer for section in build_view(inputs).sections for each in section.questions}
    computed = [each.id for each in inputs.questionnaire.questions.values() if each.kind == "computed"]
    assert {"DF-04", "JL-09A"} <= set(computed) <= set(printed)
    told = printed["DF-04"]
    assert told is not None
    assert told.value.isdecimal() or told.value == "unknown"
    assert (told.answered, told.grade, told.state) == (True, None, "computed from other answers")


def test_the_first_case_is_told_down_to_every_source(pages: list[str]) -> None:
    """Every answer, reason, source title and vendor's position, every finding, state and bar; without a warning."""
    inputs = report_inputs(take_case(Library(cache=CACHE), "bytedance-2021"))
    text = "".join("".join(page.split()) for page in pages)

    def missing(parts: list[str]) -> list[str]:
        return [part for part in parts if "".join(part.split()) not in text]

    score, answers = inputs.score, inputs.assessment.answers.values()
    assert missing([score.headline, score.digest, *score.outcome_because]) == []
    assert missing([item.title for item in score.indicators if item.applicable and item.concern.hi > 0]) == []
    assert missing([state.name for state in score.states] + [bar.title for bar in score.bars]) == []
    assert missing([path.text for state in score.states for path in state.paths]) == []
    # a text that runs over the end of a page has that page's foot within it
    sources = [source.title for answer in answers for source in answer.basis.sources]
    assert len(missing(sources)) <= 0.02 * len(sources)
    said = [answer.vendor_position.text for answer in answers if answer.vendor_position is not None]
    assert len(missing(said)) <= 0.1 * len(said)


def test_no_page_is_left_mostly_empty_and_the_glossary_has_the_words_that_are_used(pages: list[str]) -> None:
    """A long table goes on over the page and does not wait for a page of its own."""
    starts = next(number for number, text in enumerate(pages) if "Each domain alone" in text)
    full = len(pages[starts - 1]) > 1_500
    assert full or "Confidence" in pages[starts], "it follows the last state's table on the same page, if that has room"
    glossary = "\n".join(pages[-2:]).partition("Glossary")[2]
    for term in ("Bar", "Binding", "Concern", "Open question", "Origin", "Plan", "Reach", "Strength", "Trust"):
        assert f"\n{term}" in glossary, term
