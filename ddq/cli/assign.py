"""Interviewers answer, reviewers give verdicts and send back, approvers decide; a role that nobody has is open to all.
Whoever gave an answer does not decide. Names are compared, not authenticated: on one machine this is advisory."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say

ROLES = ("interviewer", "reviewer", "approver")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("role", nargs="?", choices=ROLES, help="the role; without one, says who has which")
    parser.add_argument("names", nargs="*", metavar="NAME", help="who has it from now on, in place of those before")
    parser.add_argument("--nobody", action="store_true", help="open the role to everybody")
    parser.add_argument("--json", action="store_true", help="who has which as JSON")


def run(options: Namespace) -> int:
    """Assign people, or say who is assigned."""
    from ddq.assessment.model import Role

    if options.role is not None and bool(options.names) == options.nobody:
        raise Misused(f"name the {options.role}s, or give --nobody to open the role to everybody")
    if options.role is None and options.nobody:
        raise Misused("name the role that --nobody is to have")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.role is not None:
            opened.assign(Role(options.role), options.names)
        assigned = opened.assessment.roles
    if options.json:
        import orjson

        give(orjson.dumps({role.value: assigned.get(role, ()) for role in Role}))
    else:
        say(*(f"{role.value}s: {', '.join(assigned.get(role, ())) or 'anybody'}" for role in Role))
    return OK
