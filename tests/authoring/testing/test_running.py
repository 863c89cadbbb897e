"""The tests of a questionnaire say what follows from answers, and what does not hold is told at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ddq.authoring.testing.model import Expected
from ddq.authoring.testing.reading import check_tests
from ddq.questionnaire.problems import SourceError
from tests.authoring.testing.conftest import OWN, Author, Steps

ASKED = (
    OWN
    + """\
sections:
  - id: s
    title: S
    domain: D
    visible_if: open
    questions:
      - id: who
        kind: choice
        text: Who?
        choices:
          - {code: nobody, label: Nobody}
          - {code: team, label: A team, visible_if: big}
        risk: {indicator: access, title: Access, strength: major, origin: conduct, reason: R,
               presence: {nobody: 0, team: 1}}
      - {id: why, kind: text, text: Why?, visible_if: who == 'team', required_if: big}
      - {id: age, kind: integer, text: Age?, check: [{must: age >= 0, message: M}]}
      - {id: double, kind: computed, text: Twice, calc: age * 2}
      - id: teams
        kind: group
        text: Teams?
        fields:
          - {id: name, kind: text, text: Name, required: true}
          - {id: clear, kind: yes_no, text: In clear?}
          - {id: keys, kind: text, text: Keys, visible_if: not clear}
          - id: sites
            kind: group
            text: Sites
            fields:
              - {id: country, kind: country, text: Country}
              - {id: note, kind: text, text: Note, visible_if: country == 'NO'}
  - id: first
    title: F
    domain: D
    questions:
      - {id: open, kind: yes_no, text: Open?}
      - {id: big, kind: yes_no, text: Big?}
      - id: helps
        kind: yes_no
        text: Helps?
        mitigations: [{id: help, title: Help, reduces: {access: 0.5}, presence: {yes: 1, no: 0}}]
bars: [{id: barred, title: Barred, when: big, regime: EU-833-5K, scope: All}]
outputs: {exposure_tier: 3 if big else 1}
"""
)


def test_everything_that_a_step_may_expect_holds_where_it_is_so(author: Author, tests: Steps) -> None:
    author.write("own.yaml", ASKED)
    author.write(
        "tests/own.yaml",
        tests(
            """\
      - expect:
          may_apply: [who, s, who.team]
          visible: [open, first]
          optional: [why]
          values: {double: unknown, open: unknown}
          presence: {access: unknown}
          mitigations: {help: unknown}
          bars: {barred: unknown}
          outputs: {exposure_tier: unknown}
          outcome: not rated
          trust: {min: 0, max: 100, contains: 90}
      - answers: {open: no}
        expect: {hidden: [who, s], values: {double: not_applicable}, presence: {access: not_applicable}}
      - answers: {open: yes, big: no, who: nobody, age: 3, helps: yes}
        expect:
          hidden: [who.team, why]
          visible: [who.nobody]
          values: {double: 6, who: nobody, open: yes}
          presence: {access: 0}
          mitigations: {help: 1}
          passing: [age]
          bars: {barred: no}
          outputs: {exposure_tier: 1}
          trust: {min: 80}
      - answers: {big: yes, who: team, age: -1, helps: null}
        expect:
          visible: [why]
          required: [why]
          failing: [age]
          presence: {access: 1}
          mitigations: {help: unknown}
          bars: {barred: yes}
          trust: {max: 90}
      - answers:
          teams:
            rows:
              a.b: {value: {name: A, clear: no, sites: [{country: NO}, {country: SE}]}}
              a: {value: {name: B}}
        expect:
          visible: [teams/a.b.keys, teams/a.b.sites.1.note]
          hidden: [teams/a.b.sites.2.note]
          may_apply: [teams/a.keys]
          required: [teams/a.name]
          values: {teams/a.b.name: A}
"""
        ),
    )
    ran = author.ran()
    assert (ran.problems, ran.tests, ran.claims) == ((), 1, 45)


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("{visible: [who]}", "X002 t, step 1: expected who visible, got hidden"),
        ("{hidden: [big]}", "X002 t, step 1: expected big hidden, got visible"),
        ("{may_apply: [first]}", "X002 t, step 1: expected first may apply, got visible"),
        ("{required: [big]}", "X002 t, step 1: expected big required, got optional"),
        ("{failing: [big]}", "X002 t, step 1: expected big failing, got passing"),
        ("{values: {double: 4}}", "X002 t, step 1: expected double 4, got not applicable"),
        ("{presence: {access: 0.5}}", "X002 t, step 1: expected access 0.5, got not applicable"),
        ("{mitigations: {help: 1}}", "X002 t, step 1: expected help 1, got unknown"),
        ("{bars: {barred: yes}}", "X002 t, step 1: expected barred yes, got unknown"),
        ("{outputs: {exposure_tier: 3}}", "X002 t, step 1: expected exposure_tier 3, got unknown"),
        ("{trust: {max: 50}}", "X002 t, step 1: expected trust at most 50, got 100.0 to 100.0"),
        ("{outcome: proceed}", "X002 t, step 1: expected outcome proceed, got not rated"),
    ],
)
def test_an_expectation_that_does_not_hold_is_one_line_with_its_place_and_both_values(
    author: Author, tests: Steps, expect: str, told: str
) -> None:
    author.write("own.yaml", ASKED)
    author.write("tests/own.yaml", tests(f"      - answers: {{open: no}}\n        expect: {expect}\n"))
    found = author.told()
    (line,) = found
    assert line.startswith("tests/own.yaml:9:")
    assert told in line


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{expect: {visible: [wo]}}", "X001 there is no question 'wo'; did you mean 'who'?"),
        ("{expect: {visible: [who.teem]}}", "X001 there is no question 'who.teem'"),
        ("{expect: {visible: [teams/x.name]}}", "X001 teams has no row 'x' here; its rows: none"),
        ("{expect: {presence: {acess: 1}}}", "X001 there is no indicator 'acess'; did you mean 'access'?"),
        ("{expect: {bars: {bared: yes}}}", "X001 there is no bar 'bared'; did you mean 'barred'?"),
        ("{expect: {mitigations: {hlp: 1}}}", "X001 there is no mitigation 'hlp'; did you mean 'help'?"),
        ("{expect: {outputs: {tier: 1}}}", "X001 there is no output 'tier'"),
        ("{answers: {wo: team}, expect: {visible: [big]}}", "C003 there is no question wo; did you mean 'who'?"),
        ("{answers: {who: teem}, expect: {visible: [big]}}", "C002 who: "),
        ("{answers: {who: null}, expect: {visible: [big]}}", "X001 who has no answer that could be taken back"),
        ("{answers: {double: 2}, expect: {visible: [big]}}", "C002 double: this is computed"),
    ],
)
def test_a_name_or_an_answer_that_there_is_not_is_told_at_its_place(
    author: Author, tests: Steps, step: str, told: str
) -> None:
    author.write("own.yaml", ASKED)
    author.write("tests/own.yaml", tests(f"      - {step}\n"))
    (line,) = author.told()
    assert line.startswith("tests/own.yaml:8:")
    assert told in line


def test_trust_is_read_with_the_eyes_of_a_buyer(author: Author, tests: Steps) -> None:
    author.write("own.yaml", ASKED)
    step = "      - expect: {trust: {min: 0}}\n"
    author.write("tests/own.yaml", tests(step).replace("profile: de-authority\n", ""))
    (line,) = author.told()
    assert "X001 trust and outcome are read with the eyes of a buyer; name a `profile`" in line
    author.write("tests/own.yaml", tests(step).replace("de-authority", "de-autority"))
    (line,) = author.told()
    assert line.startswith("tests/own.yaml:3:10: X001 there is no profile of this name; did you mean 'de-authority'?")


def test_each_test_begins_anew_and_the_day_is_its_own(author: Author) -> None:
    author.write(
        "own.yaml",
        OWN
        + """\
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {id: since, kind: date, text: Since?}
      - {id: old, kind: text, text: Old?, visible_if: "years_between(since, today) >= 5"}
""",
    )
    author.write(
        "tests/own.yaml",
        """\
ddq: tests/1
as_of: 2026-01-01
tests:
  - id: old
    title: Old
    steps: [{answers: {since: "2020-01-01"}, expect: {visible: [old]}}]
  - id: young
    title: Young
    as_of: 2021-01-01
    steps: [{expect: {may_apply: [old]}}, {answers: {since: "2020-01-01"}, expect: {hidden: [old]}}]
""",
    )
    assert author.told() == []


def test_what_is_accepted_as_not_applicable_reads_so(author: Author, tests: Steps) -> None:
    """Until a reviewer accepts it, it is unknown; and it never lowers trust."""
    author.write("own.yaml", ASKED)
    claimed = "{state: not_applicable, reason: No team}"
    author.write(
        "tests/own.yaml",
        tests(
            f"""\
      - answers: {{open: yes, who: {claimed}}}
        expect: {{values: {{who: unknown}}, presence: {{access: unknown}}, may_apply: [why]}}
      - accepted: [who]
        expect: {{values: {{who: not_applicable}}, presence: {{access: not_applicable}}, hidden: [why],
                 trust: {{min: 100}}}}
"""
        ),
    )
    assert author.told() == []
    author.write(
        "tests/own.yaml", tests("      - {answers: {open: yes}, accepted: [open], expect: {visible: [who]}}\n")
    )
    (line,) = author.told()
    assert line.startswith("tests/own.yaml:8:43: X001 the answer is answered, not “not applicable”")


def test_under_the_other_method_the_percentage_is_expected(author: Author, tests: Steps) -> None:
    points = "points: {yes: 20, no: 0}}"
    author.write(
        "own.yaml",
        OWN
        + f"""\
method: weighted/1
percentage: {{required: 70}}
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {{id: a, kind: yes_no, text: A?, {points}
      - {{id: b, kind: yes_no, text: B?, {points}
""",
    )
    author.write(
        "tests/own.yaml",
        tests(
            """\
      - expect: {trust: {contains: 100}, outcome: not rated}
      - answers: {a: {value: yes, grade: A}, b: {value: yes, grade: A}}
        expect: {trust: {min: 100}, outcome: proceed}
      - answers: {b: {value: no, grade: A}}
        expect: {trust: {min: 50, max: 50}, outcome: do not proceed}
"""
        ),
    )
    assert author.told() == []


def test_a_test_that_cannot_fail_and_one_that_is_there_twice_are_errors(author: Author, tests: Steps) -> None:
    author.write("own.yaml", ASKED)
    both = tests("      - {answers: {open: no}}\n") + "  - {id: t, title: U, steps: [{expect: {visible: [big]}}]}\n"
    path = author.write("tests/own.yaml", both)
    with pytest.raises(SourceError) as refused:
        author.ran()
    nothing, twice = map(str, refused.value.problems)
    assert nothing.endswith(
        ":5:5: X003 the test t expects nothing, so it cannot fail; say under `expect` what must follow"
    )
    assert "X003 the test t was already given in" in twice
    assert [problem.code for problem in check_tests(path)] == ["X003", "X003"]
    path.rename(author.folder / "tests" / "other.yaml")
    assert "X004 there is no" in str(check_tests(author.folder / "tests" / "other.yaml")[-1])


MODULE = """\
ddq: module/1
id: m
title: M
sections:
  - id: m
    title: M
    domain: D
    questions:
      - {id: q, kind: yes_no, text: Q?}
      - {id: r, kind: yes_no, text: R?, visible_if: q, risk: {indicator: i, title: I, strength: minor,
         origin: conduct, presence: {yes: 1, no: 0}}}
bars: [{id: b, title: B, when: q, regime: EU-833-5K, scope: All}]
"""
OF_MODULE = """\
ddq: tests/1
as_of: 2026-11-26
tests:
  - id: follows
    title: R is asked after q
    steps:
      - answers: {q: yes, r: yes}
        expect: {visible: [r, m, r], presence: {i: 1}, bars: {b: yes}, values: {q: yes}}
      - answers: {q: no}
        expect: {hidden: [r], bars: {b: no}}
      - answers: {q: null}
        expect: {may_apply: [r], bars: {b: unknown}}
"""


def test_the_tests_of_a_module_go_where_the_module_goes_under_its_prefix_too(author: Author) -> None:
    author.write("modules/m.yaml", MODULE)
    author.write("modules/tests/m.yaml", OF_MODULE)
    includes = "include: [{file: modules/m.yaml}, {file: modules/m.yaml, prefix: parent}]\n"
    author.write("own.yaml", OWN + includes)
    ran = author.ran()
    assert (ran.tests, ran.problems) == (2, ())
    author.write("modules/tests/m.yaml", OF_MODULE.replace("{i: 1}", "{i: 0}"))
    here = "modules/tests/m.yaml:8:49: X002 follows, step 1: expected"
    assert author.told() == [f"{here} i 0, got 1", f"{here} parent-i 0, got 1"]


def test_an_extension_keeps_the_tests_of_its_base_but_for_those_that_it_names(author: Author) -> None:
    author.write("modules/m.yaml", MODULE)
    author.write("modules/tests/m.yaml", OF_MODULE)
    author.write("base.yaml", OWN.replace("own", "base") + "include: [{file: modules/m.yaml}]\n")
    author.write("own.yaml", OWN + "extends: base.yaml\noverride: {questions: {r: {visible_if: null}}}\n")
    assert author.told("base.yaml") == []
    assert [line.partition(": X002 ")[2] for line in author.told()] == [
        "follows, step 2: expected r hidden, got visible",
        "follows, step 3: expected r may apply, got visible",
    ]
    without = "ddq: tests/1\nas_of: 2026-11-26\nwithout: [follows]\n"
    author.write("tests/own.yaml", without)
    assert author.told() == []
    author.write("tests/own.yaml", without.replace("follows", "folows"))
    with pytest.raises(SourceError, match="X001 no module or base has a test 'folows'; did you mean 'follows'"):
        author.ran()


def test_the_example_of_the_reference_holds(author: Author) -> None:
    """The page of the format shows a questionnaire and the tests of it."""
    page = (Path(__file__).parents[3] / "docs" / "reference" / "questionnaire-format.md").read_text(encoding="utf-8")
    questionnaire, *_ = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (written,) = re.findall(r"```text\n(ddq: tests/1.*?)```", page, re.DOTALL)
    author.write("own.yaml", questionnaire)
    author.write("tests/own.yaml", written)
    assert author.told() == []
    assert all(key in page for key in Expected.model_fields)
