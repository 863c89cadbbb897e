"""Which report templates there are, and what each says of itself in `manifest.yaml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import yaml

from ddq.questionnaire.model import Code, Model
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode, load_yaml
from ddq.report.language import languages
from ddq.shipped import shipped

FOLDER = "report_templates"
"""The folder of templates, in what ships and in a workspace."""


class Manifest(Model):
    """What a report template is."""

    ddq: Literal["report-template/1"]
    id: Code
    version: str
    title: str
    description: str
    page: Literal["A4", "Letter"]
    language: str = "en"
    """In which its own words are written."""
    languages: tuple[str, ...] = ()
    """Into which they are translated besides, each in `translations/LANGUAGE.po`."""
    inputs: Literal["assessment", "comparison", "portfolio"] = "assessment"
    """What it is filled with: one assessment, two, or all of a workspace."""
    attach: bool = True
    """Whether the PDF carries what it was made from; one that leaves the house for the vendor must not."""


def told_in(manifest: Manifest, wanted: str | None) -> str:
    """The language that a report is told in, of the template's: the wanted one, such as `de-AT`, or else its own."""
    base = (wanted or manifest.language).replace("_", "-").split("-")[0].lower()
    return base if base in manifest.languages else manifest.language


def not_told(manifest: Manifest, wanted: str | None) -> str | None:
    """What has to be said where a report cannot be told in the wanted language."""
    chosen, known = told_in(manifest, wanted), languages()
    if wanted is not None and chosen != wanted.replace("_", "-").split("-")[0].lower():
        there = ", ".join(dict.fromkeys((manifest.language, *manifest.languages)))
        return f"told in {chosen}, but for the questions in {wanted}: the template {manifest.id} is in {there}"
    if chosen not in known:
        return f"only the template and the questions are in {chosen}: ddq itself speaks {', '.join(known)}"
    return None


def templates(own: Path | None = None) -> dict[str, Path]:
    """The folders of the templates by id: those that ship with ddq, and a workspace's own, which come before them.

    Args:
        own: the workspace's folder.
    """
    found: dict[str, Path] = {}
    for root in (shipped(FOLDER), *(() if own is None else (own / FOLDER,))):
        found |= {manifest.parent.name: manifest.parent for manifest in root.glob("*/manifest.yaml")}
    return dict(sorted(found.items()))


def template_folder(template: str | Path, own: Path | None = None) -> Path:
    """The folder of a template: by its id, or anywhere with its manifest in it.

    Args:
        template: an id, or a path, which has a `/` in it, such as `./mine`.
        own: the workspace's folder.

    Raises:
        LookupError: where there is no such template, naming those that there are.
    """
    here = Path(template).expanduser()
    known = templates(own)
    folder = here if os.sep in str(template) or here.is_absolute() else known.get(str(here))
    if folder is None or not (folder / "manifest.yaml").is_file():
        hint = did_you_mean(str(template), known) or f"there are: {', '.join(known)}"
        raise LookupError(f"{template}: there is no report template of this name; {hint}")
    return folder.resolve()


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a template's folder.

    Raises:
        SourceError: where it is not what a manifest must be, with every place.
        OSError: where it cannot be read.
    """
    file = folder / "manifest.yaml"
    return validate(load_yaml(decode(file.read_bytes(), str(file)), str(file)), Manifest)


def written(manifest: Manifest, name: str) -> str:
    """The manifest of a template that begins as another one, under a name and at a version of its own.

    Raises:
        pydantic.ValidationError: where the name cannot be one.
    """
    values = {**manifest.model_dump(mode="json"), "id": name, "version": "0.1.0"}
    return yaml.safe_dump(
        Manifest.model_validate(values, strict=False).model_dump(mode="json"), sort_keys=False, allow_unicode=True
    )
