"""The buyer profile decides with whose eyes the facts are read, so it is always named."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import a_date, workspace_of
from ddq.cli.terminal import OK, Misused, give, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--vendor", metavar="NAME", help="the vendor's legal name")
    parser.add_argument("--country", action="append", default=[], metavar="CODE", help="of the vendor; may be repeated")
    parser.add_argument("--questionnaire", default="vendor-due-diligence", metavar="Q", help="its id")
    parser.add_argument("--profile", metavar="P", help="the buyer profile's id; `ddq profile list`")
    parser.add_argument("--title", metavar="TEXT", help="what the assessment is called; else the vendor's name")
    parser.add_argument("--service", default="", metavar="TEXT", help="what is to be bought")
    parser.add_argument("--value", metavar="TEXT", help="the contract's value")
    parser.add_argument("--reference", metavar="TEXT", help="the procurement reference")
    parser.add_argument("--deadline", type=a_date, metavar="DATE", help="when the decision is due")
    parser.add_argument("--as-of", type=a_date, metavar="DATE", help="the day whose facts and laws count; else today")
    parser.add_argument(
        "--case", metavar="CASE", help="begin with all answers of a shipped case or a case file instead"
    )
    parser.add_argument("--json", action="store_true", help='print {"id": …}')


def run(options: Namespace) -> int:
    """Begin the assessment and print its id."""
    from ddq.assessment.model import Engagement, Vendor
    from ddq.questionnaire.text import clean_text

    if options.case is None and not (options.vendor and options.profile):
        raise Misused("name the --vendor and the buyer --profile (`ddq profile list` shows those that there are)")
    with workspace_of(options) as workspace:
        if options.case is not None:
            opened = workspace.create_from_case(workspace.library.case(options.case))
        else:
            opened = workspace.create(
                Vendor(name=_line(options.vendor), countries=tuple(map(_country, options.country))),
                options.questionnaire,
                Engagement(
                    service=clean_text(options.service),
                    value=options.value and clean_text(options.value),
                    reference=options.reference and clean_text(options.reference),
                    deadline=options.deadline,
                    profile=options.profile,
                ),
                title=options.title,
                as_of=options.as_of,
            )
        if options.json:
            import orjson

            give(orjson.dumps({"id": opened.id}))
        else:
            say(opened.id)
    return OK


def _country(code: str) -> str:
    from ddq.questionnaire.countries import is_country

    if not is_country(code.upper()):
        raise Misused(f"{code!r} is no country code; write ISO 3166-1 alpha-2, such as NO")
    return code.upper()


def _line(name: str) -> str:
    from ddq.questionnaire.text import clean_text

    cleaned = " ".join(clean_text(name).split())
    if not 1 <= len(cleaned) <= 300:
        raise Misused(f"a vendor's name has 1 to 300 characters, not {len(cleaned):,}")
    return cleaned
