"""What lint finds in questionnaires that load: one small questionnaire for each code, and one that is clean."""

# ruff: noqa: E501 -- each case is a questionnaire in one line, beside what lint says to it
from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.questionnaire.domains import scattered
from ddq.questionnaire.lint import lint
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.problems import Problem
from ddq.questionnaire.rendering import render_text, to_dicts
from ddq.questionnaire.schema import module_schema, questionnaire_schema

HEAD = "ddq: questionnaire/1\nid: q\nversion: 1.0.0\ntitle: Q\n"
SECTION = "sections:\n  - id: s\n    title: S\n    domain: D\n    questions:\n"
GATE = "      - {id: gate, kind: yes_no, text: Gate?}\n"
RISK = "risk: {indicator: i, title: A concern, strength: moderate, origin: conduct, presence: %s}"
HELP = "why: w, help: h, evidence: [e], valid_for: 1 year, "


def found(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "q.yaml"
    path.write_text(text)
    return list(lint(load_questionnaire(path, country_sets=["EU"])))


def question(body: str) -> str:
    return f"{HEAD}{SECTION}{GATE}      - {{{body}}}\n"


CHOICES = "choices: [{code: a, label: A}, {code: b, label: B}]"

CASES = [
    ("Q001", "always true", question("id: Q2, kind: text, text: T?, visible_if: gate or not gate")),
    ("Q001", "always false", question(f"id: Q2, kind: choice, text: T?, {CHOICES}, required_if: \"Q2 == 'a' and Q2 == 'b'\"")),
    ("Q001", "always true", question("id: Q2, kind: percent, text: T?, check: [{must: Q2 <= 100, message: m}]")),
    ("Q002", "can never be shown", question("id: Q2, kind: text, text: T?, visible_if: gate and not gate")),
    (
        "Q002",
        "Q3 can never be shown",
        question("id: Q2, kind: yes_no, text: T?, visible_if: gate") + "      - {id: Q3, kind: text, text: T?, visible_if: Q2 and not gate}\n",
    ),
    (
        "Q003",
        "Q2 may be not applicable",
        question("id: Q2, kind: yes_no, text: T?, visible_if: gate")
        + "rules:\n  - {indicator: r, title: A concern, strength: minor, origin: control, presence: 1 if not Q2 else 0}\n",
    ),
    ("Q004", "no presence for the answer 'b'", question(f"id: Q2, kind: choice, text: T?, {HELP}{CHOICES}, {RISK % '{a: 0}'}")),
    ("Q004", "no presence for the answer 'no'", question(f"id: Q2, kind: yes_no, text: T?, {HELP}{RISK % '{yes: 0}'}")),
    ("Q005", "'c' is no answer", question(f"id: Q2, kind: choice, text: T?, {HELP}{CHOICES}, {RISK % '{a: 0, b: 1, c: 1}'}")),
    ("Q005", "a map needs choices", question(f"id: Q2, kind: percent, text: T?, {HELP}{RISK % '{low: 0}'}")),
    ("Q006", "coalesce() is not possible in presence", question(f"id: Q2, kind: percent, text: T?, {HELP}" + RISK % "'coalesce(Q2, 0) / 100'")),
    ("Q006", "answered() is not possible in visible_if", question("id: Q2, kind: text, text: T?, visible_if: answered(gate)")),
    (
        "Q007",
        "the rule names the country 'NO'",
        question("id: Q2, kind: country, text: T?")
        + "rules:\n  - {indicator: r, title: A concern, strength: minor, origin: control, presence: \"1 if Q2 == 'NO' else 0\"}\n",
    ),
    (
        "Q007",
        "the title names the country Norway",
        HEAD + SECTION + GATE + "rules:\n  - {indicator: r, title: Owned from Norway, strength: minor, origin: control, presence: 1 if gate else 0}\n",
    ),
    (
        "Q007",
        "is the country NO",
        question(f"id: Q2, kind: choice, text: T?, {HELP}choices: [{{code: NO, label: N}}, {{code: b, label: B}}], {RISK % '{NO: 1, b: 0}'}"),
    ),
    (
        "Q007",
        "the rule names the country 'Norway'",
        question("id: Q2, kind: text, text: T?")
        + "rules:\n  - {indicator: r, title: A concern, strength: minor, origin: control, presence: \"1 if Q2 == 'Norway' else 0\"}\n",
    ),
    (
        "Q007",
        "a choice of Q2, which scores, is the country NOR",
        question("id: Q2, kind: choice, text: T?, choices: [{code: NOR, label: N}, {code: b, label: B}]")
        + "rules:\n  - {indicator: r, title: A concern, strength: minor, origin: control, presence: \"1 if Q2 == 'b' else 0\"}\n",
    ),
    (
        "Q007",
        "a choice of Q2, which scores, is the country norway",
        question("id: Q2, kind: choice, text: T?, choices: [{code: norway, label: N}, {code: b, label: B}]")
        + "rules:\n  - {indicator: r, title: A concern, strength: minor, origin: control, presence: \"1 if Q2 == 'b' else 0\"}\n",
    ),
    (
        "Q007",
        "the title names the country Norwegian",
        HEAD + SECTION + GATE + "rules:\n  - {indicator: r, title: A Norwegian maker, strength: minor, origin: control, presence: 1 if gate else 0}\n",
    ),
    (
        "Q007",
        "is the country Norway",
        question(f"id: Q2, kind: choice, text: T?, {HELP}choices: [{{code: a, label: Norway}}, {{code: b, label: B}}], {RISK % '{a: 1, b: 0}'}"),
    ),
    ("Q008", "needs the field 'country'", question("id: Q2, kind: group, text: T?, feeds_engine: staff, fields: [{id: name, kind: text, text: N}]")),
    (
        "Q008",
        "must be of the kind yes_no, not text",
        question(
            "id: Q2, kind: group, text: T?, feeds_engine: staff, fields: [{id: builds, kind: text, text: N}, "
            "{id: name, kind: text, text: N}, {id: country, kind: country, text: N}, {id: sees_clear_data, kind: yes_no, text: N}]"
        ),
    ),
    (
        "Q008",
        "does not know the code 'owner' of 'role'",
        question(
            "id: Q2, kind: group, text: T?, feeds_engine: seats, fields: [{id: name, kind: text, text: N}, {id: country, kind: country, text: N}, "
            "{id: role, kind: choice, text: N, choices: [{code: parent, label: P}, {code: owner, label: O}]}]"
        ),
    ),
    ("Q009", "scores and has no 'complete'", question("id: Q2, kind: group, text: T?, feeds_engine: staff, fields: [{id: name, kind: text, text: N}]")),
    ("Q010", "has no 'why'", question(f"id: Q2, kind: yes_no, text: T?, {RISK % '{yes: 0, no: 1}'}")),
    ("Q011", "nothing is called 'nam' here", question("id: Q2, kind: group, text: T?, row_label: '{nam}', fields: [{id: name, kind: text, text: N}]")),
    ("Q011", "nothing is called 'gat' here", question("id: Q2, kind: text, text: 'Because {gat}?'")),
    ("Q012", "min 5 is above max 3", question("id: Q2, kind: integer, text: T?, min: 5, max: 3")),
    ("Q012", "the default is no answer", question("id: Q2, kind: integer, text: T?, max: 3, default: 9")),
    ("E009", "'UK' is not a country code; did you mean 'GB'?", question("id: Q2, kind: country, text: T?") + "      - {id: Q3, kind: text, text: T?, required_if: \"Q2 in ['UK', 'NO']\"}\n"),
    ("Q013", "the amount of Q2 may be in any currency", question("id: Q2, kind: money, text: T?, check: [{must: amount(Q2) > 10, message: m}]")),
    ("Q016", "is filled in with its %", question("id: Q2, kind: group, text: T?, row_label: '{share} % of all', fields: [{id: share, kind: percent, text: N}]")),
    ("Q016", "is filled in with its people", question("id: Q2, kind: group, text: T?, row_label: '{n} people', fields: [{id: n, kind: integer, unit: people, text: N}]")),
    ("Q017", "the conditions before it match first", question("id: Q2, kind: integer, text: T?") + "      - {id: Q3, kind: computed, text: T?, calc: 1 if Q2 > 10 else 2 if Q2 > 100 else 0}\n"),
    ("Q017", "its condition is never true", question("id: Q3, kind: computed, text: T?, calc: 1 if gate and not gate else 0")),
    ("Q017", "the condition before it is always true", question("id: Q3, kind: computed, text: T?, calc: 1 if gate or not gate else 0")),
    ("Q014", "no question uses the list 'spare'", f"{HEAD}choices:\n  spare: {{{CHOICES}}}\n{SECTION}{GATE}"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "text"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_lint_finds(tmp_path: Path, code: str, words: str, text: str) -> None:
    matching = [problem for problem in found(tmp_path, text) if problem.code == code and words in problem.sentence]
    assert len(matching) == 1
    assert matching[0].line > 4


CLEAN = (
    question(
        f"id: Q2, kind: choice, text: 'Given {{gate}}?', visible_if: gate, {HELP}{CHOICES}, {RISK % '{a: 0, b: 1}'}"
    )
    + "      - {id: Q3, kind: country, text: T?}\n"
    + "      - {id: Q4, kind: text, text: T?, visible_if: Q3 in EU}\n"
    + "rules:\n  - {indicator: r, title: A rule, strength: minor, origin: control, presence: 0 if Q3 in EU else 1}\n"
)


def test_a_clean_questionnaire_has_no_findings(tmp_path: Path) -> None:
    """A shared set is no country: its members are in the registers, and relabelling them relabels the result."""
    assert found(tmp_path, CLEAN) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("calc: 2 if Q2 > 100 else 1 if Q2 > 10 else 0", "the narrower condition comes first"),
        ("calc: \"1 if C == 'a' else 2 if C == 'b' else 3\"", "what is left over at the end must be written anyhow"),
        ("calc: 1 if size(S) == 2 else 0", "two of three can be chosen"),
        ("calc: \"1 if 'x' in S and 'y' in S and not 'z' in S else 0\"", "any of them can be chosen together"),
        ("calc: 1 if today > '2020-01-01' else 0", "the day is not known"),
        ("calc: 1 if Q2 > 1 and Q4 > 1 and Q5 > 1 and Q6 > 1 and C == 'a' else 0", "too much would have to be tried"),
        ("calc: 1 if answered(gate) else 0", "what looks at the unknown is not decided by answers"),
    ],
)
def test_a_branch_that_can_be_taken_or_cannot_be_decided_is_not_told(tmp_path: Path, more: str, why: str) -> None:
    numbers = "".join(f"      - {{id: Q{n}, kind: integer, text: T?}}\n" for n in (2, 4, 5, 6))
    several = "choices: [{code: x, label: X}, {code: y, label: Y}, {code: z, label: Z}]"
    chosen = (
        f"      - {{id: C, kind: choice, text: T?, {CHOICES}}}\n      - {{id: S, kind: choices, text: T?, {several}}}\n"
    )
    text = f"{HEAD}{SECTION}{GATE}{numbers}{chosen}      - {{id: Q3, kind: computed, text: T?, {more}}}\n"
    assert "Q017" not in {problem.code for problem in found(tmp_path, text)}, why


@pytest.mark.parametrize("code", ["Q001", "Q002", "Q017"])
def test_what_would_take_too_much_trying_is_not_told(
    tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is on a rule's work over the whole questionnaire, so no number of conditions makes lint hang."""
    dead = "gate and not gate and Q2 == 'a'"
    more = (
        f'      - {{id: Q3, kind: text, text: T?, required_if: "{dead}"}}\n'
        f'      - {{id: Q4, kind: text, text: T?, visible_if: "{dead}"}}\n'
        f'      - {{id: Q5, kind: computed, text: T?, calc: "1 if {dead} else 0"}}\n'
    )
    text = question(f"id: Q2, kind: choice, text: T?, {CHOICES}") + more
    assert code in {problem.code for problem in found(tmp_path, text)}
    monkeypatch.setattr("ddq.questionnaire.domains.MAX_EFFORT", 3)
    assert code not in {problem.code for problem in found(tmp_path, text)}


@given(st.lists(st.integers(0, 6), max_size=4))
def test_every_combination_is_tried_out_once(sizes: list[int]) -> None:
    domains = [[*range(size)] for size in sizes]
    assert sorted(map(tuple, scattered(domains))) == sorted(product(*domains))


def test_a_condition_over_what_is_answered_is_not_always_the_same(tmp_path: Path) -> None:
    """Only answers are tried out, and this asks whether there is one."""
    assert found(tmp_path, question("id: Q2, kind: text, text: T?, required_if: answered(gate)")) == []


def test_the_shipped_questionnaires_are_clean() -> None:
    folder = Path(__file__).parents[2] / "questionnaires"
    for path in sorted(folder.glob("*.yaml")):
        assert lint(load_questionnaire(path)) == ()


def test_a_caret_stands_under_what_is_meant(tmp_path: Path) -> None:
    text = question("id: Q2, kind: text, text: 汉字, visible_if: gate and answered(gate)")
    (problem,) = [problem for problem in found(tmp_path, text) if problem.code == "Q006"]
    _, quoted, caret = render_text([problem], {problem.file: text}).split("\n")
    column = quoted.index("answered")
    assert caret.index("^") == column + 2  # two wide characters stand before it


def test_a_line_is_cut_around_its_caret_where_the_terminal_is_narrow() -> None:
    """A line that wraps would have its caret below something else."""
    text = "a" * 100 + "HERE" + "b" * 100
    _, quoted, caret = render_text([Problem("f", 1, 101, "Q001", "m", width=4)], {"f": text}, 60).split("\n")
    assert len(quoted) <= 60
    assert quoted[caret.index("^") : caret.rindex("^") + 1] == "HERE"
    _, quoted, _ = render_text([Problem("f", 1, 10, "Q001", "m")], {"f": "a" * 50}, 60).split("\n")
    assert quoted == "  1 | " + "a" * 50, "what fits is not cut"


def test_nothing_that_a_file_holds_reaches_the_terminal() -> None:
    problem = Problem("f\x1b.yaml", 1, 1, "Y003", "the character")
    rendered = render_text([problem], {"f\x1b.yaml": "a\x1b]52;c;x\x07\u202e"})
    assert not set(rendered) & set("\x1b\x07\u202e")
    assert "⟨ESC⟩]52;c;x⟨BEL⟩⟨U+202E⟩" in rendered


def test_problems_are_plain_data_for_programs() -> None:
    problem = Problem("f.yaml", 1, 2, "Q001", "m", "h", "warning")
    (entry,) = json.loads(json.dumps(to_dicts([problem])))
    assert (entry["file"], entry["line"], entry["col"], entry["code"], entry["level"]) == (
        "f.yaml",
        1,
        2,
        "Q001",
        "warning",
    )


def test_the_schema_names_the_kinds_where_the_kind_is_wrong() -> None:
    kinds = questionnaire_schema()["$defs"]["Section"]["properties"]["questions"]["items"]
    assert "group" in kinds["properties"]["kind"]["enum"]
    assert len(kinds["allOf"]) == 16
    assert "oneOf" not in json.dumps(questionnaire_schema())
    assert module_schema()["properties"]["ddq"]["const"] == "module/1"


def test_a_row_within_a_row_reads_what_stands_around_it(tmp_path: Path) -> None:
    """What the outer row asks is found there, by every rule that looks up what a condition reads."""
    outer = "fields: [{id: paid, kind: money, text: P}, {id: held, kind: yes_no, text: H, visible_if: gate}, %s]"
    part = "{id: flaw, kind: yes_no, text: F, visible_if: amount(paid) > 10 and not held and gate}"
    inner = f"{{id: parts, kind: group, text: G, row_label: p, fields: [{part}]}}"
    text = question(f"id: G, kind: group, text: T, row_label: r, {outer % inner}")
    codes = {problem.code: problem.message for problem in found(tmp_path, text)}
    assert codes["Q013"] == "the amount of paid may be in any currency"
    assert not codes.keys() & {"Q001", "Q002"}
