"""Loads the registers from their YAML files, and says at which place of which file something is wrong.

A folder of registers holds `groups.yaml`, `regimes.yaml`, `transfers.yaml` where it has rules on transfers, and
`jurisdictions/`, one file a jurisdiction named by its code. Parsing and checking take about 75 ms, reading what was
checked before 7 ms, so that is kept in a cache, named by the digest of the files.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode, load_yaml
from ddq.registers.facts import TRANSFERS, duplicates, wrong_facts
from ddq.registers.model import Groups, Jurisdiction, Regimes
from ddq.registers.registers import Registers
from ddq.registers.transfers import Transfers
from ddq.registers.wrong_transfers import wrong_transfers


def shipped_registers() -> Path:
    """The folder of the registers that ship with ddq."""
    folder = files("ddq.registers") / "data"
    if not isinstance(folder, Path):
        raise FileNotFoundError(f"{folder}: ddq must be unpacked on disk, not run from an archive")
    return folder


def load_registers(directory: Path, cache: Path | None = None) -> Registers:
    """The registers in `directory`; `cache` is a folder for the checked form, made where it does not exist.

    Raises:
        SourceError: with every problem of the first kind found: not YAML, not of the form, not consistent.
        OSError: a file cannot be read.
    """
    sources = {str(path.relative_to(directory).as_posix()): path.read_bytes() for path in _paths(directory)}
    digest = _digest(sources)
    kept = None if cache is None else cache / f"registers-{digest}.json"
    if kept is not None and (registers := _read_kept(kept)) is not None:
        return registers
    registers = _parse(directory, sources, digest)
    if kept is not None:
        _keep(kept, registers)
    return registers


def _paths(directory: Path) -> list[Path]:
    return [
        directory / "groups.yaml",
        directory / "regimes.yaml",
        *([directory / TRANSFERS] if (directory / TRANSFERS).is_file() else []),
        *sorted((directory / "jurisdictions").glob("*.yaml")),
    ]


def _digest(sources: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, content in sources.items():
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _parse(directory: Path, sources: dict[str, bytes], digest: str) -> Registers:
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name, content in sources.items():
        shown = str(directory / name)
        try:
            documents[name] = load_yaml(decode(content, shown), shown)
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    transfers = documents.pop(TRANSFERS, None)
    groups, regimes, *states = documents.values()
    registers = _validated(groups, regimes, transfers, states, digest)
    problems = [
        *duplicates(groups, "groups"),
        *duplicates(regimes, "regimes"),
        *_wrong_regimes(regimes, registers),
        *(problem for state in states for problem in _wrong_state(state)),
        *wrong_facts(groups, "groups"),
        *wrong_facts(regimes, "regimes"),
        *(problem for state in states for problem in wrong_facts(state, "laws", "reading")),
        *([] if transfers is None else wrong_transfers(transfers, registers)),
    ]
    if problems:
        raise SourceError(problems)
    return registers


def _validated(
    groups: Document, regimes: Document, transfers: Document | None, states: list[Document], digest: str
) -> Registers:
    problems: list[Problem] = []
    jurisdictions: list[Jurisdiction] = []
    for state in states:
        try:
            jurisdictions.append(validate(state, Jurisdiction))
        except SourceError as error:
            problems += error.problems
    try:
        all_groups, all_regimes = validate(groups, Groups), validate(regimes, Regimes)
        rules = () if transfers is None else validate(transfers, Transfers).rules
    except SourceError as error:
        raise SourceError([*problems, *error.problems]) from None
    if problems:
        raise SourceError(problems)
    return Registers(
        digest=digest,
        verified_through=all_groups.verified_through,
        jurisdictions=tuple(jurisdictions),
        groups=all_groups.groups,
        regimes=all_regimes.regimes,
        transfers=rules,
    )


def _wrong_state(document: Document) -> Iterator[Problem]:
    """What pydantic cannot see in one jurisdiction: its file name, and laws that are cited but not there."""
    code = Path(document.name).stem
    if document.data["code"] != code:
        message = f"the code {document.data['code']} is not the name of the file"
        yield document.problem(("code",), "R004", message, f"name the file {document.data['code']}.yaml")
    yield from duplicates(document, "laws")
    for index, law in enumerate(document.data.get("laws", [])):
        if not law["id"].startswith(f"{code}-"):
            message = f"the law {law['id']} does not begin with {code}-"
            hint = "so that no two files hold a law of the same id"
            yield document.problem(("laws", index, "id"), "R007", message, hint)
    known = [law["id"] for law in document.data.get("laws", [])]
    for name, feature in document.data["features"].items():
        for index, law in enumerate(feature.get("laws", [])):
            if law not in known:
                hint = did_you_mean(law, known) or "cite a law of this file, or add it"
                message = f"{name} cites {law}, which is no law of {code}"
                yield document.problem(("features", name, "laws", index), "R002", message, hint)


def _wrong_regimes(document: Document, registers: Registers) -> Iterator[Problem]:
    """Regimes of a jurisdiction that has no file; INT stands for what several states agreed."""
    known = {"INT", *(state.code for state in registers.jurisdictions)}
    for index, regime in enumerate(registers.regimes):
        if regime.jurisdiction not in known:
            place = ("regimes", index, "jurisdiction")
            add = f"add jurisdictions/{regime.jurisdiction}.yaml, or write INT for an international one"
            hint = did_you_mean(regime.jurisdiction, known) or add
            message = f"the jurisdiction {regime.jurisdiction} is not in the register"
            yield document.problem(place, "R003", message, hint)


def _read_kept(kept: Path) -> Registers | None:
    """The registers from the cache; None where they are not there, or were written by another version."""
    try:
        return Registers.model_validate_json(kept.read_bytes())
    except (OSError, ValidationError):
        return None


def _keep(kept: Path, registers: Registers) -> None:
    """Write the cache whole or not at all; a folder that cannot be written only costs time."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=".registers-", delete=False) as file:
            file.write(registers.model_dump_json().encode())
        Path(file.name).replace(kept)
    except OSError:
        return
