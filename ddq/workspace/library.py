"""The files that an assessment is read against: questionnaires, profiles, cases, registers.

Those of the workspace come before those that ship with ddq, so a buyer can put its own in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from ddq.assessment.case import Case
from ddq.assessment.entering import AnsweredFile, load_case
from ddq.questionnaire.assembly.translating import FOLDER
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import Profile
from ddq.registers.profiles import load_profile
from ddq.registers.reading import Reading
from ddq.registers.registers import Registers
from ddq.shipped import shipped

Kind = Literal["questionnaire", "profile", "case"]
USUAL = "vendor-due-diligence"
"""The questionnaire of an assessment for which nobody names another: the whole set."""
_FOLDERS: dict[Kind, str] = {"questionnaire": ".", "profile": "profiles", "case": "cases"}


class Library:
    """Finds files by id, and loads each once."""

    def __init__(self, own: Path | None = None, cache: Path | None = None) -> None:
        """Look in `own/questionnaires` first, then in what ships; parsed files are kept in the folder `cache`."""
        self.own = own
        """The workspace's folder; None where there is none."""
        self._roots = [shipped("questionnaires")]
        if own is not None:
            self._roots.insert(0, own / "questionnaires")
        self._cache = cache
        self._questionnaires: dict[tuple[Path, str | None], LoadedQuestionnaire] = {}
        self._kept: dict[str, LoadedQuestionnaire] = {}
        self._profiles: dict[Path, Profile] = {}
        self._readings: dict[date, Reading] = {}

    @cached_property
    def registers(self) -> Registers:
        """The registers that ship with ddq."""
        return load_registers(shipped_registers(), self._cache)

    def reading(self, day: date) -> Reading:
        """The registers as they read on `day`; read once for each day."""
        if day not in self._readings:
            self._readings[day] = self.registers.read(day)
        return self._readings[day]

    def files(self, kind: Kind) -> Mapping[str, Path]:
        """The files of a kind by id, which is the file's name without `.yaml`."""
        found: dict[str, Path] = {}
        for root in reversed(self._roots):
            found |= {path.stem: path for path in (root / _FOLDERS[kind]).glob("*.yaml")}
        return dict(sorted(found.items()))

    def offered(self) -> list[str]:
        """The ids of the questionnaires: the usual one first, then the others in their order."""
        return sorted(self.files("questionnaire"), key=lambda name: (name != USUAL, name))

    def path(self, kind: Kind, name: str) -> Path:
        """The file that `name` names: an id, or a path.

        Raises:
            SourceError: there is none.
        """
        files = self.files(kind)
        if name in files:
            return files[name]
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            return path
        hint = did_you_mean(name, files) or f"known: {', '.join(files) or 'none'}; or give the path of a .yaml file"
        raise SourceError([Problem(name, 0, 0, "W001", f"there is no {kind} of this name", hint)])

    def root_of(self, file: Path) -> Path | None:
        """The folder of questionnaires that a file lies in: the user's own or what ships; None outside them."""
        return next((root for root in self._roots if file.is_relative_to(root)), None)

    def questionnaire(self, name: str, language: str | None = None) -> LoadedQuestionnaire:
        """The questionnaire of an id or a path; in `language` as far as it was translated.

        Raises:
            SourceError: there is none, or it has problems.
        """
        path = self.path("questionnaire", name)
        key = (path, language)
        if key not in self._questionnaires:
            sets = [group.id for group in self.registers.groups]
            root = self.root_of(path)
            self._questionnaires[key] = load_questionnaire(
                path,
                root=root,
                country_sets=sets,
                cache=self._cache,
                bases=self.files("questionnaire"),
                language=language,
            )
        return self._questionnaires[key]

    def languages(self, name: str) -> tuple[str, ...]:
        """The languages of a questionnaire: its own first, then those that some of its files are translated into."""
        loaded = self.questionnaire(name)
        files = [Path(source.name) for source in loaded.sources]
        sides = (side for file in files for side in (file.parent / FOLDER).glob(f"{file.stem}.*.yaml"))
        found = {side.suffixes[-2][1:] for side in sides}
        return (loaded.questionnaire.language, *sorted(found - {loaded.questionnaire.language}))

    def check_language(self, name: str, language: str) -> None:
        """That a questionnaire can be read in a language, at least in part.

        Raises:
            SourceError: it cannot.
        """
        known = self.languages(name)
        if language not in known:
            hint = did_you_mean(language, known) or f"there is {', '.join(known)}"
            message = f"there is no translation into {language!r}"
            raise SourceError([Problem(name, 0, 0, "W004", message, hint)])

    def remembered(self, digest: str, read: Callable[[], LoadedQuestionnaire | None]) -> LoadedQuestionnaire | None:
        """A questionnaire that is no file any more, by its digest; read once."""
        if digest not in self._kept:
            found = read()
            if found is None:
                return None
            self._kept[digest] = found
        return self._kept[digest]

    def profile(self, name: str) -> Profile:
        """The buyer profile of an id or a path.

        Raises:
            SourceError: there is none, or it has problems.
        """
        path = self.path("profile", name)
        if path not in self._profiles:
            try:
                self._profiles[path] = load_profile(path)
            except OSError as error:
                reason = error.strerror or str(error)
                raise SourceError([Problem(str(path), 0, 0, "L001", f"cannot be read ({reason})")]) from None
        return self._profiles[path]

    def case(self, name: str) -> AnsweredFile[Case]:
        """The case of an id or a path.

        Raises:
            SourceError: there is none, or it has problems.
        """
        return load_case(self.path("case", name))
