"""A condition is covered once the tests saw it true, false and unknown, and one of them fails when it is negated."""

from __future__ import annotations

import pytest

from ddq.authoring.testing.claims import claims
from ddq.authoring.testing.reading import read_tests
from ddq.authoring.testing.resting import rests_on
from ddq.authoring.testing.running import holds, run_tests
from ddq.authoring.testing.watching import watched
from ddq.scoring.methods import METHODS
from ddq.workspace.snapshot import take_case
from tests.authoring.testing.conftest import OWN, WORLD, Author, Steps, library

ONE = (
    OWN
    + """\
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {id: a, kind: yes_no, text: A?}
      - {id: n, kind: integer, text: N?}
      - {id: q, kind: text, text: Q?, visible_if: CONDITION}
"""
)


def one(condition: str) -> str:
    return ONE.replace("CONDITION", condition)


def test_what_was_never_seen_is_told_at_the_condition(author: Author, tests: Steps) -> None:
    author.write("own.yaml", one("a"))
    author.write("tests/own.yaml", tests("      - {answers: {a: yes}, expect: {visible: [q]}}\n"))
    assert author.missing() == ["own.yaml:12:51: X005 q visible_if `a`: never seen false or unknown"]
    author.write(
        "tests/own.yaml",
        tests(
            "      - {answers: {a: yes}, expect: {visible: [q]}}\n      - {answers: {a: no}, expect: {hidden: [q]}}\n"
            "      - {answers: {a: null}, expect: {may_apply: [q]}}\n"
        ),
    )
    assert author.missing() == []


def test_seeing_is_not_enough_where_nothing_is_expected_of_it(author: Author, tests: Steps) -> None:
    author.write("own.yaml", one("a"))
    author.write(
        "tests/own.yaml",
        tests("      - {expect: {visible: [a]}}\n      - {answers: {a: yes}}\n      - {answers: {a: no}}\n"),
    )
    assert author.missing() == ["own.yaml:12:51: X005 q visible_if `a`: no test fails when it is negated"]


def test_each_part_of_and_or_not_is_a_condition_of_its_own(author: Author, tests: Steps) -> None:
    """Else a wrong code in a long `or` would hide behind the others."""
    author.write("own.yaml", one("not (a and n > 5 or n == 1)"))
    author.write("tests/own.yaml", tests("      - {answers: {a: yes, n: 1}, expect: {hidden: [q]}}\n"))
    assert list(author.covered()) == ["q visible_if a", "q visible_if n > 5", "q visible_if n == 1"]
    assert [line.partition("`: ")[2] for line in author.missing()] == [
        "never seen false or unknown; no test fails when it is negated",
        "never seen true or unknown; no test fails when it is negated",
        "never seen false or unknown",
    ]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("'any(r.x for r in g)'", ["r.x"]),
        ("count(r.x for r in g) > 1", ["count(r.x for r in g) > 1", "r.x"]),
        ("n in ('a', 'b')", None),
        ("(1 if a else 2) == n", ["(1 if a else 2) == n", "a"]),
        ("'answered(n) or a == True'", ["answered(n)", "a == True"]),
    ],
)
def test_the_smallest_parts_are_found(author: Author, condition: str, found: list[str] | None) -> None:
    if found is None:
        condition, found = "'not includes(m, \"x\")'", ['includes(m, "x")']
    group = "      - {id: g, kind: group, text: G?, fields: [{id: x, kind: yes_no, text: X?}]}\n"
    several = "      - {id: m, kind: choices, text: M?, choices: [{code: x, label: X}, {code: y, label: Y}]}\n"
    author.write("own.yaml", one(condition) + group + several)
    author.write("tests/own.yaml", "ddq: tests/1\nas_of: 2026-01-01\n")
    assert [each.condition.text for each in author.covered().values()] == found


def test_a_condition_that_cannot_be_unknown_need_not_be_seen_so(author: Author, tests: Steps) -> None:
    """`answered()` is never unknown, and a check is not looked at before its own question is answered."""
    checked = "check: [{must: n > 0, message: M}]"
    author.write("own.yaml", one("a").replace("text: N?", f"text: N?, required_if: answered(q), {checked}"))
    author.write(
        "tests/own.yaml",
        tests(
            """\
      - {expect: {may_apply: [q], optional: [n]}}
      - {answers: {n: 1, a: yes, q: x}, expect: {passing: [n], visible: [q], required: [n]}}
      - {answers: {n: -1, a: no}, expect: {failing: [n], hidden: [q]}}
"""
        ),
    )
    assert author.missing() == []


def test_what_is_looked_at_once_another_answer_is_known_need_not_be_seen_unknown(author: Author, tests: Steps) -> None:
    """Nothing is computed before it is known that the question applies, so `a` is known by then."""
    computed = "      - {id: c, kind: computed, text: C, visible_if: a != (n > 5), calc: 1 if a else 2}\n"
    author.write("own.yaml", one("a") + computed)
    author.write(
        "tests/own.yaml",
        tests(
            """\
      - {expect: {may_apply: [q, c]}}
      - {answers: {a: yes, n: 1}, expect: {visible: [q], values: {c: 1}}}
      - {answers: {a: no, n: 6}, expect: {hidden: [q], values: {c: 2}}}
      - {answers: {n: 1}, expect: {hidden: [c]}}
"""
        ),
    )
    assert author.missing() == []


def test_a_figure_is_covered_by_the_conditions_that_it_is_chosen_by(author: Author, tests: Steps) -> None:
    """Presence, bars, outputs, calculations and choices, in shared lists as well."""
    author.write(
        "own.yaml",
        OWN
        + """\
choices: {access: {choices: [{code: none, label: None}, {code: all, label: All, visible_if: a}]}}
sections:
  - id: s
    title: S
    domain: D
    visible_if: a != d
    questions:
      - {id: p, kind: choice, text: P?, choices: access}
      - {id: c, kind: computed, text: C, calc: 1 if b else 2}
      - id: n
        kind: integer
        text: N?
        risk: {indicator: i, title: I, strength: minor, origin: conduct, presence: 1 if n > 5 else 0.5 if n > 2 else 0}
  - id: first
    title: F
    domain: D
    questions: [{id: a, kind: yes_no, text: A?}, {id: b, kind: yes_no, text: B?}, {id: d, kind: yes_no, text: D?}]
bars: [{id: bar, title: B, when: n > 9, regime: EU-833-5K, scope: All}]
outputs: {exposure_tier: 4 if b else 1}
""",
    )
    author.write(
        "tests/own.yaml",
        tests(
            """\
      - expect:
          may_apply: [s, p.all]
          presence: {i: unknown}
          bars: {bar: unknown}
          outputs: {exposure_tier: unknown}
      - answers: {a: yes, d: no}
        expect: {values: {c: unknown}}
      - answers: {b: no, n: 10}
        expect: {visible: [s, p.all], values: {c: 2}, presence: {i: 1}, bars: {bar: yes}, outputs: {exposure_tier: 1}}
      - answers: {a: no, d: yes, b: yes, n: 3}
        expect: {visible: [s], hidden: [p.all], values: {c: 1}, presence: {i: 0.5}, outputs: {exposure_tier: 4}}
      - answers: {n: 2}
        expect: {presence: {i: 0}, bars: {bar: no}}
      - answers: {d: no}
        expect: {hidden: [s]}
"""
        ),
    )
    assert author.missing() == []
    assert {each.condition.where for each in author.covered().values()} == {
        "access visible_if", "s visible_if", "c calc", "n presence", "bar when", "exposure_tier output",
    }  # fmt: skip


def test_a_fallen_trust_notices_a_negated_condition(author: Author, tests: Steps) -> None:
    """Only the score may be expected: that is a test as well."""
    risk = (
        "      - {id: r, kind: yes_no, text: R?, visible_if: a, risk: {indicator: i, title: I, strength: decisive,\n"
        "         origin: conduct, reason: R, presence: {yes: 1, no: 0}}}\n"
    )
    author.write("own.yaml", one("n > 0") + risk)
    author.write(
        "tests/own.yaml",
        tests(
            "      - {expect: {may_apply: [q]}}\n      - {answers: {a: no, n: 1, r: yes}, expect: {visible: [q]}}\n"
            "      - {answers: {n: 0}, expect: {trust: {min: 90}, hidden: [q]}}\n"
            "      - {answers: {a: yes}, expect: {trust: {max: 10}}}\n"
        ),
    )
    assert author.missing() == []


def test_a_module_under_two_prefixes_is_covered_once(author: Author) -> None:
    author.write("m.yaml", one("a").replace("questionnaire/1", "module/1").replace("version: 1.0.0\n", ""))
    author.write(
        "tests/m.yaml",
        "ddq: tests/1\nas_of: 2026-01-01\ntests:\n  - id: t\n    title: T\n    steps:\n"
        "      - {expect: {may_apply: [q]}}\n      - {answers: {a: yes}, expect: {visible: [q]}}\n"
        "      - {answers: {a: no}, expect: {hidden: [q]}}\n",
    )
    author.write("own.yaml", OWN + "include: [{file: m.yaml, prefix: x}, {file: m.yaml, prefix: y}]\n")
    (covered,) = author.covered().values()
    assert covered.is_covered
    assert covered.condition.position == (11, 51)


def test_watching_a_questionnaire_changes_nothing_of_what_it_says(author: Author) -> None:
    """The shipped questionnaire gives the same figures under the eyes of the watcher."""

    from ddq.authoring.testing.watching import watched
    from tests.authoring.testing.conftest import library

    taken = take_case(library(), "bytedance-2021")
    score = METHODS[taken.loaded.questionnaire.method]
    under = score(taken.assessment, watched(taken.loaded), taken.reading, taken.profile, taken.day)
    assert under == taken.score()


def test_a_step_is_only_passed_over_where_nothing_that_it_expects_rests_on_the_condition() -> None:
    """Of the shipped questionnaire every 29th pair of a condition and a step that is passed over, tried out."""
    loaded = library().questionnaire("vendor-due-diligence")
    steps = run_tests(loaded, read_tests(loaded), WORLD).situations
    under = watched(loaded)
    rests = [[rests_on(loaded, claim) for claim in claims(step.expect)] for step in steps]
    tried = 0
    for condition in under.conditions:
        under.watcher.negated = condition.number
        for number, step in enumerate(steps):
            passed_over = all(names is not None and condition.item not in names for names in rests[number])
            if passed_over and (31 * condition.number + number) % 29 == 0:
                tried += 1
                assert holds(under, step), (condition, step.test)
    assert tried > 300
