"""The JSON Schema of questionnaires and modules, for editors.

An editor that sees a union of sixteen kinds says only "matches none of these". So every union by `kind` is rewritten:
the kind must be one of a list, and *if* it is this one *then* that schema holds. An editor finds the schema by the
modeline in a file's first line: `# yaml-language-server: $schema=questionnaire.schema.json`.
"""

from __future__ import annotations

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
    schema = cast(dict[str, Any], _rewritten(model.model_json_schema()))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


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
