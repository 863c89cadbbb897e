"""The pages of docs/reference/cases/, one for each case that ships, and their index; no score stands in them.

`python -m tests.cases.case_pages` writes them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ddq.assessment.case import Case
from ddq.assessment.entering import AnsweredFile, Entry, enter_case, entries, load_case
from ddq.assessment.model import Answer, Source
from ddq.assessment.subjects import COMPLETE
from ddq.questionnaire.answers import parse_row, parse_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import GroupQuestion, Question, Section
from ddq.questionnaire.values import NA, U
from ddq.shipped import shipped

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "cases"
INDEX = "README"
_QUESTIONNAIRES = shipped("questionnaires")
_WRITTEN = "This page is written by `python -m tests.cases.case_pages`; change the case instead."


def pages() -> dict[str, str]:
    """Every page by its name without `.md`, the index among them."""
    cases = [load_case(path) for path in sorted((_QUESTIONNAIRES / "cases").glob("*.yaml"))]
    found = {case.content.id: "\n".join(_page(case)) + "\n" for case in cases}
    return {INDEX: "\n".join(_index([case.content for case in cases])) + "\n", **found}


@cache
def _questionnaire(name: str) -> LoadedQuestionnaire:
    """Loaded once for all the cases."""
    return load_questionnaire(_QUESTIONNAIRES / f"{name}.yaml")


def _index(cases: list[Case]) -> Iterator[str]:
    yield "# The cases that ship\n"
    yield f"{_WRITTEN}\n"
    yield "[cases.md](../../explanation/cases.md) says by what rules they were answered. No score is written down:"
    yield "`ddq score ID` works it out, and `--profile ID` reads the same answers as another buyer.\n"
    yield from _table("case | day | questionnaire | buyer | sources")
    for case in cases:
        told = f"{case.as_of} | `{case.questionnaire}` | `{case.profile}` | {len(case.sources)}"
        yield f"| [{_line(case.title)}]({case.id}.md) | {told} |"


def _page(file: AnsweredFile[Case]) -> Iterator[str]:
    case, loaded = file.content, _questionnaire(file.content.questionnaire)
    enter_case(file, loaded, case.id)  # What the interview would refuse has no page.
    given = entries(file, loaded)
    keys = {source: key for key, source in case.sources.items()}
    yield f"# {_line(case.title)}\n"
    yield f"{_WRITTEN}\n"
    yield f"`{case.id}`: what was known on {case.as_of} of {_line(case.vendor.name)}, read for"
    yield f"{_line(case.engagement.service or 'a purchase')}."
    yield f"It answers `{case.questionnaire}` as the buyer `{case.profile}`.\n"
    yield "Grade A is for courts, authorities and the buyer's own word, B for other third parties, C for the vendor's"
    yield f"documents, D for its mere word. `ddq score {case.id} --profile ID` reads the answers as any buyer.\n"
    for section in loaded.questionnaire.sections:
        yield from _section(section, loaded, given, keys)
    yield "## Sources\n"
    for key, source in case.sources.items():
        yield f"- `{key}`: {_source(source)}"


def _section(
    section: Section, loaded: LoadedQuestionnaire, given: tuple[Entry, ...], keys: dict[Source, str]
) -> Iterator[str]:
    names = [question.id for question in section.questions]
    here = [entry for entry in given if entry.subject.partition("/")[0] in names]
    if not here:
        return
    yield f"## {_line(section.title)}\n"
    silent = [entry for entry in here if _is_silent(entry.answer)]
    told = [entry for entry in here if entry not in silent]
    for name in dict.fromkeys(entry.subject.partition("/")[0] for entry in told):
        question = loaded.questions[name]
        yield f"### {name}: {_line(question.text)}\n"
        for entry in told:
            if entry.subject.partition("/")[0] == name:
                yield from _answer(question, entry, keys)
        yield ""
    if silent:
        yield "Not known, and no source tells:\n"
        for entry in silent:
            name = entry.subject.partition("/")[0]
            yield f"- {name}: {_line(loaded.questions[name].text)} ({_line(entry.answer.reason or '')})"
        yield ""


def _is_silent(answer: Answer) -> bool:
    """Whether there is nothing to tell but why nothing is known."""
    return answer.value is None and not (answer.basis.sources or answer.note or answer.vendor_position)


def _answer(question: Question, entry: Entry, keys: dict[Source, str]) -> Iterator[str]:
    answer = entry.answer
    said = "; ".join(_said(question, entry.subject.partition("/")[2], answer))
    yield f"- {'**Alleged.** ' if answer.allegation else ''}{said}"
    basis = [f"grade {answer.basis.grade.value}"] if answer.value is not None and answer.basis.grade else []
    basis += [f"confidence {answer.basis.confidence.value}"] if answer.basis.confidence else []
    basis += [f"`{keys[source]}`" for source in answer.basis.sources]
    if basis:
        yield f"  - On: {', '.join(basis)}"
    if answer.note:
        yield f"  - Note: {_line(answer.note)}"
    if answer.vendor_position:
        position = answer.vendor_position
        yield f"  - The vendor: {_line(position.text)} (`{keys[position.source]}`)"


def _said(question: Question, row: str, answer: Answer) -> Iterator[str]:
    """The value in words, a row field by field under its first; its state and why where it has none."""
    if answer.value is None:
        state = answer.state.value.replace("_", " ")
        yield f"{state}: {_line(answer.reason or '')}" if answer.reason else state
    elif row == COMPLETE:
        yield f"the list is {'complete' if answer.value else 'not complete'}"
    elif isinstance(question, GroupQuestion):
        values = parse_row(question, answer.value)
        known = [field for field in question.fields if values.get(field.id, U) not in (U, NA)]
        for number, field in enumerate(known):
            value = _line(format_value(field, values[field.id]))
            yield f"{_line(field.text).rstrip('?')}: {value}" if number else f"**{value}**"
    else:
        yield _line(format_value(question, parse_value(question, answer.value)))


def _source(source: Source) -> str:
    link = f", <{source.url}>" if source.url else ""
    place = f" ({_line(source.place)})" if source.place else ""
    return f"{_line(source.title)}, {source.dated}{link}{place}"


def _table(heads: str) -> tuple[str, str]:
    return f"| {heads} |", f"| {' | '.join('---' for _ in heads.split(' | '))} |"


def _line(text: str) -> str:
    """On one line, with nothing in it that Markdown would read."""
    one = " ".join(text.split())
    for sign in "\\*_<[|`":
        one = one.replace(sign, f"\\{sign}")
    return one


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
