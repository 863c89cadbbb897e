"""The JSON Schema of questionnaires and modules, for editors.

An editor that sees a union of sixteen kinds says only "matches none of these". So every union by `kind` is rewritten:
the kind must be one of a list, and *if* it is this one *then* that schema holds. An editor finds the schema by the
modeline in a file's first line: `# yaml-language-server: $schema=questionnaire.schema.json`.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from typing import Any, cast

from pydantic import BaseModel

from ddq.questionnaire.model import Module, Questionnaire

MODELINE = "# yaml-language-server: $schema={path}"


def questionnaire_schema() -> dict[str, Any]:
    """The schema of a questionnaire's file."""
    return schema_of(Questionnaire)


def module_schema() -> dict[str, Any]:
    """The schema of a module's file."""
    return schema_of(Module)


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The schema (draft 2020-12) of a model, its unions by kind as if/then."""
    plain = model.model_json_schema()
    for name, part in ((model.__name__, plain), *plain.get("$defs", {}).items()):
        _describe(part, _class_of(model, name))
    schema = cast(dict[str, Any], _rewritten(plain))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _class_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model that a definition was made from: it stands in the module of the whole, or was imported there."""
    found = getattr(sys.modules[model.__module__], name, None)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _describe(part: dict[str, Any], made_from: type[BaseModel] | None) -> None:
    """What the code says of each key, for an editor to show."""
    for base in made_from.__mro__ if made_from is not None else ():
        for key, text in _documented(base).items() if issubclass(base, BaseModel) and base is not BaseModel else ():
            if key in part.get("properties", {}):
                part["properties"][key].setdefault("description", text)


@cache
def _documented(model: type[BaseModel]) -> dict[str, str]:
    """By field, the docstring under it: read from the source, because keeping them would make every start slower."""
    (tree,) = ast.parse(inspect.getsource(model)).body  # models stand at the top of their modules
    body = cast(ast.ClassDef, tree).body
    found: dict[str, str] = {}
    for before, after in pairwise(body):
        match before, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as text)):
                found[name] = inspect.cleandoc(text)
            case _:
                pass
    return found


def _rewritten(part: Any) -> Any:
    if isinstance(part, list):
        return [_rewritten(item) for item in cast(list[Any], part)]
    if not isinstance(part, dict):
        return part
    entries = cast(dict[str, Any], part)
    discriminator = entries.get("discriminator")
    if discriminator is None or "oneOf" not in entries:
        return {key: _rewritten(value) for key, value in entries.items()}
    key: str = discriminator["propertyName"]
    mapping: dict[str, str] = discriminator["mapping"]
    return {
        "type": "object",
        "required": [key],
        "properties": {key: {"enum": list(mapping)}},
        "allOf": [
            {"if": {"properties": {key: {"const": kind}}, "required": [key]}, "then": {"$ref": reference}}
            for kind, reference in mapping.items()
        ],
    }
