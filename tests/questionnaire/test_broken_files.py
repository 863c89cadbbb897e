"""Deliberately broken questionnaires: each is told with its place, its code and what to do. And nothing crashes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Questionnaire
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode, load_yaml

BROKEN = Path(__file__).parent / "broken"

TABLE = [
    ("anchor.yaml", 13, 18, "Y007", "the anchor &list is not allowed; use a shared list or a module"),
    ("bad-union.yaml", 13, 18, "S003", "choices must be a list or a text, not the number 3"),
    ("bidi.yaml", 3, 14, "Y003", "the character ⟨U+202E⟩ does not belong into a text file; delete it"),
    ("cycle.yaml", 11, 14, "L007", "these depend on each other: B → C → B; take one of the conditions out"),
    ("deep.yaml", 1, 46, "Y010", "nested more than 40 deep"),
    ("duplicate-id.yaml", 11, 14, "L004", "the question id 'Q1' was already given at"),
    ("duplicate-key.yaml", 13, 9, "Y006", "the key 'kind' was already given in line 11; keep one of the two"),
    ("escaping-include.yaml", 6, 11, "L002", "'../../../secret.yaml' leads out of the questionnaire's folder"),
    ("half-written.yaml", 13, 1, "Y001", "found unexpected end of stream while scanning a quoted scalar"),
    ("missing-include.yaml", 6, 11, "L001", "there is no file 'modules/none.yaml'"),
    ("missing-key.yaml", 10, 9, "S002", "the key 'id' is missing in entry 1 in questions; add it"),
    ("not-utf8.yaml", 2, 9, "Y002", "this byte is not UTF-8; save the file as UTF-8"),
    ("number-for-text.yaml", 14, 32, "S003", "label must be a text, and 1.10 is read as a number; quote it: '1.10'"),
    ("tag.yaml", 12, 15, "Y008", "is not allowed; quote a text that begins with !"),
    ("two-documents.yaml", 3, 1, "Y009", "a second document begins here; keep one document in a file"),
    ("type-error.yaml", 11, 56, "E005", "a condition is needed here, and this is a number"),
    ("unknown-choice.yaml", 14, 70, "E004", "'partal' is not one of the choices; did you mean 'partial'?"),
    ("unknown-field.yaml", 14, 58, "E007", "the group owners has no field 'vote'; did you mean 'votes'?"),
    ("unknown-key.yaml", 13, 9, "S001", "unknown key 'requird'; did you mean 'required'?"),
    ("unknown-kind.yaml", 11, 15, "S004", "did you mean 'integer'?"),
    ("unknown-list.yaml", 12, 53, "L005", "there is no choice list 'acess'; did you mean 'access'?"),
    ("unknown-name.yaml", 16, 15, "E003", "unknown name 'DA-03'; did you mean 'DA-02'?"),
    ("yes-for-true.yaml", 13, 19, "S003", "required must be true or false, not 'yes'; write true"),
]


@pytest.mark.parametrize(("file", "line", "column", "code", "words"), TABLE, ids=[row[0] for row in TABLE])
def test_a_broken_file_is_told_with_its_place(file: str, line: int, column: int, code: str, words: str) -> None:
    with pytest.raises(SourceError) as told:
        load_questionnaire(BROKEN / file)
    (problem,) = told.value.problems
    assert (problem.line, problem.col, problem.code) == (line, column, code)
    assert words in problem.sentence
    assert str(problem) == f"{BROKEN / file}:{line}:{column}: {code} {problem.sentence}"


def test_every_broken_file_is_in_the_table() -> None:
    assert {path.name for path in BROKEN.glob("*.yaml")} == {row[0] for row in TABLE} | {"circular-include.yaml"}


def test_modules_that_include_each_other_are_told_in_the_file_that_closes_the_circle() -> None:
    with pytest.raises(SourceError) as told:
        load_questionnaire(BROKEN / "circular-include.yaml")
    (problem,) = told.value.problems
    assert problem.file.endswith(str(Path("modules", "two.yaml")))
    assert (problem.line, problem.col, problem.code) == (5, 11, "L003")
    assert "one.yaml → two.yaml → one.yaml" in problem.message


def test_a_link_out_of_the_folder_is_no_way_out(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("ddq: module/1\nid: x\ntitle: X\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (inside / "own.yaml").write_text(
        "ddq: questionnaire/1\nid: a\nversion: 1.0.0\ntitle: A\ninclude:\n  - file: link.yaml\n"
    )
    with pytest.raises(SourceError, match="L002"):
        load_questionnaire(inside / "own.yaml")


@pytest.mark.parametrize("file", ["x" * 5000, "loop.yaml", ".", "modules"])
def test_an_include_that_is_no_file_is_told(tmp_path: Path, file: str) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "modules").mkdir()
    (tmp_path / "own.yaml").write_text(
        f"ddq: questionnaire/1\nid: a\nversion: 1.0.0\ntitle: A\ninclude:\n  - file: {file}\n"
    )
    with pytest.raises(SourceError, match=r"own\.yaml:6:11: L001 there is no file"):
        load_questionnaire(tmp_path / "own.yaml")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without end")
def test_a_file_without_end_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(SourceError, match="Y004 the file is larger than 8 MB"):
        load_questionnaire(Path("/dev/zero"))


def test_a_long_chain_of_computed_questions_is_told_and_crashes_nothing(tmp_path: Path) -> None:
    """Each stands before the one that it reads, so that none is known when it is needed."""
    chain = "".join(f"      - {{id: C{n}, kind: computed, text: T, calc: C{n + 1} + 1}}\n" for n in range(900))
    last = "      - {id: C900, kind: integer, text: T}\n"
    head = "ddq: questionnaire/1\nid: a\nversion: 1.0.0\ntitle: A\nsections:\n  - id: s\n    title: S\n    domain: D\n"
    (tmp_path / "q.yaml").write_text(f"{head}    questions:\n{chain}{last}")
    with pytest.raises(SourceError, match="L009"):
        load_questionnaire(tmp_path / "q.yaml")


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{after}: &{after} [*{before}, *{before}]\n" for before, after in zip("abc", "bcd", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LAUGHS, "Y007"),
        ("[" * 2_000_000, "Y010"),
        ("{a: " * 1_000_000, "Y010"),
        ("- " * 1_000_000, "Y010"),
        ("? " * 1_000_000, "Y011"),
        ("".join(" " * depth + "a:\n" for depth in range(1_500)), "Y010"),
        ("- !!python/object/apply:os.system [reboot]\n", "Y008"),
        ('"' + "a" * 2_000_000, "Y001"),
        ("a: 1\n" * 200_000, "Y006"),
    ],
    ids=["laughs", "brackets", "braces", "dashes", "complex keys", "indents", "object", "open quote", "one key"],
)
def test_a_bomb_is_refused_at_its_first_wrong_place(text: str, code: str) -> None:
    with pytest.raises(SourceError) as told:
        load_yaml(text, "f.yaml")
    assert [problem.code for problem in told.value.problems] == [code]


def asking(tmp_path: Path, **conditions: str) -> tuple[str, ...]:
    """What is said to yes/no questions of these ids and conditions."""
    asked = "".join(
        f"      - {{id: {name}, kind: yes_no, text: T, visible_if: {text}}}\n" for name, text in conditions.items()
    )
    head = "ddq: questionnaire/1\nid: a\nversion: 1.0.0\ntitle: A\nsections:\n  - id: s\n    title: S\n    domain: D\n"
    (tmp_path / "q.yaml").write_text(f"{head}    questions:\n{asked}")
    with pytest.raises(SourceError) as told:
        load_questionnaire(tmp_path / "q.yaml")
    return tuple(f"{problem.line} {problem.code} {problem.message}" for problem in told.value.problems)


def test_of_cycles_the_shortest_way_round_is_told(tmp_path: Path) -> None:
    """A leads to B, C and D and back, but C and D already depend on each other; E only leads into it."""
    assert asking(tmp_path, E="A", A="B", B="C", C="D", D="A or C") == (
        "13 L007 these depend on each other: C → D → C",
    )
    assert asking(tmp_path, A="A") == ("10 L007 these depend on each other: A → A",)
    assert asking(tmp_path, A="B", B="A", C="D and B", D="C") == (
        "10 L007 these depend on each other: A → B → A",
        "12 L007 these depend on each other: C → D → C",
    )


def test_a_cycle_of_thousands_is_told_and_none_waits_for_it(tmp_path: Path) -> None:
    ring = {f"Q{number}": f"Q{(number + 1) % 5_000}" for number in range(5_000)}
    (told,) = asking(tmp_path, **ring)
    assert told.startswith("10 L007 these depend on each other: Q0 → Q1 → Q2 → ")


def test_a_file_that_is_not_there_is_told_without_a_place(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.yaml: L001 there is no such file; check the path"):
        load_questionnaire(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2", "Y006"),
        ("<<: {a: 1}", "Y007"),
        ("a: &x 1\nb: *x", "Y007"),
        ("a: *x", "Y007"),
        ("*x : 1", "Y007"),
        ("a: !!int 1", "Y008"),
        ("%YAML 1.1\n---\na: 1", "Y008"),
        ("? [a]\n: 1", "Y011"),
        ("a: .inf", "Y012"),
        ("a: 1e999", "Y012"),
        ("a: 99999999999999999999999", "Y012"),
        ('a: "\\0"', "Y003"),
        ('"a\\e": 1', "Y003"),
        ("a: \x00", "Y003"),
        ("a: \x1b[31m", "Y003"),
        ("", "Y005"),
        ("# only a comment", "Y005"),
        ("a: [", "Y001"),
        ("\tb: 1", "Y001"),
    ],
)
def test_what_is_not_our_yaml_is_refused(text: str, code: str) -> None:
    with pytest.raises(SourceError) as told:
        load_yaml(text, "f.yaml")
    assert told.value.problems[0].code == code


def test_scalars_are_read_by_the_core_schema() -> None:
    """`NO` is Norway and `yes` is text; nothing but core words and numbers is more than text."""
    text = "[NO, yes, on, 1:30, 2021-04-10, ~, null, true, False, 12, 0o10, 0xF, 1.5, 1e3, '12', 1_000, -]"
    data = load_yaml(text.replace(", -]", "]"), "f.yaml").data
    assert data == [
        "NO",
        "yes",
        "on",
        "1:30",
        "2021-04-10",
        None,
        None,
        True,
        False,
        12,
        8,
        15,
        1.5,
        1000.0,
        "12",
        "1_000",
    ]


@pytest.mark.parametrize(
    "value", ["plain text", "'it''s quoted'", '"tab\\tand \\"quote\\""', ">-\n  one\n  two", "|\n  one\n  two"]
)
def test_every_visible_character_of_a_text_is_found_in_the_file(value: str) -> None:
    text = f"key: {value}\n"
    document = load_yaml(text, "f.yaml")
    lines = text.split("\n")
    for offset, character in enumerate(document.data["key"]):
        line, column = document.inside(("key",), offset)
        if not character.isspace() and character != '"':
            assert lines[line - 1][column - 1] == character


PIECES = [
    *("ddq: questionnaire/1\n", "id: a\n", "sections:\n", "questions:\n", "id: Q1\n", "kind: text", "choices: "),
    *(
        "  - ",
        "    ",
        "- ",
        "? ",
        ": ",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!str ",
        "%",
        "@",
        "#",
        "'",
        '"',
        "|\n",
        ">\n",
    ),
    *("\n", "\t", "---\n", "...\n", "1.10", "yes", "text", "\x00", "\u202e", "é漢🎉"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=80))
@example("- " * 3000)
@example("[" * 3000)
@example("{a: " * 3000)
@example("\ud800")
@settings(max_examples=400)
def test_no_text_crashes_the_loader(text: str) -> None:
    try:
        validate(load_yaml(text, "f.yaml"), Questionnaire)
    except SourceError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.line >= 1
            assert problem.col >= 1


@given(st.binary(max_size=80))
def test_no_bytes_crash_the_loader(content: bytes) -> None:
    try:
        load_yaml(decode(content, "f.yaml"), "f.yaml")
    except SourceError as error:
        assert error.problems
