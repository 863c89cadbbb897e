"""The pages of docs/reference/questionnaires/, one for each questionnaire that ships, and their index.

`python -m tests.content.questionnaire_pages` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.indicator import Indicator
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import Regime
from ddq.shipped import shipped

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "questionnaires"
INDEX = "README"
_QUESTIONNAIRES = shipped("questionnaires")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_WRITTEN = "This page is written by `python -m tests.content.questionnaire_pages`; change the questionnaire instead."


def pages() -> dict[str, str]:
    """Every page by its name without `.md`, the index among them."""
    regimes = {regime.id: regime for regime in load_registers(shipped_registers()).regimes}
    loaded = [load_questionnaire(path) for path in sorted(_QUESTIONNAIRES.glob("*.yaml"))]
    found = {each.questionnaire.id: "\n".join(_page(each, regimes)) + "\n" for each in loaded}
    return {INDEX: "\n".join(_index(loaded)) + "\n", **found}


def _index(loaded: list[LoadedQuestionnaire]) -> Iterator[str]:
    yield "# The questionnaires that ship\n"
    yield f"{_WRITTEN}\n"
    yield "`ddq new --questionnaire ID` begins an assessment with one of them; `ddq questionnaire show ID` prints it.\n"
    yield from _table("id | title | questions | concerns | bars")
    for each in loaded:
        one = each.questionnaire
        counts = f"{len(_asked(each))} | {len(list(_concerns(each)))} | {len(one.bars)}"
        yield f"| [`{one.id}`]({one.id}.md) | {_cell(one.title)} | {counts} |"


def _page(loaded: LoadedQuestionnaire, regimes: dict[str, Regime]) -> Iterator[str]:
    one = loaded.questionnaire
    yield f"# {one.title}\n"
    yield f"{_WRITTEN}\n"
    yield f"{' '.join((one.description or '').split())}\n"
    yield f"`{one.id}` {one.version}. {_sources(loaded)}\n"
    for section in one.sections:
        yield f"## {section.title}\n"
        if section.intro:
            yield f"{' '.join(section.intro.split())}\n"
        yield from _table("id | question | kind | asked")
        for question in section.questions:
            yield f"| {question.id} | {_cell(question.text)} | {question.kind} | {_when(question)} |"
        yield ""
    yield from _scored(loaded)
    yield from _barring(loaded, regimes)
    yield from _cited(loaded, regimes)


def _sources(loaded: LoadedQuestionnaire) -> str:
    files = [Path(source.name) for source in loaded.sources]
    modules = [path.stem for path in files if path.parent.name == "modules"]
    made = f"Made of the modules {', '.join(f'`{name}`' for name in modules)}" if modules else "Made of one file"
    return f"{made}; {len(_asked(loaded))} questions."


def _when(question: AnyQuestion) -> str:
    if question.kind == "computed":
        return "never; it is computed"
    wanted = "required" if question.required else "always"
    return (
        f"{wanted if question.required else 'only'} if `{_cell(question.visible_if)}`"
        if question.visible_if
        else wanted
    )


def _scored(loaded: LoadedQuestionnaire) -> Iterator[str]:
    yield "## What counts\n"
    yield "Each concern takes its share of the trust that is left, as far as it is present.\n"
    yield from _table("concern | strength | origin | asked by | regimes")
    for concern, asked in _concerns(loaded):
        told = f"{_cell(concern.title)} | {concern.strength.value} | {concern.origin.value.replace('_', ' ')}"
        yield f"| {told} | {', '.join(asked)} | {', '.join(concern.references)} |"
    yield ""


def _concerns(loaded: LoadedQuestionnaire) -> Iterator[tuple[Indicator, list[str]]]:
    """Each indicator with the questions that feed it; a rule with those that its presence reads."""
    feeding: dict[str, list[str]] = {}
    declared: list[Indicator] = []
    for question in loaded.questionnaire.questions():
        unlisted = question.unlisted if isinstance(question, GroupQuestion) else None
        own = [each for each in (question.risk, unlisted) if each is not None]
        declared += own
        for name in (*(each.indicator for each in own), *(feed.indicator for feed in question.feeds)):
            feeding.setdefault(name, []).append(question.id)
    yield from ((each, feeding[each.indicator]) for each in declared)
    for rule in loaded.questionnaire.rules:
        read = dict.fromkeys(name for name in _NAME.findall(rule.presence) if name in loaded.questions)
        yield rule, [*read, *feeding.get(rule.indicator, [])]


def _barring(loaded: LoadedQuestionnaire, regimes: dict[str, Regime]) -> Iterator[str]:
    if not loaded.questionnaire.bars:
        return
    yield "## What closes the matter\n"
    yield "A bar binds only buyers whom its regime binds; others are told.\n"
    yield from _table("bar | when | regime | scope")
    for bar in loaded.questionnaire.bars:
        yield f"| {_cell(bar.title)} | `{_cell(bar.when)}` | {_cell(regimes[bar.regime].name)} | {_cell(bar.scope)} |"
    yield ""


def _cited(loaded: LoadedQuestionnaire, regimes: dict[str, Regime]) -> Iterator[str]:
    """Every regime that is cited."""
    names = {name for question in loaded.questionnaire.questions() for name in question.references}
    names |= {name for concern, _ in _concerns(loaded) for name in concern.references}
    names |= {bar.regime for bar in loaded.questionnaire.bars}
    yield "## What it cites\n"
    yield "`ddq registers show ID` tells citation, dates, source, and what of it was checked.\n"
    yield from _table("id | regime")
    for name in sorted(names & set(regimes)):
        yield f"| {name} | {_cell(regimes[name].name)} |"


def _asked(loaded: LoadedQuestionnaire) -> list[AnyQuestion]:
    return [question for question in loaded.questionnaire.questions() if question.kind != "computed"]


def _table(heads: str) -> tuple[str, str]:
    return f"| {heads} |", f"| {' | '.join('---' for _ in heads.split(' | '))} |"


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
