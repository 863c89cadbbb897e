"""The buyer profile decides with whose eyes the facts are read, so it is always named."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from ddq.cli.target import a_date, workspace_of
from ddq.cli.terminal import OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.assessment.model import Engagement, Identifier, Vendor
    from ddq.workspace.opened import OpenAssessment
    from ddq.workspace.workspace import Workspace


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--vendor", metavar="NAME", help="the vendor's legal name")
    parser.add_argument("--country", action="append", default=[], metavar="CODE", help="of the vendor; may be repeated")
    parser.add_argument("--questionnaire", metavar="Q", help="its id; else vendor-due-diligence, the whole set")
    parser.add_argument("--profile", metavar="P", help="the buyer profile's id; `ddq profile list`")
    parser.add_argument("--title", metavar="TEXT", help="what the assessment is called; else the vendor's name")
    parser.add_argument("--service", metavar="TEXT", help="what is to be bought")
    parser.add_argument("--value", metavar="TEXT", help="the contract's value")
    parser.add_argument("--reference", metavar="TEXT", help="the procurement reference")
    parser.add_argument("--deadline", type=a_date, metavar="DATE", help="when the decision is due")
    parser.add_argument("--as-of", type=a_date, metavar="DATE", help="the day whose facts and laws count; else today")
    parser.add_argument(
        "--case", metavar="CASE", help="begin with all answers of a shipped case or a case file instead"
    )
    parser.add_argument("--identifier", action="append", default=[], metavar="SCHEME:VALUE", help="such as LEI:…")
    parser.add_argument(
        "--carry-from", metavar="ID", help="carry the answers over from an earlier assessment; its vendor, unless named"
    )
    parser.add_argument("--language", metavar="L", help="ask in this language, such as de; `ddq language` changes it")
    parser.add_argument("--json", action="store_true", help='print {"id": …}')


def run(options: Namespace) -> int:
    """Begin the assessment and print its id."""
    if options.case is not None and options.carry_from is not None:
        raise Misused("--case and --carry-from begin in two ways; give one")
    if options.case is None and options.carry_from is None and not (options.vendor and options.profile):
        raise Misused("name the --vendor and the buyer --profile (`ddq profile list` shows those that there are)")
    from ddq.workspace.library import USUAL

    with workspace_of(options) as workspace:
        if options.case is not None:
            opened = workspace.create_from_case(workspace.library.case(options.case))
        elif options.carry_from is not None:
            opened = _again(workspace, options)
        else:
            opened = workspace.create(
                _vendor(options, None),
                options.questionnaire or USUAL,
                _engagement(options, None),
                title=options.title,
                as_of=options.as_of,
            )
        if options.language is not None:
            opened.change_language(options.language)
        if options.json:
            import orjson

            give(orjson.dumps({"id": opened.id}))
        else:
            say(opened.id)
    return OK


def _again(workspace: Workspace, options: Namespace) -> OpenAssessment:
    """With the answers of an earlier assessment, telling what was left behind."""
    earlier = workspace.open(options.carry_from)
    before = earlier.assessment
    opened, carried = workspace.create_again(
        earlier,
        _vendor(options, before.vendor),
        options.questionnaire,
        _engagement(options, before.engagement),
        title=options.title or before.title,
        as_of=options.as_of,
    )
    tell(f"ddq: {carried.answers} answers carried over from {before.id}, to be confirmed")
    why = dict.fromkeys(one.why for one in carried.left_out)
    for reason in why:
        subjects = ", ".join(one.subject for one in carried.left_out if one.why == reason)
        tell(f"ddq: not carried over, as {reason}: {subjects}")
    return opened


def _vendor(options: Namespace, before: Vendor | None) -> Vendor:
    """The vendor as named here; what is not named is as it was."""
    from ddq.assessment.model import Vendor

    given: dict[str, Any] = {}
    if options.vendor is not None:
        given["name"] = _line(options.vendor)
    if options.country:
        given["countries"] = tuple(map(_country, options.country))
    if options.identifier:
        given["identifiers"] = tuple(map(_identifier, options.identifier))
    return Vendor(**given) if before is None else before.model_copy(update=given)


def _engagement(options: Namespace, before: Engagement | None) -> Engagement:
    from ddq.assessment.model import Engagement
    from ddq.questionnaire.text import clean_text

    given: dict[str, Any] = {
        name: clean_text(text) for name in ("service", "value", "reference") if (text := getattr(options, name))
    }
    given |= {name: value for name in ("deadline", "profile") if (value := getattr(options, name)) is not None}
    return Engagement(**given) if before is None else before.model_copy(update=given)


def _identifier(text: str) -> Identifier:
    from ddq.assessment.model import Identifier
    from ddq.questionnaire.text import clean_text

    scheme, colon, value = (" ".join(clean_text(part).split()) for part in text.partition(":"))
    if not (scheme and colon and value) or len(text) > 200:
        raise Misused(f"{text[:60]!r} is no identifier; write SCHEME:VALUE, such as LEI:5493001KJTIIGC8Y1R12")
    return Identifier(scheme=scheme, value=value)


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
