"""Evidence: every attached file, which answers name it, until when it counts, and whether it is as it was attached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ddq.assessment.attached import is_answer_itself, uses
from ddq.assessment.model import Answer, EvidenceFile
from ddq.assessment.subjects import COMPLETE, NotAccepted
from ddq.store.protocol import StoreError
from ddq.tui.here import Place
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.typed import settings_of
from ddq.tui.uploaded import Arrived, offered_files
from ddq.tui.whole_files import damaged_files
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.words import counted, sentence, size_words
from ddq.workspace.opened import OpenAssessment

_UPLOADED = "uploaded "
"""Before the name of an uploaded file, in the key of its line."""


class EvidenceScreen(ListingScreen):
    """Of the whole assessment, or seen from one answer: then what it rests on comes first."""

    NAME = "Evidence"
    EXPLAINED = (
        (
            "What you see",
            "Every file that is attached to the assessment, with size, the beginning of its fingerprint, the day on "
            "which it expires, and the answers that name it. ddq keeps a copy of its own: the file you chose can be "
            "moved or deleted.",
        ),
        (
            "Missing or changed",
            "Each copy is compared with its fingerprint. If somebody deleted or changed it, the line says so; attach "
            "the same file again, or restore the workspace from a backup.",
        ),
        (
            "Attach and use",
            "A attaches a file, and where you came from an answer makes that answer rest on it. T takes up a file that "
            "is attached already; Del takes it off this answer, not out of the assessment.",
        ),
        (
            "Day of expiry",
            "E says until which day the file counts, such as the last day of a certificate. Afterwards Check answers "
            "names it, and a decision that rests on it is stale.",
        ),
        ("Enter", "Unfolds the answers that name a file; Enter on one of them goes there. F8 in the history undoes."),
    )
    GROUP: ClassVar[Binding.Group] = Binding.Group("Evidence")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "attach", "Attach", id="evidence.attach", tooltip="Choose a file to attach", group=GROUP),
        Binding("t", "take_up", "Take up", id="evidence.take_up", tooltip="This answer rests on it", group=GROUP),
        Binding("delete", "detach", "Take off", id="evidence.detach", tooltip="Take it off this answer", group=GROUP),
        Binding("e", "expire", "Expiry", id="evidence.expire", tooltip="Until which day it counts", group=GROUP),
    ]

    def __init__(self, opened: OpenAssessment, subject: str | None = None) -> None:
        super().__init__(opened)
        self.subject = subject
        """The answer from which one looks."""
        self._damaged: dict[str, str] | None = None
        """What is wrong with files, by id; None until they were looked at."""
        self._files: dict[str, EvidenceFile] = {}
        """By the key of a line."""

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._look_at_files()

    def _look_at_files(self) -> None:
        self.run_worker(self._compare, exclusive=True, group="files")

    async def _compare(self) -> None:
        self._damaged = await damaged_files(self.opened)
        self.look()

    @property
    def answer(self) -> Answer | None:
        """The answer from which one looks, where there is one."""
        return None if self.subject is None else self.opened.assessment.answers.get(self.subject)

    # The lines

    def look(self) -> None:
        self._files = dict(self.opened.assessment.evidence)
        self.draw(self._told(), list(self._entries()), "No file is attached. A attaches one.")

    def _told(self) -> Content:
        files = self._files.values()
        told = [counted(len(files), "file"), size_words(sum(file.size for file in files))] if files else []
        if self._damaged is None and files:
            told.append("being compared with their fingerprints …")
        elif files and not self._damaged:
            told.append("all as they were attached")
        lines = [Content.styled(" · ".join(told), "$quiet")]
        if self._damaged:
            damaged = f"! {counted(len(self._damaged), 'file')} missing or changed since attached"
            lines.append(Content.styled(damaged, "bold $error"))
        if self.subject is not None and self.answer is None:
            lines.append(Content.styled(f"{on_one_line(self.subject)} has no answer yet that could rest on a file."))
        return Content("\n").join(line for line in lines if line.plain)

    def _entries(self) -> Iterator[Entry]:
        used = uses(self.opened.assessment)
        mine = [file for file in self._files.values() if self.subject in used[file.id]]
        if self.subject is None:
            yield from (self._entry(file, used[file.id]) for file in self._files.values())
        else:
            others = [file for file in self._files.values() if file not in mine]
            for title, files in ((f"{self.subject} rests on", mine), ("Other files of the assessment", others)):
                if files:
                    yield _heading(title)
                    yield from (self._entry(file, used[file.id]) for file in files)
        uploads = self._uploads()
        if uploads:
            yield _heading("Uploaded, not attached yet (Enter attaches)")
            yield from (Entry(f"{_UPLOADED}{file.name}", partial(_upload, file)) for file in uploads)

    def _uploads(self) -> list[Path]:
        names = {file.name for file in self._files.values()}
        return [file for file in offered_files(self.desk) if file.name not in names]

    def _entry(self, file: EvidenceFile, used: tuple[str, ...]) -> Entry:
        problem = (self._damaged or {}).get(file.id)
        expired = file.expires is not None and file.expires < self.opened.today

        def line() -> Content:
            if problem is not None:
                mark, word = ("! ", "bold $error"), "missing" if problem == "is missing" else "changed"
            elif expired:
                mark, word = ("! ", "bold $warning"), "expired"
            else:
                mark, word = (("✓ ", "$success") if used else ("· ", "$quiet")), ""
            until = f"{'' if expired else 'expires '}{file.expires}" if file.expires else ""
            named = "no answer" if not used else ", ".join(used[:3]) + (f" and {len(used) - 3} more" * (len(used) > 3))
            facts = "  ".join(filter(None, (size_words(file.size), file.id[:8], until, on_one_line(named))))
            said = (f"  {word}", mark[1]) if word else ""
            return Content.assemble(mark, on_one_line(_short(file.name)), said, (f"  {facts}", "$quiet"))

        def detail() -> Content:
            told = f"{file.name}\n{size_words(file.size)}, {file.media_type or 'of unknown kind'}, SHA-256 {file.id}"
            day = f"Counts until {file.expires}." if file.expires else "No day of expiry."
            told += f"\n{'Expired on ' + str(file.expires) + '.' if expired else day}"
            return shown(told + (f" The file {problem}." if problem else ""))

        return Entry(file.id, line, detail, parts=partial(self._users, used) if used else None)

    def _users(self, used: tuple[str, ...]) -> list[Entry]:
        return [self._user(subject) for subject in used]

    def _user(self, subject: str) -> Entry:
        name, _, rest = subject.partition("/")
        question = self.opened.loaded.questions.get(name)
        text = "" if question is None else question.text
        where = name + (", list" if rest == COMPLETE else f", entry {rest}" if rest else "")
        place = Place(name, rest if rest and rest != COMPLETE else None)
        return Entry(subject, lambda: Content.assemble((f"{where} ", "$quiet"), on_one_line(text)), None, place)

    # What is done

    @property
    def _file(self) -> EvidenceFile | None:
        """The file of the line under the cursor, or of the one that it is part of."""
        path = self.outline.path
        return None if path is None else self._files.get(path[0])

    def action_go(self) -> None:
        """To the answer of the line; an uploaded file is attached."""
        path = self.outline.path
        if path is not None and path[0].startswith(_UPLOADED):
            self._attach_upload(path[0])
        else:
            super().action_go()

    def _attach_upload(self, key: str) -> None:
        file = next((one for one in self._uploads() if key == f"{_UPLOADED}{one.name}"), None)
        problem = "It is not here any more." if file is None else self._take(file)
        if problem is not None:
            self.tell(problem, "error")

    def on_arrived(self, event: Arrived) -> None:
        """A file that comes while this is open is offered here."""
        event.stop()
        self.look()
        self.tell(f"{event.name} is here; Enter on its line attaches it.")

    def action_attach(self) -> None:
        """Choose a file to attach."""
        from ddq.tui.screens.pick_file import PickFile  # loaded when it is first shown

        def taken(path: Path | None) -> None:
            if path is not None and not self.desk.is_web:
                settings_of(self).change(folder=str(path.parent))

        asked = "Attach a file" if self.subject is None else f"Attach a file to {self.subject}"
        self.desk.push_screen(PickFile(asked, self._folder(), self._take), taken)

    def _folder(self) -> Path:
        """Where the last file was; in a browser, where uploads come to."""
        last = settings_of(self).now.folder
        return Path(last) if last and not self.desk.is_web and Path(last).is_dir() else Path.cwd()

    def _take(self, path: Path) -> str | None:
        """Attach a file, to the answer too where there is one; what does not fit, as a sentence."""
        try:
            file = self.opened.attach(path)
            if self.answer is not None:
                self._rest_on(file)
        except (NotAccepted, StoreError) as error:
            self.look()
            return sentence(error)
        self.tell(f"{_short(file.name)} is attached{'' if self.answer is None else f' to {self.subject}'}.")
        self._after(file.id)
        return None

    def _after(self, *path: str) -> None:
        """Look again, with the cursor on a line."""
        self.look()
        self.outline.point(path)
        self._look_at_files()

    def _rest_on(self, file: EvidenceFile) -> None:
        answer = self.answer
        assert answer is not None and self.subject is not None
        files = tuple(dict.fromkeys((*answer.basis.evidence, file.id)))
        if files != answer.basis.evidence:
            self._amend(answer, files, f"evidence attached: {file.name}")

    def _amend(self, answer: Answer, files: tuple[str, ...], why: str) -> None:
        assert self.subject is not None
        basis = answer.basis.model_copy(update={"evidence": files})
        self.opened.answer(self.subject, answer.model_copy(update={"basis": basis}), why)

    def _change(self, change: Callable[[], Any], told: str, file: EvidenceFile) -> None:
        try:
            change()
        except (NotAccepted, StoreError) as error:
            self.tell(sentence(error), "error")
            self.look()
            return
        self.tell(told)
        self._after(file.id)

    def _chosen_for_answer(self) -> tuple[EvidenceFile, Answer] | None:
        """The file under the cursor and the answer; where one is wanting, say so."""
        file, answer = self._file, self.answer
        if file is None:
            self.tell("There is no attached file on this line.", "warning")
        elif self.subject is None:
            self.tell("These are the files of the whole assessment; Shift+F5 at a question is about its answer.")
        elif answer is None:
            self.tell(f"{self.subject} has no answer yet; answer it first.", "warning")
        else:
            return file, answer
        return None

    def action_take_up(self) -> None:
        """Make the answer rest on the file of the line."""
        path = self.outline.path
        if path is not None and path[0].startswith(_UPLOADED):
            self._attach_upload(path[0])
            return
        chosen = self._chosen_for_answer()
        if chosen is not None:
            file, answer = chosen
            if file.id in answer.basis.evidence:
                self.tell(f"{self.subject} rests on {_short(file.name)} already.")
            else:
                told = f"{self.subject} rests on {_short(file.name)}."
                self._change(partial(self._rest_on, file), told, file)

    def action_detach(self) -> None:
        """Take the file of the line off the answer."""
        chosen = self._chosen_for_answer()
        if chosen is None:
            return
        file, answer = chosen
        if file.id in answer.basis.evidence:
            files = tuple(one for one in answer.basis.evidence if one != file.id)
            told = f"{self.subject} does not rest on {_short(file.name)} any more. The file stays in the assessment."
            why = f"evidence taken off: {file.name}"
            self._change(lambda: self._amend(answer, files, why), told, file)
        elif is_answer_itself(answer, file.id):
            self.tell(f"{_short(file.name)} is the answer itself: change the answer instead.", "warning")
        else:
            self.tell(f"{self.subject} does not rest on {_short(file.name)}.")

    def action_expire(self) -> None:
        """Ask until which day the file of the line counts."""
        from ddq.tui.screens.fields import AskFields, Field, Written  # loaded when it is first shown

        file = self._file
        if file is None:
            self.tell("There is no attached file on this line.", "warning")
            return

        def keep(written: Written) -> str | None:
            try:
                day = date.fromisoformat(written["day"]) if written["day"] else None
            except ValueError:
                return "The day is written year-month-day, such as 2027-01-31."
            if day == file.expires:
                return None
            try:
                self.opened.expire(file.id, day)
            except (NotAccepted, StoreError) as error:
                return sentence(error)
            return None

        told = "The last day on which the file counts as evidence; empty for as long as it is kept."
        day = Field("day", "Day", "year-month-day, such as 2027-01-31", str(file.expires or ""))
        asked = f"{_short(file.name)}: day of expiry"
        self.desk.push_screen(AskFields(asked, told, (day,), keep), lambda _: self._after(file.id))


def _heading(title: str) -> Entry:
    return Entry(f"heading {title}", partial(Content.styled, on_one_line(title), "bold"), heading=True)


def _upload(file: Path) -> Content:
    return Content.assemble(("+ ", "$primary"), on_one_line(_short(file.name)))


def _short(name: str) -> str:
    """A name that leaves room for the rest of its line: its beginning and its end."""
    return name if len(name) <= 44 else f"{name[:28]}…{name[-15:]}"
