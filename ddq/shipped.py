"""Where the files that ship with ddq lie: questionnaires, cases, profiles, report templates, fonts, pages of lint."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

Shipped = Literal["questionnaires", "report_templates", "docs/reference/lint"]


def shipped(name: Shipped) -> Path:
    """The folder `name`: inside the installed package, or beside it in a checkout.

    Raises FileNotFoundError when it is in neither place, which means a broken installation.
    """
    package = files("ddq")
    if not isinstance(package, Path):
        raise FileNotFoundError(f"{package}: ddq must be unpacked on disk, not run from an archive")
    for folder in (package / "_shipped" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{package}: the folder {name} is missing; install ddq again")
