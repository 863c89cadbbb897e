"""What each type of element in a SurveyJS form becomes: one function a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.words import one_line
from ddq.foreign.plain_json import items, mapping, word

OUR_KINDS = frozenset(
    (
        *("text", "long_text", "integer", "decimal", "percent", "money", "date", "yes_no", "choice", "choices"),
        *("country", "countries", "entity", "evidence"),
    )
)
MAX_CHOICES = 1000
MAX_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class Element:
    """One element, and what reading it needs."""

    json: Mapping[str, Any]
    place: str
    report: LossReport
    words: Callable[[Any, str], str]
    """A text, which may stand in several languages, as plain words."""

    @property
    def name(self) -> str:
        """What conditions call it."""
        return word(self.json.get("name")) or "question"

    def text(self, key: str) -> str:
        """One of its texts."""
        return self.words(self.json.get(key), f"{self.place}.{key}")


@dataclass(slots=True)
class Kinded:
    """What an element became."""

    name: str
    kind: str
    text: str
    help: str = ""
    keys: dict[str, Any] = field(default_factory=dict[str, Any])
    codes: dict[str, str] = field(default_factory=dict[str, str])
    calc: str | None = None
    group: str | None = None
    """The key of the element under which the fields of its rows stand."""


def choices_of(element: Element, raw: list[Any], key: str = "choices") -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Our choices, and the source's values to our codes."""
    names = Names()
    choices: list[dict[str, Any]] = []
    codes: dict[str, str] = {}
    for index, each in enumerate(raw[:MAX_CHOICES]):
        choice = mapping(each)
        value = word(choice.get("value")) if choice else _plain_value(each)
        if not value or value in codes:
            continue
        label = element.words(choice.get("text"), f"{element.place}.{key}[{index}]") if choice else ""
        codes[value] = names.code(value)
        choices.append({"code": codes[value], "label": one_line(label) or value})
    if len(raw) > MAX_CHOICES:
        element.report.lost(f"{element.place}.{key}", f"choices after the first {MAX_CHOICES}")
    for flag, also, value, text in (
        ("hasNone", "showNoneItem", "none", "noneText"),
        ("hasOther", "showOtherItem", "other", "otherText"),
    ):
        if (element.json.get(flag) or element.json.get(also)) and value not in codes and key == "choices":
            codes[value] = names.code(value)
            label = one_line(element.text(text)) or value.capitalize()
            choices.append({"code": codes[value], "label": label})
    return choices, codes


def _plain_value(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else word(value)


def _kinded(element: Element, kind: str, **keys: Any) -> Kinded:
    help_text = element.text("description")
    title = element.text("title") or element.name
    return Kinded(
        element.name, kind, title, help_text, {key: value for key, value in keys.items() if value is not None}
    )


def _number(value: Any) -> int | float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and abs(value) < MAX_NUMBER else None


def _range(element: Element, whole: bool) -> dict[str, Any]:
    """The bounds, which may stand beside or in a check."""
    bounds: dict[str, Any] = {"min": _number(element.json.get("min")), "max": _number(element.json.get("max"))}
    for each in items(element.json.get("validators")):
        check = mapping(each)
        if check.get("type") == "numeric":
            bounds["min"] = bounds["min"] if bounds["min"] is not None else _number(check.get("minValue"))
            bounds["max"] = bounds["max"] if bounds["max"] is not None else _number(check.get("maxValue"))
    return {
        key: int(value) if whole and value is not None and float(value).is_integer() else value
        for key, value in bounds.items()
        if value is not None and (not whole or float(value).is_integer())
    }


def _own_kind(element: Element, natural: str) -> str:
    """The kind that we wrote ourselves, where the element can be it; else the natural one."""
    own = word(mapping(element.json.get("ddq")).get("kind"))
    return own if own in OUR_KINDS else natural


def _text(element: Element) -> list[Kinded]:
    input_type = word(element.json.get("inputType")) or "text"
    if input_type in ("number", "range"):
        step = element.json.get("step")
        own = _own_kind(element, "decimal" if isinstance(step, float) or step == "any" else "integer")
        if own == "integer" and not mapping(element.json.get("ddq")).get("kind") and step is None:
            own = "decimal"
        kind = own if own in ("integer", "decimal", "percent") else "decimal"
        keys = {} if kind == "percent" else _range(element, kind == "integer")
        unit = word(mapping(element.json.get("ddq")).get("unit"))
        return [_kinded(element, kind, **keys, **({"unit": unit} if unit else {}))]
    if input_type == "date":
        return [_kinded(element, "date")]
    if input_type not in ("text", "email", "url", "tel"):
        element.report.changed(element.place, f"an entry of the type {input_type!r} is a line of text here")
    kind = _own_kind(element, "text")
    kind = kind if kind in ("text", "entity", "evidence", "money", "country") else "text"
    return [_kinded(element, kind, max_length=_length(element) if kind == "text" else None)]


def _length(element: Element) -> int | None:
    length = element.json.get("maxLength")
    for each in items(element.json.get("validators")):
        check = mapping(each)
        if check.get("type") == "text":
            length = check.get("maxLength")
    return length if isinstance(length, int) and not isinstance(length, bool) and 1 <= length <= 20_000 else None


def _comment(element: Element) -> list[Kinded]:
    return [_kinded(element, "long_text", max_length=_length(element))]


def _choice(element: Element) -> list[Kinded]:
    return _chosen(element, "choice")


def _choices(element: Element) -> list[Kinded]:
    return _chosen(element, "choices")


def _chosen(element: Element, kind: str) -> list[Kinded]:
    own = mapping(element.json.get("ddq"))
    if own.get("kind") in ("country", "countries"):
        return [_kinded(element, word(own.get("kind")))]
    choices, codes = choices_of(element, items(element.json.get("choices")))
    found = _kinded(element, kind)
    if len(choices) >= 2:
        found.keys["choices"] = choices
        found.codes = codes
        if kind == "choices" and own.get("none_of_these") is False:
            found.keys["none_of_these"] = False
        return [found]
    if len(choices) == 1:
        found.kind, found.codes = "yes_no", dict.fromkeys(codes, "yes")
        found.help = "\n\n".join(filter(None, (f"Yes: {choices[0]['label']}", found.help)))
        element.report.changed(element.place, "it has one choice only, and became a question for yes or no")
        return [found]
    if element.json.get("choicesByUrl"):
        element.report.changed(element.place, "without its choices it is a line of text")
    else:
        element.report.changed(element.place, "it has no choices, and became a line of text")
    found.kind = "text"
    return [found]


def _image_choice(element: Element) -> list[Kinded]:
    element.report.lost(element.place, "the pictures of its choices")
    return _chosen(element, "choices" if element.json.get("multiSelect") else "choice")


def _boolean(element: Element) -> list[Kinded]:
    found = _kinded(element, "yes_no")
    found.codes = {"true": "yes", "false": "no"}
    for key, code in (("valueTrue", "yes"), ("valueFalse", "no")):
        value = _plain_value(element.json.get(key))
        if value:
            found.codes[value] = code
    label = element.text("label")
    if label and not element.text("title"):
        found.text = label
    labels = [element.text(key) for key in ("labelTrue", "labelFalse")]
    if any(label and label.lower() not in ("yes", "no") for label in labels):
        element.report.changed(element.place, f"its words {quoted(' / '.join(labels))} are yes and no here")
    return [found]


def _rating(element: Element) -> list[Kinded]:
    values = items(element.json.get("rateValues"))
    if values:
        choices, codes = choices_of(element, values, "rateValues")
        if len(choices) >= 2:
            found = _kinded(element, "choice", choices=choices)
            found.codes = codes
            return [found]
    least = _number(element.json.get("rateMin"))
    most = _number(element.json.get("rateMax")) or _number(element.json.get("rateCount"))
    return [_kinded(element, "integer", min=int(1 if least is None else least), max=int(most or 5))]


def _slider(element: Element) -> list[Kinded]:
    if element.json.get("sliderType") == "range":
        element.report.lost(element.place, "a range between two figures; one figure is asked for")
    return [_kinded(element, "decimal", **_range(element, whole=False))]


def _expression(element: Element) -> list[Kinded]:
    found = _kinded(element, "computed")
    found.calc = word(element.json.get("expression")) or "0"
    return [found]


def _file(element: Element) -> list[Kinded]:
    return [_kinded(element, "evidence")]


def _matrix(element: Element) -> list[Kinded]:
    """A table of one choice a row: one question a row."""
    choices, codes = choices_of(element, items(element.json.get("columns")), "columns")
    title = element.text("title") or element.name
    found: list[Kinded] = []
    for index, raw in enumerate(items(element.json.get("rows"))):
        row = mapping(raw)
        value = word(row.get("value")) if row else word(raw)
        label = element.words(row.get("text"), f"{element.place}.rows[{index}]") if row else ""
        if value and len(choices) >= 2:
            text = f"{title}: {label or value}"
            found.append(Kinded(f"{element.name}.{value}", "choice", text, "", {"choices": choices}, dict(codes)))
    if found:
        element.report.changed(element.place, f"its {len(found)} rows are a question each")
    else:
        element.report.lost(element.place, f"the table {quoted(title)} has no rows or columns")
    return found


def _multiple_text(element: Element) -> list[Kinded]:
    own = mapping(element.json.get("ddq"))
    if own.get("kind") == "money":
        return [_kinded(element, "money", currencies=[word(each) for each in items(own.get("currencies"))] or None)]
    title = element.text("title") or element.name
    found: list[Kinded] = []
    for index, raw in enumerate(items(element.json.get("items"))):
        item = mapping(raw)
        name = word(item.get("name")) or f"item{index + 1}"
        label = element.words(item.get("title"), f"{element.place}.items[{index}]") or name
        kind = {"number": "decimal", "date": "date"}.get(word(item.get("inputType")), "text")
        found.append(Kinded(f"{element.name}.{name}", kind, f"{title}: {label}"))
    element.report.changed(element.place, f"its {len(found)} entries are a question each")
    return found


def _dynamic(key: str, least: str, most: str) -> Callable[[Element], list[Kinded]]:
    def build(element: Element) -> list[Kinded]:
        bounds: dict[str, Any] = {}
        if isinstance(low := element.json.get(least), int) and low > 0:
            bounds["min"] = low
        if isinstance(high := element.json.get(most), int) and 1 <= high <= MAX_CHOICES:
            bounds["max"] = high
        found = _kinded(element, "group", **bounds)
        found.group = key
        label = word(mapping(element.json.get("ddq")).get("row_label"))
        if label:
            found.keys["row_label"] = label
        complete = word(mapping(element.json.get("ddq")).get("complete"))
        if complete:
            found.keys["complete"] = complete
        return [found]

    return build


KINDS: dict[str, Callable[[Element], list[Kinded]]] = {
    "text": _text,
    "comment": _comment,
    "radiogroup": _choice,
    "dropdown": _choice,
    "buttongroup": _choice,
    "checkbox": _choices,
    "tagbox": _choices,
    "imagepicker": _image_choice,
    "boolean": _boolean,
    "rating": _rating,
    "slider": _slider,
    "expression": _expression,
    "file": _file,
    "signaturepad": _file,
    "matrix": _matrix,
    "multipletext": _multiple_text,
    "matrixdynamic": _dynamic("columns", "minRowCount", "maxRowCount"),
    "paneldynamic": _dynamic("templateElements", "minPanelCount", "maxPanelCount"),
}
"""By SurveyJS's type: what it becomes."""
