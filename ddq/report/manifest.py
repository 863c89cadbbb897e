"""Which report templates there are, and what each says of itself in `manifest.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ddq.questionnaire.model import Code, Model
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode, load_yaml
from ddq.shipped import shipped


class Manifest(Model):
    """What a report template is."""

    ddq: Literal["report-template/1"]
    id: Code
    version: str
    title: str
    description: str
    page: Literal["A4", "Letter"]
    language: str = "en"


def shipped_templates() -> tuple[Manifest, ...]:
    """The manifests of the templates that ship with ddq, by id."""
    folders = sorted(found.parent for found in shipped("report_templates").glob("*/manifest.yaml"))
    return tuple(read_manifest(folder) for folder in folders)


def template_folder(template: str | Path) -> Path:
    """The folder of a template: shipped under its id, or anywhere with its manifest in it.

    Raises:
        LookupError: where there is no such template, naming those that there are.
    """
    here = Path(template)
    folder = here if here.parts[1:] or here.is_absolute() else shipped("report_templates") / here
    if not (folder / "manifest.yaml").is_file():
        known = [manifest.id for manifest in shipped_templates()]
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
