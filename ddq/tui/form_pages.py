"""The pages of a form: a section, or as much of a long one as a screen should hold."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.assessment.interview import Interview

PAGE_SIZE = 25
"""Questions on a page. What a form costs depends on this, never on the questionnaire."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some questions of one section; which of them apply changes with the answers, the page does not."""

    section: str
    """The title."""
    questions: tuple[str, ...]
    number: int
    of: int
    """How many pages of the section have something to ask."""

    @property
    def words(self) -> tuple[str, ...]:
        """`Ownership`, and of a section of several pages `page 2 of 3`."""
        return (self.section, f"page {self.number} of {self.of}") if self.of > 1 else (self.section,)


def page_of(interview: Interview, question: str) -> Page:
    """The page on which a question stands."""
    section = interview.loaded.section_of[question]
    names = tuple(one.id for one in section.questions)
    parts = [names[start : start + PAGE_SIZE] for start in range(0, len(names), PAGE_SIZE)]
    shown = [part for part in parts if question in part or any(is_shown(interview, name) for name in part)]
    here = next(index for index, part in enumerate(shown) if question in part)
    return Page(section.title, shown[here], here + 1, len(shown))


def is_shown(interview: Interview, question: str) -> bool:
    """Whether a question stands in the form: one that applies or may apply."""
    return interview.items[question].visible is not False


def page_after(interview: Interview, page: Page) -> str | None:
    """The first question of the next page that asks anything; None at the end."""
    return interview.next(page.questions[-1])


def page_before(interview: Interview, page: Page) -> str | None:
    """The first question of the page before; None at the beginning."""
    last = interview.previous(page.questions[0])
    if last is None:
        return None
    put = (name for name in page_of(interview, last).questions if _is_put(interview, name))
    return next(put)


def _is_put(interview: Interview, question: str) -> bool:
    return is_shown(interview, question) and interview.items[question].question.kind != "computed"
