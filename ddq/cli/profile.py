"""A buyer profile says with whose eyes the same facts are read; it is named by its id or by its file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.questionnaire import library_of
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.registers.model import Profile


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
            say(*_shown(profile))
        return OK
    from ddq.cli.lint import check, print_problems

    return print_problems(check(library, library.path("profile", options.name)), options, options.name)


def _shown(profile: Profile) -> Iterator[str]:
    yield f"{profile.title}, {profile.version}"
    yield profile.description
    yield f"home: {', '.join(profile.home) or 'none'}"
    yield f"trust required by tier: {', '.join(f'{tier}: {trust:g}' for tier, trust in profile.tiers.items())}"
    for trusted in profile.trusted:
        yield f"trusts {trusted.state or trusted.group} by {trusted.trust:g}: {trusted.reason} ({trusted.citation})"
    for bound in profile.bound_by:
        yield f"bound by {bound.regime or bound.jurisdiction}: {bound.reason} ({bound.citation})"
