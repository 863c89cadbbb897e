"""A document against its model: pydantic's errors, each at its place in the file and in words that say what to do."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, TypeVar, Union, cast, get_args, get_origin

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import MAX_PROBLEMS, Fix, Problem, SourceError, did_you_mean, respelled

AnyModel = TypeVar("AnyModel", bound=BaseModel)

_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "decimal_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "dataclass_type": "a map",
    "date_type": "a date such as 2026-01-31",
    "date_parsing": "a date such as 2026-01-31",
    "date_from_datetime_parsing": "a date such as 2026-01-31",
    "datetime_type": "a time such as 2026-01-31T09:00:00Z",
    "datetime_from_date_parsing": "a time such as 2026-01-31T09:00:00Z",
    "datetime_parsing": "a time such as 2026-01-31T09:00:00Z",
}
_NUMBERS = {
    "int_type": re.compile(r"-?(0|[1-9][0-9]{0,17})"),
    "float_type": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?"),
}
"""What a number without its quotes may look like."""


class _Located(NamedTuple):
    """A pydantic error with its path in the data; `branches` holds the tags of unions that it went through."""

    error: ErrorDetails
    path: Path
    branches: tuple[tuple[Path, str], ...]


def validate(document: Document, model: type[AnyModel]) -> AnyModel:
    """The document's data as `model`.

    Validated in JSON mode, so that in strict models a list becomes a tuple and an ISO text a date.

    Raises:
        SourceError: with every place where the data does not fit.
    """
    try:
        return model.model_validate_json(orjson.dumps(document.data))
    except ValidationError as error:
        problems = _problems(document, model, error.errors(include_url=False))
        raise SourceError(islice(problems, MAX_PROBLEMS)) from None


def _problems(document: Document, model: type[BaseModel], errors: Sequence[ErrorDetails]) -> Iterator[Problem]:
    located = [_locate(document.data, error) for error in errors]
    plausible = _plausible_branches(located)
    told: set[tuple[Path, str]] = set()
    for item in located:
        if any(plausible[root] and tag not in plausible[root] for root, tag in item.branches):
            continue
        hopeless = [root for root, _ in item.branches if not plausible[root]]
        problem = _no_branch(document, hopeless[0], located) if hopeless else _problem(document, model, item)
        key = (item.path, problem.message if problem else "")
        if problem is not None and key not in told:
            told.add(key)
            yield problem


def _locate(data: Any, error: ErrorDetails) -> _Located:
    """Walk an error's location along the data; segments that are not in the data are tags of unions."""
    path: Path = ()
    branches: list[tuple[Path, str]] = []
    tagged = False
    for index, step in enumerate(error["loc"]):
        last = index == len(error["loc"]) - 1
        if isinstance(data, dict):
            here = cast(dict[str, Any], data)
            if not tagged and here.get("kind") == step and path and isinstance(path[-1], int):
                tagged = True
                continue
            if step in here or (last and error["type"] in ("missing", "extra_forbidden")):
                data, path, tagged = here.get(str(step)), (*path, step), False
                continue
        elif isinstance(data, list) and isinstance(step, int) and step < len(items := cast(list[Any], data)):
            data, path, tagged = items[step], (*path, step), False
            continue
        branches.append((path, str(step)))
    return _Located(error, path, tuple(branches))


def _plausible_branches(located: list[_Located]) -> dict[Path, set[str]]:
    """By the path of each union, the branches whose outermost shape fits the data."""
    plausible: dict[Path, set[str]] = {}
    for item in located:
        for root, tag in item.branches:
            plausible.setdefault(root, set()).add(tag)
    for item in located:
        for root, tag in item.branches:
            if item.path == root and item.error["type"] in _EXPECTED:
                plausible[root].discard(tag)
    return plausible


def _no_branch(document: Document, root: Path, located: list[_Located]) -> Problem:
    """None of a union's branches fits: one problem that names them all."""
    here = [item for item in located if any(at == root for at, _ in item.branches) and item.path == root]
    words = list(dict.fromkeys(_EXPECTED[item.error["type"]] for item in here if item.error["type"] in _EXPECTED))
    message = f"{_name(root)} must be {' or '.join(words)}, not {_described(here[0].error['input'])}"
    return document.problem(root, "S003", message)


def _problem(document: Document, model: type[BaseModel], item: _Located) -> Problem | None:
    """One error in words, at its place; None for an echo of another error."""
    error, path = item.error, item.path
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            known = _keys_at(model, path[:-1], document.data)
            hint = did_you_mean(str(path[-1]), known) or (f"known here: {', '.join(known)}" if known else None)
            fix = respelled(str(path[-1]), known)
            return document.problem(path, "S001", f"unknown key {str(path[-1])!r}", hint, key=True, fix=fix)
        case "missing":
            return document.problem(
                path[:-1], "S002", f"the key {str(path[-1])!r} is missing{_of(path[:-1])}", "add it"
            )
        case "union_tag_not_found":
            key = str(context["discriminator"]).strip("'")
            return document.problem(path, "S002", f"the key {key!r} is missing{_of(path)}", "add it")
        case "union_tag_invalid":
            return _invalid_tag(document, path, context)
        case "literal_error" | "enum":
            return _not_one_of(document, path, error["input"], str(context["expected"]))
        case "too_short" | "too_long":
            return _wrong_size(document, path, context)
        case "string_pattern_mismatch":
            message = f"{_name(path)} {error['input']!r} is not of the form it needs"
            return document.problem(path, "S006", message, f"it must match {context['pattern']}")
        case kind if kind in _EXPECTED:
            return _wrong_type(document, path, error["input"], kind)
        case "value_error" | "assertion_error":
            return document.problem(path, "S007", str(context.get("error", error["msg"])))
        case _:
            words = error["msg"].replace("Input should", "should").replace("String should", "should")
            return document.problem(path, "S005", f"{_name(path)} {words}")


def _invalid_tag(document: Document, path: Path, context: dict[str, Any]) -> Problem:
    key = str(context["discriminator"]).strip("'")
    return _not_one_of(document, (*path, key), context["tag"], str(context["expected_tags"]))


def _not_one_of(document: Document, path: Path, value: object, expected: str) -> Problem:
    words = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    hint = did_you_mean(value, words) if isinstance(value, str) else None
    fix = respelled(value, words) if isinstance(value, str) else None
    message = f"{_name(path)} {_described(value)} is not one of {', '.join(words)}"
    return document.problem(path, "S004", message, hint, fix=fix)


def _wrong_size(document: Document, path: Path, context: dict[str, Any]) -> Problem | None:
    """A list of the wrong length; pydantic also reports one whose items were wrong, as if it were shorter."""
    try:
        found = len(_value_at(document.data, path))
    except (KeyError, IndexError, TypeError):
        found = 0
    least, most = context.get("min_length"), context.get("max_length")
    if least is not None and found < least:
        return document.problem(path, "S005", f"{_name(path)} needs at least {least} entries, not {found}")
    if most is not None and found > most:
        return document.problem(path, "S005", f"{_name(path)} may have at most {most} entries, not {found}")
    return None


def _wrong_type(document: Document, path: Path, value: object, kind: str) -> Problem:
    raw = document.raw(path)
    if kind == "string_type" and isinstance(value, bool | int | float):
        read_as = "true or false" if isinstance(value, bool) else "a number"
        message = f"{_name(path)} must be a text, and {raw} is read as {read_as}"
        return document.problem(path, "S003", message, f"quote it: '{raw}'", fix=Fix(raw, f"'{raw}'"))
    hint, fix = None, None
    if kind == "bool_type" and value in ("yes", "no", "on", "off"):
        meant = "true" if value in ("yes", "on") else "false"
        hint, fix = f"write {meant}", Fix(raw, meant)
    elif kind in ("int_type", "float_type") and isinstance(value, str) and raw[:1] in "'\"":
        hint = "write the number without quotes"
        fix = Fix(raw, value) if _NUMBERS[kind].fullmatch(value) else None
    message = f"{_name(path)} must be {_EXPECTED[kind]}, not {_described(value)}"
    return document.problem(path, "S003", message, hint, fix=fix)


def _name(path: Path) -> str:
    """What a path is called in a sentence: its last key, and the number of an entry."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1}{_of(path[:-1])}"
    return str(path[-1])


def _of(path: Path) -> str:
    return f" in {_name(path)}" if path else ""


def _described(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "…")
    return f"the number {value}"


def _value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


_Annotation: TypeAlias = Any


def _keys_at(model: type[BaseModel], path: Path, data: Any) -> list[str]:
    """The keys that the model knows at a path of the data."""
    candidates: list[_Annotation] = [model]
    for length, step in enumerate(path, 1):
        here = _value_at(data, path[:length])
        candidates = [inner for candidate in candidates for inner in _inside(candidate, step)]
        models = [found for found in candidates if _is_model(found)]
        if len(models) > 1 and isinstance(here, dict):
            kind = cast(dict[str, Any], here).get("kind")
            candidates = [found for found in models if _has_kind(found, kind)]
    return [key for candidate in candidates if _is_model(candidate) for key in candidate.model_fields]


def _inside(annotation: _Annotation, step: str | int) -> list[_Annotation]:
    """What stands under one step, unions taken apart."""
    if _is_model(annotation):
        if not annotation.__pydantic_complete__:  # its build was deferred, and its names are not resolved yet
            annotation.model_rebuild()
        found = annotation.model_fields.get(step)
        return [] if found is None else _parts(found.annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) in (tuple, list, set, frozenset):
        return [part for argument in arguments for part in _parts(argument)]
    if get_origin(annotation) is dict:
        return _parts(arguments[1])
    return []


def _parts(annotation: _Annotation) -> list[_Annotation]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _parts(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType:
        return [part for argument in get_args(annotation) for part in _parts(argument)]
    return [annotation]


def _is_model(annotation: _Annotation) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _has_kind(model: type[BaseModel], kind: object) -> bool:
    found = model.model_fields.get("kind")
    return found is not None and get_origin(found.annotation) is Literal and kind in get_args(found.annotation)
