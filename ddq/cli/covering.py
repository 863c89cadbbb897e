"""`ddq questionnaire coverage`: which published criteria its questions answer, and which they do not."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ddq.cli.terminal import FOUND, OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.authoring.covering import Covered, CoveredSet
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("name", metavar="Q")
    parser.add_argument(
        "--set", action="append", dest="sets", metavar="ID", help="only this list of criteria; may be repeated"
    )
    parser.add_argument("--all", action="store_true", help="every criterion with its questions")
    parser.add_argument("--questions", action="store_true", help="also every question with the criteria it answers")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace, library: Library) -> int:
    """Compare the questions with the criteria; uncovered ones are something wrong."""
    from ddq.authoring.covering import Cover, answered_by, covered
    from ddq.questionnaire.problems import did_you_mean
    from ddq.registers.criteria import load_criteria
    from ddq.registers.load import shipped_registers

    questionnaire = library.questionnaire(options.name).questionnaire
    sets = load_criteria(shipped_registers() / "criteria.yaml")
    known = [each.id for each in sets]
    for name in options.sets or ():
        if name not in known:
            hint = did_you_mean(name, known)
            raise Misused(f"{name}: no such list of criteria; {hint or 'there are ' + ', '.join(known)}")
    found = covered(questionnaire, (each for each in sets if not options.sets or each.id in options.sets))
    answers = answered_by(questionnaire, found)
    if options.json:
        import orjson

        of = {"questionnaire": questionnaire.id, "version": questionnaire.version}
        give(
            orjson.dumps(
                of | {"sets": [_data(each) for each in found], "questions": answers}, option=orjson.OPT_INDENT_2
            )
        )
    else:
        say(f"{questionnaire.id} {questionnaire.version}", "", *_table(found), *_told(found, every=options.all))
        if options.questions:
            say("", *(f"{name:<8} {', '.join(criteria) or '-'}" for name, criteria in answers.items()))
    return FOUND if any(each.count(Cover.open) for each in found) else OK


def _table(found: Sequence[CoveredSet]) -> Iterator[str]:
    from ddq.authoring.covering import Cover

    covers = tuple(Cover)
    yield f"{'list':<9} criteria  {'  '.join(covers)}  title"
    for each in found:
        counts = "  ".join(f"{each.count(cover):>{len(cover)}}" for cover in covers)
        yield f"{each.criteria_set.id:<9} {len(each.criteria):>8}  {counts}  {each.criteria_set.title}"
    if len(found) > 1:
        counts = "  ".join(f"{sum(each.count(cover) for each in found):>{len(cover)}}" for cover in covers)
        yield f"{'together':<9} {sum(len(each.criteria) for each in found):>8}  {counts}"


def _told(found: Sequence[CoveredSet], *, every: bool) -> Iterator[str]:
    from ddq.authoring.covering import Cover

    for each in found:
        told = [one for one in each.criteria if every or one.cover in (Cover.explained, Cover.open)]
        if told:
            yield ""
            yield f"{each.criteria_set.title} ({each.criteria_set.issuer}, {each.criteria_set.issued})"
        for one in told:
            yield f"  {one.criterion.id:<10} {one.criterion.text} [{one.criterion.place}]"
            yield f"  {'':<10} {_how(one)}"


def _how(one: Covered) -> str:
    from ddq.authoring.covering import Cover

    criterion = one.criterion
    parts = [f"{one.cover}: {', '.join(one.asked)}" if one.asked else f"{one.cover}"]
    if one.asked and criterion.registers:
        parts.append(f"read from the registers: {', '.join(criterion.registers)}")
    if one.asked and criterion.profile:
        parts.append("and by the profile")
    if one.lacking and one.cover in (Cover.asked, Cover.open):
        parts.append(f"lacking {', '.join(one.lacking)}")
    parts += [text for text in (criterion.reason, criterion.note) if text]
    return "; ".join(parts)


def _data(each: CoveredSet) -> dict[str, Any]:
    whole = each.criteria_set
    return {
        **whole.model_dump(mode="json", exclude={"criteria"}),
        "criteria": [
            {
                **one.criterion.model_dump(mode="json", exclude={"questions"}, exclude_none=True),
                "cover": one.cover.value,
                "asked": one.asked,
                "lacking": one.lacking,
            }
            for one in each.criteria
        ],
    }
