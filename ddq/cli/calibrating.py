"""`ddq questionnaire calibrate`: what it makes of vendors as one might meet them, and what would turn it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ddq.cli.target import a_date
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.authoring.calibration.figures import Figure, Room, Turn
    from ddq.authoring.calibration.setting import Setting
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("name", metavar="Q")
    parser.add_argument(
        "--profile", action="append", metavar="P", help="the buyer; may be repeated; else every one that there is"
    )
    parser.add_argument("--as-of", type=a_date, metavar="DATE", help="the day whose laws count; else today")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace, library: Library) -> int:
    """Answer as each archetype would, score, and say how far each strength may move."""
    from ddq.assessment.subjects import NotAccepted
    from ddq.authoring.calibration.figures import calibrate, rooms
    from ddq.authoring.calibration.setting import Setting
    from ddq.scoring.method import METHOD
    from ddq.workspace.surroundings import Surroundings

    loaded = library.questionnaire(options.name)
    if loaded.questionnaire.method != METHOD:
        message = f"it is scored by {loaded.questionnaire.method}, which has no strengths and no tiers"
        raise NotAccepted(loaded.questionnaire.id, message, f"name a questionnaire of the method {METHOD}")
    day = options.as_of or Surroundings().today()
    registers = library.registers.read(day)
    found: list[dict[str, Any]] = []
    for name in options.profile or library.files("profile"):
        setting = Setting(loaded, registers, library.profile(name), day)
        figures = calibrate(setting)
        left = rooms(figures, setting.profile)
        if options.json:
            found.append(_data(setting, figures, left))
        else:
            say(*_lines(setting, figures, left))
    if options.json:
        import orjson

        questionnaire = loaded.questionnaire
        give(
            orjson.dumps(
                {"questionnaire": questionnaire.id, "version": questionnaire.version, "as_of": day, "profiles": found}
            )
        )
    return OK


def _lines(setting: Setting, figures: Sequence[Figure], left: Sequence[Room]) -> Iterator[str]:
    questionnaire, profile = setting.loaded.questionnaire, setting.profile
    required = ", ".join(f"tier {tier}: {trust:g}" for tier, trust in sorted(profile.tiers.items()))
    yield f"{questionnaire.id} {questionnaire.version} for {profile.id}, as of {setting.day}"
    yield f"trust required: {required}"
    yield ""
    yield f"{'archetype':<13} {'':<57} {'trust':>14}  tier 1  tier 2  tier 3  tier 4"
    for figure in figures:
        met = "".join(f"{one.value:<8}" for one in figure.tiers).rstrip()
        yield f"{figure.archetype.id:<13} {figure.archetype.title:<57} {' to '.join(figure.score.shown):>14}  {met}"
    yield ""
    yield f"{'indicator':<32} {'strength':<14} may fall to, before          may rise to, before"
    for room in left:
        strength = f"{room.strength.value} {room.strength.share * 100:g} %"
        yield f"{room.indicator:<32} {strength:<14} {_turn(room.down):<28} {_turn(room.up)}".rstrip()
    yield ""


def _turn(turn: Turn | None) -> str:
    return "any" if turn is None else f"{turn.share * 100:.1f} %  {turn.archetype}, tier {turn.tier}"


def _data(setting: Setting, figures: Sequence[Figure], left: Sequence[Room]) -> dict[str, Any]:
    return {
        "profile": setting.profile.id,
        "states": {"home": setting.home, "middling": setting.middling, "compelling": setting.compelling},
        "archetypes": [
            {
                "id": figure.archetype.id,
                "title": figure.archetype.title,
                "answers": len(figure.answers),
                "trust": list(figure.score.shown),
                "outcome": figure.score.outcome.value,
                "tiers": [one.value for one in figure.tiers],
            }
            for figure in figures
        ],
        "strengths": [
            {
                "indicator": room.indicator,
                "strength": room.strength.value,
                "share": room.strength.share,
                "down": _turn_data(room.down),
                "up": _turn_data(room.up),
            }
            for room in left
        ],
    }


def _turn_data(turn: Turn | None) -> dict[str, Any] | None:
    return None if turn is None else {"share": round(turn.share, 6), "archetype": turn.archetype, "tier": turn.tier}
