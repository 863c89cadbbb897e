"""VSAQ in: blocks become sections, `cond` conditions; a warning's text becomes what a bad answer looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ddq.authoring.converters.conditions import (
    Compared,
    Constant,
    Filled,
    Holds,
    Joined,
    Name,
    Node,
    Several,
    Untranslatable,
)
from ddq.authoring.converters.draft import Clause, Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.vsaq_condition import read_condition
from ddq.authoring.converters.vsaq_dialect import Lines, parse_dialect
from ddq.authoring.converters.words import from_html, is_html, one_line, pipes, split_question
from ddq.foreign.plain_json import items, mapping, read_text, refuse, word

MAX_NESTING = 30


def read_vsaq(path: Path) -> Converted:
    """The questionnaire of a VSAQ file, with its loss report.

    Raises:
        SourceError: the file cannot be read as one.
    """
    data = parse_dialect(read_text(path), str(path))
    blocks = data.get("questionnaire") if isinstance(data, Lines) else data
    if not isinstance(blocks, list):
        refuse(str(path), "K001", "this is no VSAQ questionnaire", "it holds a list under `questionnaire`")
    return _Reader(path, items(blocks)).converted()


@dataclass
class _Block:
    """What stands around an item."""

    section: DraftSection
    titles: list[str] = field(default_factory=list[str])
    clauses: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Place and text of the conditions of the blocks around, outermost first."""


@dataclass
class _Waiting:
    """A condition that is read once every name is known."""

    text: str
    place: str
    take: Callable[[Clause], None]


class _Reader:
    """One walk over a questionnaire."""

    def __init__(self, path: Path, blocks: list[Any]) -> None:
        self.path, self.blocks = path, blocks
        self.report = LossReport(path.name, "vsaq")
        self.ids, self.section_ids = Names(), Names()
        self.sections: list[DraftSection] = []
        self.nodes: dict[str, Node] = {}
        """By name in conditions, what it stands for."""
        self.questions: dict[str, DraftQuestion] = {}
        self.waiting: list[_Waiting] = []
        self.tips: list[tuple[str, str, str]] = []
        self.formatted = 0

    def converted(self) -> Converted:
        title = self.path.stem
        if len(self.blocks) == 1 and mapping(self.blocks[0]).get("type") == "block":
            top = mapping(self.blocks[0])
            title = self._words(top.get("text")) or title
            section = self._section(top, [], "")
            self._items(items(top.get("items")), _Block(section, [], self._own(top)), 0)
        else:
            self._items(self.blocks, _Block(self._section({}, [], title), []), 0)
        self._resolve()
        self._attach_tips()
        if self.formatted:
            self.report.changed("whole file", f"formatting was taken out of {self.formatted} texts")
        if any(question.visible for section in self.sections for question in section.questions):
            self.report.changed(
                "whole file",
                "a question whose condition rests on an open answer was hidden",
                "here it “may apply” until that is known",
            )
        return settle(Draft(Names().code(self.path.stem, "vsaq"), title, self.sections), self.report)

    # Structure

    def _words(self, value: Any) -> str:
        text = word(value)
        self.formatted += is_html(text)
        return pipes(from_html(text), {})[0]

    def _section(self, block: Any, titles: list[str], title: str) -> DraftSection:
        name = word(block.get("id")) or title or "section"
        section = DraftSection(self.section_ids.code(name, "section"), ": ".join([*titles, title]) or name)
        self.sections.append(section)
        return section

    def _own(self, item: Any) -> list[tuple[str, str]]:
        text = word(item.get("cond")).strip()
        return [(_place(item), text)] if text else []

    def _items(self, found: list[Any], around: _Block, depth: int) -> None:
        for raw in found:
            item = mapping(raw)
            kind = word(item.get("type"))
            if kind == "block":
                self._block(item, around, depth)
            elif kind == "info":
                self._info(item, around)
            elif kind == "tip":
                self._tip(item)
            elif kind in _ITEMS:
                self._question(item, kind, around)
            elif kind != "spacer":
                self.report.lost(_place(item), f"an item of the type {kind!r}: {quoted(self._words(item.get('text')))}")

    def _block(self, item: Any, around: _Block, depth: int) -> None:
        if depth > MAX_NESTING:
            self.report.lost(_place(item), "blocks are nested too deeply")
            return
        title = one_line(self._words(item.get("text"))) or word(item.get("id"))
        titles = around.titles
        inner = _Block(self._section(item, titles, title), [*titles, title], [*around.clauses, *self._own(item)])
        for place, text in inner.clauses:
            self.waiting.append(_Waiting(text, place, inner.section.visible.append))
        name = word(item.get("id"))
        if name:
            self.nodes.setdefault(f"^{name}", Constant(True))
        self._items(items(item.get("items")), inner, depth + 1)
        following = DraftSection(self.section_ids.code(around.section.id), around.section.title)
        for place, text in around.clauses:
            self.waiting.append(_Waiting(text, place, following.visible.append))
        self.sections.append(following)
        around.section = following

    def _info(self, item: Any, around: _Block) -> None:
        text = self._words(item.get("text"))
        section = around.section
        if text and not section.questions and not item.get("cond"):
            section.intro = "\n\n".join(filter(None, (section.intro, text)))
        elif text:
            self.report.lost(_place(item), f"a text between questions: {quoted(text)}")

    def _tip(self, item: Any) -> None:
        condition, text = word(item.get("cond")).strip(), self._words(item.get("text"))
        name = one_line(self._words(item.get("name")))
        severity = word(item.get("severity"))
        if severity:
            text = f"{text} (VSAQ: {name}, {severity})" if name else f"{text} (VSAQ: {severity})"
        self.tips.append((_place(item), condition, text))

    def _question(self, item: Any, kind: str, around: _Block) -> None:
        place = _place(item)
        choices = [pair for raw in items(item.get("choices")) for pair in mapping(raw).items()]
        name = word(item.get("id")) or _common([key for key, _ in choices]) or f"{around.section.id}-q"
        text, rest = split_question(self._words(item.get("text")) or self._last_words(around, name))
        data: dict[str, Any] = {"id": self.ids.question(name), "kind": _ITEMS[kind], "text": text}
        question = DraftQuestion(place, data["id"], data)
        if rest:
            data["help"] = rest
        if item.get("required"):
            data["required"] = True
        hint = self._words(item.get("placeholder"))
        if hint:
            data["help"] = "\n\n".join(filter(None, (rest, f"Such as: {hint}")))
        self._kind(item, question, choices, name)
        for place_, text_ in self._own(item):
            self.waiting.append(_Waiting(text_, place_, question.visible.append))
        for key, what in (("inputPattern", "a pattern that the entry must match"), ("auth", "who may answer")):
            if item.get(key):
                self.report.lost(place, f"{what} is not carried")
        around.section.questions.append(question)
        self.questions[data["id"]] = question

    def _last_words(self, around: _Block, name: str) -> str:
        """A group without a text of its own follows a text that asks for it."""
        section = around.section
        if section.intro and not section.questions:
            intro, section.intro = section.intro, None
            return intro
        return name.replace("_", " ").strip().capitalize()

    def _kind(self, item: Any, question: DraftQuestion, choices: list[tuple[str, Any]], name: str) -> None:
        data, asked = question.data, Name(question.name)
        if data["kind"] in ("choice", "choices"):
            self._choices(item, question, choices)
        if data["kind"] == "yes_no":
            question.codes = {"yes": "yes", "no": "no", "true": "yes"}
            labels = [one_line(self._words(item.get(key))) for key in ("yes", "no")]
            if any(label and label.lower() not in ("yes", "no") for label in labels):
                data["help"] = "\n".join(filter(None, (data.get("help"), f"Yes: {labels[0]}", f"No: {labels[1]}")))
            self.nodes.setdefault(name, Compared("==", asked, Constant("yes")))
            self.nodes.setdefault(f"{name}/yes", Compared("==", asked, Constant("yes")))
            if item.get("type") == "yesno":
                self.nodes.setdefault(f"{name}/no", Compared("==", asked, Constant("no")))
        elif word(item.get("id")):
            self.nodes.setdefault(name, Filled(asked))
            self.nodes.setdefault(f"{name}/value", Filled(asked))

    def _choices(self, item: Any, question: DraftQuestion, choices: list[tuple[str, Any]]) -> None:
        """VSAQ gives every choice a name of its own, by which conditions ask for it."""
        data, codes = question.data, Names()
        prefix = _common([key for key, _ in choices])
        written: list[dict[str, Any]] = []
        for key, label in choices:
            code = codes.code(key.removeprefix(prefix).strip("_- ") or key)
            question.codes[key] = code
            text = one_line(self._words(label)) or key
            written.append({"code": code, "label": text})
        if item.get("defaultChoice") is True and data["kind"] == "choice":
            written.append({"code": codes.code("none"), "label": "None of the above"})
        if len(written) < 2:
            data["kind"] = "yes_no"
            question.codes = dict.fromkeys(question.codes, "yes")
            if written:
                data["help"] = "\n\n".join(filter(None, (data.get("help"), f"Yes: {written[0]['label']}")))
            self.report.changed(question.place, "it has one choice only, and became a question for yes or no")
        else:
            data["choices"] = written
        for key in question.codes:
            self.nodes.setdefault(key, Holds(Name(question.name), Several((Constant(key),)), every=False))
        for raw in items(item.get("choicesConds")):
            for key, text in mapping(raw).items():
                if key in question.codes and word(text):
                    code, place = question.codes[key], _place(item)
                    self.waiting.append(_Waiting(word(text), place, _setter(question.choices, code)))

    # Conditions

    def _name(self, name: str) -> Node:
        found = self.nodes.get(name) or self.nodes.get(name.removesuffix("/yes"))
        if found is None or name.startswith("^"):
            what = "asks whether something is shown" if name.startswith("^") else f"reads {name!r}, which is not there"
            raise Untranslatable(f"it {what}")
        return found

    def _resolve(self) -> None:
        told: set[tuple[str, str]] = set()
        for waiting in self.waiting:
            try:
                node = read_condition(waiting.text, self._name)
            except Untranslatable as reason:
                if (waiting.place, waiting.text) not in told:
                    self.report.lost(waiting.place, f"the condition {quoted(waiting.text)}: {reason}")
                told.add((waiting.place, waiting.text))
                continue
            waiting.take(Clause(waiting.place, waiting.text, node))

    def _attach_tips(self) -> None:
        """A tip that comes up with one answer says what is bad about that answer."""
        for place, condition, text in self.tips:
            try:
                node = read_condition(condition, self._name) if condition else None
            except Untranslatable:
                node = None
            question = self.questions.get(_asked(node)) if node is not None else None
            if question is None or not text:
                self.report.lost(place, f"a hint{' that comes up with answers' if condition else ''}: {quoted(text)}")
                continue
            question.data["bad"] = "\n\n".join(filter(None, (question.data.get("bad"), text)))
            self.report.changed(place, "a hint that comes up with an answer stands under the question as `bad`")


def _asked(node: Node) -> str:
    """The one question that a condition asks for; empty where there are several."""
    match node:
        case Holds(Name(path)) | Compared(_, Name(path), _) | Filled(Name(path)):
            return path
        case Joined(_, parts):
            asked = {_asked(part) for part in parts}
            return asked.pop() if len(asked) == 1 else ""
        case _:
            return ""


def _setter(target: dict[str, Clause], key: str) -> Callable[[Clause], None]:
    def take(clause: Clause) -> None:
        target[key] = clause

    return take


def _place(item: Any) -> str:
    return f"line {item.line}" if isinstance(item, Lines) else "whole file"


def _common(names: list[str]) -> str:
    """The beginning that the names of choices share, up to a separator."""
    if len(names) < 2:
        return names[0] if names else ""
    start = names[0]
    for name in names[1:]:
        while not name.startswith(start):
            start = start[:-1]
    return start[: start.rfind("_") + 1].rstrip("_") if "_" in start else ""


_ITEMS = {
    "line": "text",
    "box": "long_text",
    "yesno": "yes_no",
    "check": "yes_no",
    "radio": "yes_no",
    "radiogroup": "choice",
    "checkgroup": "choices",
    "upload": "evidence",
}
"""By VSAQ's type: our kind."""
