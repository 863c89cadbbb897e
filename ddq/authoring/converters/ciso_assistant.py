"""CISO Assistant libraries in: the questions of a framework's requirements; one without any is asked as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ddq.authoring.converters.conditions import Constant, Holds, Joined, Name, Node, Several
from ddq.authoring.converters.draft import Clause, Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.foreign_yaml import parse_yaml
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.vsaq_dialect import Lines
from ddq.authoring.converters.words import one_line, pipes, plain, split_question
from ddq.foreign.plain_json import items, mapping, read_text, refuse, word

_KINDS = {
    "unique_choice": "choice",
    "single_choice": "choice",
    "multiple_choice": "choices",
    "text": "long_text",
    "date": "date",
    "number": "decimal",
    "boolean": "yes_no",
}
_RESULTS = (
    ("compliant", "Compliant"),
    ("partially_compliant", "Partly compliant"),
    ("non_compliant", "Not compliant"),
)
_OBJECTS = {
    "reference_controls": "reference controls",
    "threats": "threats",
    "risk_matrix": "a risk matrix",
    "requirement_mapping_set": "a mapping between frameworks",
}


def read_ciso_assistant(path: Path) -> Converted:
    """The questionnaire of a library, with its loss report.

    Raises:
        SourceError: it cannot be read, or holds no framework.
    """
    library = mapping(parse_yaml(read_text(path), str(path)))
    objects = mapping(library.get("objects"))
    frameworks = [mapping(objects.get("framework"))] if objects.get("framework") else []
    frameworks += [mapping(each) for each in items(objects.get("frameworks"))]
    if not frameworks:
        hint = "a library holds it under `objects`"
        refuse(str(path), "K001", "this is no CISO Assistant library with a framework", hint)
    return _Reader(path, library, frameworks).converted()


class _Reader:
    def __init__(self, path: Path, library: Mapping[str, Any], frameworks: list[Mapping[str, Any]]) -> None:
        self.path, self.library, self.frameworks = path, library, frameworks
        self.report = LossReport(path.name, "ciso-assistant")
        self.ids, self.section_ids = Names(), Names()
        self.sections: list[DraftSection] = []
        self.choices: dict[str, str] = {}
        """By URN of a choice, its value."""
        self.left: dict[str, int] = {}

    def converted(self) -> Converted:
        for framework in self.frameworks:
            self._framework(framework)
        objects = mapping(self.library.get("objects"))
        for key, what in _OBJECTS.items():
            if objects.get(key) or objects.get(f"{key}s"):
                self.report.lost(key, f"{what}: not carried")
        for what, count in self.left.items():
            self.report.lost("whole file", f"{what} of {count} requirements are not carried")
        if self.library.get("translations"):
            self.report.lost("whole file", "translations are not carried", "write them as side files")
        title = one_line(word(self.library.get("name"))) or self.path.stem
        identifier = Names().code(word(self.library.get("ref_id")) or self.path.stem, "library")
        description = plain(word(self.library.get("description"))) or None
        language = word(self.library.get("locale")) or "en"
        draft = Draft(identifier, title, self.sections, description and pipes(description, {})[0], language=language)
        return settle(draft, self.report)

    def _framework(self, framework: Mapping[str, Any]) -> None:
        name = word(framework.get("ref_id")) or "framework"
        section = DraftSection(self.section_ids.code(name), one_line(word(framework.get("name"))) or name)
        self.sections.append(section)
        for key in ("scores_definition", "outcomes_definition"):
            if framework.get(key):
                self.report.lost(key, "the framework's scores are not carried", "they are not this method's")
        for raw in items(framework.get("requirement_nodes")):
            node = mapping(raw)
            heading = _heading(node)
            asked = list(self._questions(node))
            if not asked and node.get("assessable") != "true":
                section = DraftSection(self.section_ids.code(word(node.get("ref_id")) or heading, "part"), heading)
                section.intro = _text(node.get("description")) if node.get("name") else None
                self.sections.append(section)
                continue
            if not asked:
                asked = [self._whole(node)]
            section.questions += asked
            for key, what in (
                ("implementation_groups", "implementation groups"),
                ("reference_controls", "reference controls"),
                ("threats", "threats"),
                ("typical_evidence", "typical evidence"),
            ):
                if node.get(key):
                    self.left[what] = self.left.get(what, 0) + 1

    def _whole(self, node: Mapping[str, Any]) -> DraftQuestion:
        """A requirement that asks nothing itself: whether it is met."""
        name = word(node.get("ref_id")) or word(node.get("urn")).rpartition(":")[2]
        text, rest = split_question(_text(node.get("name")) or _text(node.get("description")) or name)
        data: dict[str, Any] = {"id": self.ids.question(name, "R"), "kind": "choice", "text": text}
        data["choices"] = [{"code": code, "label": label} for code, label in _RESULTS]
        description = _text(node.get("description")) if node.get("name") else ""
        if help_text := "\n\n".join(filter(None, (rest, description, _text(node.get("annotation"))))):
            data["help"] = help_text
        return DraftQuestion(_place(node), word(node.get("urn")) or name, data)

    def _questions(self, node: Mapping[str, Any]) -> Iterator[DraftQuestion]:
        """The questions of a node, in the form of today or of earlier libraries."""
        now = node.get("questions")
        earlier = mapping(node.get("question"))
        found = [(urn, mapping(each)) for urn, each in mapping(now).items()]
        found += [(word(mapping(each).get("urn")), mapping(each)) for each in items(now)]
        for number, (urn, question) in enumerate(found, start=1):
            kind, raw = word(question.get("type")), items(question.get("choices"))
            values = [(word(mapping(each).get("urn")), _text(mapping(each).get("value"))) for each in raw]
            yield self._question(node, (urn, number, len(found)), question, kind, values)
        asked = items(earlier.get("questions"))
        for number, each in enumerate(asked, start=1):
            question = mapping(each)
            kind = word(earlier.get("question_type"))
            values = [(word(value), _text(value)) for value in items(earlier.get("question_choices"))]
            yield self._question(node, (word(question.get("urn")), number, len(asked)), question, kind, values)

    def _question(
        self,
        node: Mapping[str, Any],
        which: tuple[str, int, int],
        question: Mapping[str, Any],
        kind: str,
        values: list[tuple[str, str]],
    ) -> DraftQuestion:
        urn, number, count = which
        name = word(node.get("ref_id")) or word(node.get("urn")).rpartition(":")[2]
        text, rest = split_question(_text(question.get("text")) or name)
        identifier = self.ids.question(f"{name}-{number}" if count > 1 else name, "R")
        data: dict[str, Any] = {"id": identifier, "kind": _KINDS.get(kind, "long_text"), "text": text}
        context = [rest, _text(node.get("name")), _text(node.get("description")), _text(node.get("annotation"))]
        if help_text := "\n\n".join(filter(None, context)):
            data["help"] = help_text
        place = _place(question if isinstance(question, Lines) else node)
        if kind not in _KINDS:
            self.report.changed(place, f"a question of the type {quoted(kind)} became a text")
        found = DraftQuestion(place, urn or identifier, data)
        self._choices(found, values)
        if node_depends := mapping(question.get("depends_on")):
            found.visible = self._depends(node_depends, place)
        for each in items(question.get("choices")):
            for key in ("add_score", "compute_result", "select_implementation_groups"):
                if mapping(each).get(key) is not None:
                    self.left[key] = self.left.get(key, 0) + 1
        return found

    def _choices(self, question: DraftQuestion, values: list[tuple[str, str]]) -> None:
        if question.data["kind"] not in ("choice", "choices"):
            return
        words = [value.casefold() for _, value in values]
        if question.data["kind"] == "choice" and sorted(words) == ["no", "yes"]:
            question.data["kind"] = "yes_no"
            question.codes = {urn: value.casefold() for urn, value in values}
            return
        names, choices = Names(), list[dict[str, Any]]()
        for urn, value in values:
            if urn and urn not in question.codes:
                question.codes[urn] = names.code(value[:40])
                choices.append({"code": question.codes[urn], "label": one_line(value) or urn})
        if len(choices) < 2:
            question.data["kind"] = "long_text"
            self.report.changed(question.place, "without two choices it became a text")
        else:
            question.data["choices"] = choices

    def _depends(self, depends: Mapping[str, Any], place: str) -> list[Clause]:
        asked, answers = word(depends.get("question")), [word(each) for each in items(depends.get("answers"))]
        if not asked or not answers:
            self.report.lost(place, "a dependency that names no question or no answer")
            return []
        text = f"{asked} {word(depends.get('condition')) or 'any'} {', '.join(answers)}"
        tests: list[Node] = [Holds(Name(asked), Several((Constant(each),)), every=False) for each in answers]
        every = word(depends.get("condition")) == "all"
        node = tests[0] if len(tests) == 1 else Joined("and" if every else "or", tuple(tests))
        return [Clause(place, text, node)]


def _heading(node: Mapping[str, Any]) -> str:
    parts = (word(node.get("ref_id")), _text(node.get("name")) or _text(node.get("description")))
    return one_line(" ".join(filter(None, parts)))[:200] or "Part"


def _text(value: Any) -> str:
    return pipes(plain(word(value)), {})[0]


def _place(node: Any) -> str:
    return f"line {node.line}" if isinstance(node, Lines) else "whole file"
