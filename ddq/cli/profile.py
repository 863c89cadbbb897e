"""A buyer profile says with whose eyes the same facts are read; it is named by its id or by its file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.questionnaire import library_of
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.registers.model import Profile
    from ddq.registers.registers import Registers


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|check")
    actions.add_parser("list", help="the profiles that there are")
    show = actions.add_parser("show", help="whom it trusts and why, what binds it, and the trust it requires")
    show.add_argument("name", metavar="P")
    show.add_argument("--json", action="store_true", help="as JSON")
    check = actions.add_parser("check", help="check it against the registers")
    check.add_argument("name", metavar="P")
    from ddq.cli.lint import declare_format

    declare_format(check)


def run(options: Namespace) -> int:
    """Run the action."""
    library = library_of(options)
    if options.action == "list":
        for name in library.files("profile"):
            found = library.profile(name)
            say(f"{name:<20} {found.version:<8} {found.title}")
        return OK
    if options.action == "show":
        profile = library.profile(options.name)
        if options.json:
            give(profile.model_dump_json().encode())
        else:
            say(*_shown(profile, library.registers))
        return OK
    from ddq.cli.checking import check
    from ddq.cli.lint import print_problems

    return print_problems(check(library, library.path("profile", options.name)), options, options.name)


def _shown(profile: Profile, registers: Registers) -> Iterator[str]:
    from ddq.questionnaire.countries import country_name, in_sentence

    groups = {group.id: group.name for group in registers.groups}
    states = {state.code: state.name for state in registers.jurisdictions}
    regimes = {regime.id: f"{regime.name} [{regime.in_force}]" for regime in registers.regimes}
    yield f"{profile.title}, {profile.version}"
    yield profile.description
    yield f"home: {', '.join(profile.home) or 'none'}"
    yield f"trust required by tier: {', '.join(f'{tier}: {trust:g}' for tier, trust in profile.tiers.items())}"
    for trusted in profile.trusted:
        whom = country_name(trusted.state) if trusted.state else groups.get(trusted.group or "", trusted.group)
        share = {1.0: "trusted", 0.5: "trusted by half", 0.0: "not trusted"}.get(
            trusted.trust, f"trusted by {trusted.trust:g}"
        )
        yield f"{share}: {whom}. {trusted.reason} ({trusted.citation})"
    for bound in profile.bound_by:
        state = bound.jurisdiction or ""
        what = regimes.get(bound.regime or "") or f"the law of {in_sentence(states.get(state, state))}"
        authority = f" Authority: {bound.authority}." if bound.authority else ""
        yield f"bound by {what}: {bound.reason} ({bound.citation}){authority}"
