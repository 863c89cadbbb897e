"""Buyer profiles: loads one, checks it against the registers, and says how far it trusts a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ddq.questionnaire.positions import Document
from ddq.questionnaire.positions import Path as Place
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode, load_yaml
from ddq.registers.model import Bound, Profile, Trusted
from ddq.registers.reading import Reading
from ddq.registers.registers import Registers


def load_profile(path: Path) -> Profile:
    """The profile in the file `path`.

    Raises:
        SourceError: with every place where the file is not a profile.
        OSError: the file cannot be read.
    """
    return _read(path)[1]


def check_profile(path: Path, registers: Registers) -> tuple[Problem, ...]:
    """Everything that is wrong with the profile in the file `path`, ids that the registers do not hold included."""
    try:
        document, profile = _read(path)
    except SourceError as error:
        return error.problems
    return tuple(_problems(document, profile, registers))


def trust_in(profile: Profile, state: str, reading: Reading) -> tuple[float, Trusted | None]:
    """How far the profile trusts `state` on the day of `reading`, in [0, 1], and the entry that says so.

    An entry for the state goes before entries for its groups; among groups the largest trust counts, then the first.
    """
    own = [entry for entry in profile.trusted if entry.state == state]
    through = [entry for entry in profile.trusted if entry.group and state in reading.groups.get(entry.group, ())]
    for entries in (own, through):
        if entries:
            entry = max(entries, key=lambda entry: entry.trust)
            return entry.trust, entry
    return 0.0, None


def binding(profile: Profile, jurisdiction: str, regime: str | None, reading: Reading) -> Bound | None:
    """The entry by which an act of `jurisdiction` under `regime` binds the buyer on the day of `reading`, if any.

    A regime that was surely not in force on the day binds nobody.
    """
    known = None if regime is None else reading.regimes.get(regime)
    if known is not None and known.in_force is False:
        return None
    by_state = known is None or not known.regime.binds_only_named
    for entry in profile.bound_by:
        if (entry.regime is not None and entry.regime == regime) or (by_state and entry.jurisdiction == jurisdiction):
            return entry
    return None


def _read(path: Path) -> tuple[Document, Profile]:
    document = load_yaml(decode(path.read_bytes(), str(path)), str(path))
    return document, validate(document, Profile)


def _problems(document: Document, profile: Profile, registers: Registers) -> Iterator[Problem]:
    states = {state.code for state in registers.jurisdictions}
    states |= {member.state for group in registers.groups for member in group.members}
    groups = [group.id for group in registers.groups]
    regimes = [regime.id for regime in registers.regimes]
    if profile.id != Path(document.name).stem:
        yield document.problem(
            ("id",), "P004", f"the id {profile.id} is not the name of the file", "make them the same"
        )
    for index, state in enumerate(profile.home):
        yield from _unknown(document, ("home", index), "state", state, states)
    for index, trusted in enumerate(profile.trusted):
        place = ("trusted", index)
        yield from _empty(document, place, trusted)
        yield from _exactly_one(document, place, state=trusted.state, group=trusted.group)
        yield from _unknown(document, (*place, "state"), "state", trusted.state, states)
        yield from _unknown(document, (*place, "group"), "group", trusted.group, groups)
        if trusted.trust not in (0, 0.5, 1):
            yield document.problem(
                (*place, "trust"), "P003", f"a trust of {trusted.trust} is not defined", "use 0, 0.5 or 1"
            )
    for index, bound in enumerate(profile.bound_by):
        place = ("bound_by", index)
        yield from _empty(document, place, bound)
        yield from _exactly_one(document, place, regime=bound.regime, jurisdiction=bound.jurisdiction)
        yield from _unknown(document, (*place, "regime"), "regime", bound.regime, regimes)
        yield from _unknown(document, (*place, "jurisdiction"), "jurisdiction", bound.jurisdiction, {"INT", *states})


def _empty(document: Document, place: Place, entry: Trusted | Bound) -> Iterator[Problem]:
    for key, given in (("reason", entry.reason), ("citation", entry.citation)):
        if not given.strip():
            hint = "say why, and by which treaty, decision or law"
            yield document.problem((*place, key), "P005", f"the {key} is empty", hint)


def _unknown(document: Document, place: Place, what: str, value: str | None, known: Iterable[str]) -> Iterator[Problem]:
    if value is not None and value not in known:
        hint = did_you_mean(value, known) or "see the registers for those that are known"
        yield document.problem(place, "P001", f"the {what} {value} is not in the registers", hint)


def _exactly_one(document: Document, place: Place, **named: str | None) -> Iterator[Problem]:
    if sum(value is not None for value in named.values()) != 1:
        message = f"an entry names either a {' or a '.join(named)}"
        yield document.problem(place, "P002", message, "give exactly one of them")
