"""YAML files made by chance: questionnaires, modules, extensions and translations with something changed in them."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from ddq.authoring.diff import diff
from ddq.authoring.lint import lint
from ddq.questionnaire.assembly.files import KeptFiles
from ddq.questionnaire.assembly.parts import read_parts
from ddq.questionnaire.compiled import LoadedQuestionnaire, SourceFile
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.load import resolve
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.resolved import resolved
from ddq.questionnaire.writing import to_yaml
from ddq.questionnaire.yaml_reader import load_yaml
from tests.fuzz.expressions import value
from tests.property.generated_questionnaires import write

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path("/q")
SETS = frozenset({"EU", "EEA"})
JUNK: list[Any] = [
    *(None, True, 0, -1, 5, 1e308, 2**63 - 1, "", "x", "x" * 3000, "{x}", "{", "\u202e", "🎉é", "1.10", "2026-02-30"),
    *([], {}, [[]], [None], {"": None}, {"id": "q1"}, ["a", "a"], {"a": {"b": {"c": {}}}}, "a" * 5000, "EU", "(" * 60),
    *("modules/m.yaml", "../../etc/passwd", "/dev/zero", "base", "q1", "q0 and q1", "not q1", "q1 == 'a'", "1 / 0"),
]
SNIPPETS = [
    *("&a ", "*a ", "!!python/object:os.system ", "!x ", "<<: {a: 1}\n", "? ", ": ", "- ", "---\n", "...\n", "=", "~"),
    *("|\n", ">-\n", "'", '"', "[", "]", "{", "}", ",", "#", "\t", "\n", "  ", "\x00", "\ufeff", "\u2028", "\ud800"),
    *("\\x00", '"\\0"', ".inf", ".nan", "0x", "1e999", "9" * 30, "yes", "NO", "&a [*a, *a]", "[" * 60, "- " * 60, "\r"),
    *("%YAML 1.1\n", "%TAG ! tag:x,2000:\n", "!!binary aGk=", "<<: *a\n", '"\\uD800"', "|9\n", ">+\n\n", "@", "`"),
]
Files = dict[str, str]
"""By name, the text; the first is the questionnaire's own."""


def cases(random: Random, number: int, _: Path | None = None) -> Iterator[tuple[str, Callable[[], str]]]:
    """`number` questionnaires of one to four files, each with the trial that loads, checks and evaluates it."""
    corpus = [*(_generated(random) for _ in range(40)), *_broken(), *_shipped()]
    sound = [found for found in (_loaded(files, None) for files in corpus) if found is not None]
    for _ in range(number):
        files = dict(random.choice(corpus))
        name = random.choice(list(files))
        files[name] = _changed(random, files[name], random.choice(list(random.choice(corpus).values())))
        shown = "\n".join(f"# {name}\n{text}" for name, text in files.items())
        yield shown, partial(tried, files, random.getrandbits(32), random.choice(sound))


def tried(files: Files, seed: int, other: LoadedQuestionnaire) -> str:
    """Load, and do with it what is done with questionnaires; only problems with a place may come of it."""
    random = Random(seed)
    try:
        loaded = _load(files, random.choice((None, None, "de")))
    except SourceError as error:
        assert error.problems
        assert all(problem.message and problem.line >= 0 and problem.col >= 0 for problem in error.problems)
        str(error)
        return "refused"
    for problem in lint(loaded):
        str(problem)
    resolved(loaded).text()
    diff(other, loaded)
    for _ in range(3):
        values = {name: value(random, loaded.kind(question)) for name, question in loaded.questions.items()}
        evaluate(loaded, values, date(2026, 3, 1), sets={"EU": frozenset({"DE"})})
    return "loaded"


def _load(files: Files, language: str | None) -> LoadedQuestionnaire:
    sources = [
        SourceFile(str(FOLDER / name), text, hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest())
        for name, text in files.items()
    ]
    own = Path(sources[0].name)
    return resolve(read_parts(KeptFiles(sources), sources[0], own, FOLDER, language), SETS)


def _loaded(files: Files, language: str | None) -> LoadedQuestionnaire | None:
    try:
        return _load(files, language)
    except SourceError:
        return None


# What is changed -----------------------------------------------------------------------------------------------------


def _changed(random: Random, text: str, other: str) -> str:
    """The text with one to four changes, in its characters, its lines or its data."""
    change = random.choice((_characters, _lines, _lines, _data, _data))
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        text = change(random, text, other)
    return text


def _characters(random: Random, text: str, _: str) -> str:
    start = random.randint(0, len(text))
    end = min(len(text), start + random.choice((0, 0, 1, 3, 40)))
    put = random.choice((random.choice(SNIPPETS), chr(random.randrange(0x110000)), ""))
    return text[:start] + put + text[end:]


def _lines(random: Random, text: str, other: str) -> str:
    lines, others = text.split("\n"), other.split("\n")
    at = random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[random.randrange(len(lines))])
        case 2:
            lines[at] = random.choice((" ", "  ", "    ", "")) + lines[at].lstrip()
        case 3:
            start = random.randrange(len(others))
            lines[at:at] = others[start : start + random.randint(1, 12)]
        case 4:
            lines[at] = lines[at].partition(":")[0] + ": " + str(random.choice(JUNK))[:200]
        case _:
            lines[at:] = lines[at : at + random.randint(0, 40)] * random.choice((1, 2, 30))
    return "\n".join(lines)


def _data(random: Random, text: str, _: str) -> str:
    """Values replaced, taken out, doubled or moved; written anew. Of a text that is no data: its lines."""
    try:
        data = copy.deepcopy(load_yaml(text, "f.yaml").data)
    except SourceError:
        return _lines(random, text, text)
    places = list(_places(data))
    if not places:
        return text
    holder, key = random.choice(places)
    elsewhere, there = random.choice(places)
    match random.randrange(5):
        case 0:
            del holder[key]
        case 1:
            holder[key] = copy.deepcopy(elsewhere[there])
        case 2 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        case 3 if isinstance(holder, dict):
            holder[random.choice(("id", "kind", "choices", "visible_if", "x", "include", "min"))] = holder.pop(key)
        case _:
            holder[key] = copy.deepcopy(random.choice(JUNK))
    return to_yaml(data) if isinstance(data, dict) and data else json.dumps(data)


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    for key in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from _places(data[key])


# What it is changed in -----------------------------------------------------------------------------------------------

MODULE = """\
ddq: module/1
id: m
title: M
sections:
  - id: inner
    title: Inner
    domain: Data
    questions:
      - {id: M1, kind: yes_no, text: Held?, concept: held}
      - {id: M2, kind: text, text: 'Where, {M1}?', visible_if: M1}
"""
EXTENSION = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Own
language: en
extends: base.yaml
include: [{file: m.yaml, prefix: x, concepts: own}]
override: {questions: {q0: {text: Otherwise?}}}
insert_after: {questions: {q1: [{id: N1, kind: yes_no, text: New?, visible_if: x-M1}]}}
remove: {questions: [{removed}]}
"""
SIDE = "ddq: translation/1\nlanguage: de\nquestions:\n  M1: {text: Gehalten?}\n"


def _generated(random: Random) -> Files:
    """A questionnaire of chance, alone, beside a module, or as the base of an extension of it."""
    document = write(random, random.randint(3, 8)).document
    match random.randrange(3):
        case 0:
            return {"own.yaml": to_yaml(document)}
        case 1:
            including = {**document, "include": [{"file": "m.yaml"}]}
            return {"own.yaml": to_yaml(including), "m.yaml": MODULE, "translations/m.de.yaml": SIDE}
        case _:
            extension = EXTENSION.replace("{removed}", random.choice(("", "", "q2")))
            base = to_yaml(document)
            return {"own.yaml": extension, "base.yaml": base, "m.yaml": MODULE, "translations/m.de.yaml": SIDE}


def _broken() -> Iterator[Files]:
    for path in sorted((ROOT / "tests" / "questionnaire" / "broken").glob("*.yaml")):
        yield {"own.yaml": path.read_text(encoding="utf-8", errors="replace")}


def _shipped() -> Iterator[Files]:
    """Each shipped module, as the only one of a questionnaire, with its translation where there is one."""
    folder = ROOT / "questionnaires" / "modules"
    head = "ddq: questionnaire/1\nid: own\nversion: 1.0.0\ntitle: Own\ninclude: [{{file: {}}}]\n"
    for path in sorted(folder.glob("*.yaml")):
        files = {"own.yaml": head.format(path.name), path.name: path.read_text()}
        for side in sorted(folder.glob(f"translations/{path.stem}*.yaml")):
            files[f"translations/{side.name}"] = side.read_text()
        yield files
