# ruff: noqa: E501 -- each case is a questionnaire in one line, beside what lint says to it
"""What the lint that knows scoring finds: one small questionnaire for each code, and the figures of the method."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ddq.authoring.lint import lint
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.problems import Problem, SourceError

HEAD = "ddq: questionnaire/1\nid: q\nversion: 1.0.0\ntitle: Q\noutputs: {exposure_tier: 2 if gate else 1}\n"
SECTION = (
    "sections:\n  - id: s\n    title: S\n    domain: D\n    questions:\n      - {id: gate, kind: yes_no, text: Gate?}\n"
)
REMEDY = "{id: mend, title: Mend it, who: vendor, effort: 2, done: 0.5}"


def risk(identifier: str, more: str = "", presence: str = "{yes: 0, no: 1}", strength: str = "moderate") -> str:
    references = "" if "references" in more else "references: [EU-GDPR-V], "
    remedies = "" if "remedies" in more else f"remedies: [{REMEDY}], "
    title = "" if more.startswith("title") else f"title: The concern {identifier}, "
    return f"risk: {{indicator: {identifier}, {title}strength: {strength}, origin: conduct, {references}{remedies}{more}presence: {presence}}}"


def question(number: int, more: str) -> str:
    return f"      - {{id: Q{number}, kind: yes_no, text: T?, why: w, help: h, evidence: [e], valid_for: 1 year, {more}}}\n"


def write(*questions: str, head: str = HEAD) -> str:
    return head + SECTION + "".join(question(number, more) for number, more in enumerate(questions, 1))


def found(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "q.yaml"
    path.write_text(text)
    return list(lint(load_questionnaire(path)))


CASES = [
    ("A001", "'one' was already declared", write(risk("one"), risk("one"))),
    ("A001", "the mitigation 'm' was already declared", write(risk("one") + ", mitigations: [{id: m, title: M, reduces: {one: 0.5}, presence: {yes: 1, no: 0}}, {id: m, title: M, reduces: {one: 0.5}, presence: {yes: 1, no: 0}}]")),
    ("A002", "no indicator 'onne' is declared; did you mean 'one'?", write(risk("one"), "feeds: [{indicator: onne, presence: {yes: 0, no: 1}}]")),
    ("A002", "no indicator 'two' is declared", write(risk("one") + ", mitigations: [{id: m, title: M, reduces: {two: 0.5}, presence: {yes: 1, no: 0}}]")),
    ("A003", "'one' has no references", write(risk("one", "references: [], "))),
    ("A004", "'one' has no remedies", write(risk("one", "remedies: [], "))),
    ("A005", "severe is above moderate", write(risk("one", strength="severe"))),
    ("A006", "the best answer has the presence 0.2", write(risk("one", presence="{yes: 0.2, no: 1}"))),
    ("A006", "the best answer has the presence 0.5", write(risk("one", presence="1 if gate else 0.5"))),
    ("A007", "the presence goes from 0 to 2", write(risk("one", presence="2 if gate else 0"))),
    ("A008", "cannot be undone to 0.1", write(risk("one", "history: true, remedies: [{id: r, title: R, who: vendor, effort: 1, done: 0.1}], "))),
    ("A009", "a second remedy 'mend'", write(risk("one", f"remedies: [{REMEDY}, {REMEDY}], "))),
    ("A009", "there is no remedy 'mendd'; did you mean 'mend'?", write(risk("one", "remedies: [{id: mend, title: R, who: vendor, effort: 1, done: 0.1, excludes: [mendd]}], "))),
    ("A009", "begins above its end", write(risk("one", "remedies: [{id: r, title: R, who: vendor, effort: 1, done: [0.6, 0.2]}], "))),
    ("A010", "above 0.4", write(risk("one", presence="{yes: 0, no: 0.4}"))),
    ("A011", "with everything present, trust is 94.0", write(risk("one"))),
    ("A011", "with everything present, trust is 82.0", write(risk("one", "reason: r, ", presence="0.3 if Q1 else 0", strength="severe"))),
    ("A013", "no output 'exposure_tier'", write(risk("one"), head=HEAD.replace("outputs: {exposure_tier: 2 if gate else 1}\n", ""))),
    ("A013", "the exposure tier can be 5", write(risk("one"), head=HEAD.replace("2 if", "5 if"))),
    ("A015", "no answers lead to “sound” or “guarded” or “weak”", write(risk("one", "reason: r, ", strength="decisive"))),
    ("A014", "reads like", write(risk("one", "title: Staff can read content in clear, "), risk("two", "title: Staff can read contents in clear, "))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "text"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_lint_finds(tmp_path: Path, code: str, words: str, text: str) -> None:
    matching = [problem for problem in found(tmp_path, text) if problem.code == code and words in problem.sentence]
    assert len(matching) == 1


@pytest.mark.parametrize(
    "text",
    [
        write(*(risk(f"i{number}") for number in range(30))),
        write(risk("one", presence="Q1") + ", mitigations: [{id: m, title: M, reduces: {one: 0.5}, presence: {yes: 1, no: 0}}]"),
        write(risk("one", presence="n / 100", strength="severe"), head=HEAD).replace("      - {id: Q1", "      - {id: n, kind: decimal, text: N?}\n      - {id: Q1"),
        write(),
    ],
    ids=["every band is reached", "a mitigation gives any figure between", "any number can come out", "nothing is scored"],
)  # fmt: skip
def test_bands_that_are_reached_or_cannot_be_told_are_not_told(tmp_path: Path, text: str) -> None:
    assert "A015" not in {problem.code for problem in found(tmp_path, text)}


def test_a_mitigation_may_reduce_every_law(tmp_path: Path) -> None:
    text = write(risk("one") + ", mitigations: [{id: m, title: M, reduces: {'law:*': 0.5}, presence: {yes: 1, no: 0}}]")
    assert not [problem for problem in found(tmp_path, text) if problem.code == "A002"]


def test_the_four_grade_figures_are_those_of_the_method(tmp_path: Path) -> None:
    """At 60 moderate, 15 major and 5 severe indicators: 100, 91, 75 and 38."""
    strengths = ["moderate"] * 60 + ["major"] * 15 + ["severe"] * 5
    text = write(*(risk(f"i{number}", "reason: r, ", strength=strength) for number, strength in enumerate(strengths)))
    (figures,) = [problem for problem in found(tmp_path, text) if problem.code == "A012"]
    assert figures.level == "info"
    numbers = dict(re.findall(r"([ABCD]) (\d+\.\d)", figures.message))
    assert [round(float(numbers[grade])) for grade in "ABCD"] == [100, 91, 75, 38]


def test_the_shipped_questionnaires_are_clean() -> None:
    folder = Path(__file__).parents[2] / "questionnaires"
    for path in sorted(folder.glob("*.yaml")):
        assert [problem for problem in lint(load_questionnaire(path)) if problem.level != "info"] == []


POINTS_HEAD = HEAD.replace("title: Q\n", "title: Q\nmethod: weighted/1\n")
GATE = "id: gate, kind: yes_no, text: Gate?"


def points(
    more: str = "points: {yes: 10, no: 0}", head: str = POINTS_HEAD, gate: str = "points: {yes: 1, no: 0}"
) -> str:
    return write(more, head=head).replace(GATE, f"{GATE}, {gate}" if gate else GATE)


POINTS_CASES = [
    ("Q004", "no points for the answer 'no'", points("points: {yes: 10}")),
    ("Q005", "'yess' is no answer of Q1; did you mean 'yes'?", points("points: {yes: 1, no: 0, yess: 1}")),
    ("A016", "no question earns points", points("points: {yes: 0, no: 0}", gate="points: {yes: 0, no: 0}")),
    ("A017", "gate has no points", points(gate="")),
    ("A018", "weighted/1 does not count 'risk'", points("points: {yes: 1, no: 0}, " + risk("one"))),
    ("A018", "trust/1 does not count 'points'", points(risk("one") + ", points: {yes: 1, no: 0}", head=HEAD, gate="")),
    ("A018", "trust/1 does not count 'percentage'", points(risk("one"), head=HEAD + "percentage: {required: 70}\n", gate="")),
    ("A018", "does not count 'points' in the rows of a list", points("points: {yes: 1, no: 0}") + "      - {id: G, kind: group, text: G?, fields: [{id: f, kind: yes_no, text: F?, points: {yes: 1, no: 0}}]}\n"),
    ("A019", "below 20 % no band has a name", points(head=POINTS_HEAD + "percentage: {bands: {good: 80, poor: 20}}\n")),
    ("A019", "two bands begin at 0 %", points(head=POINTS_HEAD + "percentage: {bands: {good: 0, poor: 0}}\n")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "text"), POINTS_CASES, ids=[f"{case[0]}-{case[1]}" for case in POINTS_CASES])
def test_lint_of_points_finds(tmp_path: Path, code: str, words: str, text: str) -> None:
    matching = [problem for problem in found(tmp_path, text) if problem.code == code and words in problem.sentence]
    assert len(matching) == 1


def test_a_questionnaire_with_points_needs_nothing_that_trust_needs(tmp_path: Path) -> None:
    """No exposure tier, no figures of `trust/1`: both are marks on another scale."""
    text = points(
        head=POINTS_HEAD.replace("outputs: {exposure_tier: 2 if gate else 1}\n", "percentage: {required: 70}\n")
    )
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    "wrong", ["points: {yes: -1, no: 0}", "points: {yes: .nan, no: 0}", "points: {yes: 2000000, no: 0}"]
)
def test_points_that_cannot_be_counted_are_refused_where_they_stand(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SourceError) as refused:
        found(tmp_path, points(wrong))
    assert refused.value.problems[0].line == 13
