"""The registers hold laws, regimes, groups of states and jurisdictions; they are read as of a day."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.questionnaire import library_of
from ddq.cli.target import a_date
from ddq.cli.terminal import OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.questionnaire.problems import Problem
    from ddq.registers.differing import Difference
    from ddq.registers.facts import Share
    from ddq.registers.lists import Listing
    from ddq.registers.registers import Registers
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|check|diff")
    listed = actions.add_parser("list", help="each file: what it holds, and how much of it was checked")
    listed.add_argument("--json", action="store_true", help="as JSON")
    show = actions.add_parser("show", help="a jurisdiction, law, regime, group, rule or list as of a day")
    show.add_argument("name", metavar="ID", help="such as DE, DE-G10, US-889, eu, EU-GDPR-45 or us-1260h")
    show.add_argument("--as-of", type=a_date, metavar="DATE", help="as of another day than today")
    check = actions.add_parser("check", help="check registers, profiles and cases; what ships, where none is named")
    check.add_argument("paths", nargs="*", type=Path, metavar="DIR|FILE", help="a folder of registers, or a file")
    from ddq.cli.lint import declare_format

    declare_format(check)
    diff = actions.add_parser("diff", help="what is different between two days, or two folders of registers")
    diff.add_argument("old", metavar="OLD", help="a day such as 2021-04-10, or a folder")
    diff.add_argument("new", metavar="NEW", help="the same")
    diff.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Run the action."""
    library = library_of(options)
    if options.action == "list":
        return _list(library.registers, options)
    if options.action == "show":
        return _show(library, options)
    if options.action == "check":
        return _check(library, options)
    return _diff(library, options)


def _list(registers: Registers, options: Namespace) -> int:
    from ddq.registers.criteria import load_criteria
    from ddq.registers.facts import shares, shares_of_lists, total
    from ddq.registers.load import shipped_registers

    criteria = load_criteria(shipped_registers() / "criteria.yaml")
    lists = _shipped_lists(registers)
    found = (*shares(registers, criteria), *shares_of_lists(lists))
    known = {f"jurisdictions/{state.code}.yaml": state for state in registers.jurisdictions}
    if options.json:
        import orjson

        give(orjson.dumps([{"facts": share.facts, **_as_json(share)} for share in found]))
        return OK
    say(f"{'file':<24} {'facts':>5} {'checked':>8} {'in part':>8} {'not':>5}  what it is")
    for share in found:
        state = known.get(share.file)
        what = "" if state is None else state.name if state.is_read else f"{state.name}, its law not read"
        if (rows := lists.get(share.file.removeprefix("lists/").removesuffix(".csv"))) is not None:
            what = (
                f"names on a list, {'whole' if rows[0].extent == 'whole' else 'in part'}" if rows else "an empty list"
            )
        say(_row(share, what))
    say(_row(total(found, "together"), f"{len(known)} jurisdictions, verified through {registers.verified_through}"))
    return OK


def _as_json(share: Share) -> dict[str, object]:
    return {"file": share.file, "checked": share.checked, "mixed": share.mixed, "unchecked": share.unchecked}


def _row(share: Share, what: str) -> str:
    part = f"{100 * share.checked // share.facts} %" if share.facts else "-"
    return f"{share.file:<24} {share.facts:>5} {part:>8} {share.mixed:>8} {share.unchecked:>5}  {what}".rstrip()


def _show(library: Library, options: Namespace) -> int:
    from ddq.registers.showing import shown

    lists = _shipped_lists(library.registers)
    lines = shown(library.registers, lists, options.name, options.as_of or _today())
    if lines is None:
        from ddq.questionnaire.problems import did_you_mean
        from ddq.registers.showing import names

        hint = did_you_mean(options.name, names(library.registers, lists)) or "`ddq registers list` names the files"
        raise Misused(f"the registers hold no {options.name!r}; {hint}")
    say(*lines)
    return OK


def _shipped_lists(registers: Registers) -> dict[str, tuple[Listing, ...]]:
    from ddq.registers.lists import load_lists
    from ddq.registers.load import shipped_registers

    return load_lists(shipped_registers() / "lists", registers)


def _today() -> date:
    from ddq.workspace.surroundings import Surroundings

    return Surroundings().today()


def _check(library: Library, options: Namespace) -> int:
    from ddq.cli.lint import print_problems
    from ddq.registers.load import shipped_registers

    shipped = [path for kind in ("profile", "case") for path in library.files(kind).values()]
    paths = [file for path in options.paths for file in _files(path)] or [shipped_registers(), *shipped]
    problems = [problem for path in paths for problem in _problems(library, path)]
    return print_problems(problems, options, f"{len(paths)} {'place' if len(paths) == 1 else 'places'}")


def _files(path: Path) -> list[Path]:
    """A folder of registers as it is; of a folder of profiles, cases or lists, its files."""
    if not path.is_dir() or (path / "regimes.yaml").is_file():
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml", ".csv"))
    if not files:
        raise Misused(f"{path} holds neither registers nor profiles, cases or lists; name another folder or a file")
    return files


def _problems(library: Library, path: Path) -> Iterator[Problem]:
    from ddq.cli.checking import check
    from ddq.questionnaire.problems import SourceError
    from ddq.registers.criteria import load_criteria
    from ddq.registers.lists import load_list, load_lists

    criteria = path / "criteria.yaml"
    try:
        if path.suffix == ".csv":
            load_list(path, library.registers)
        elif not path.is_dir():
            yield from check(library, path)
        else:
            load_lists(path / "lists", _loaded(path))
            if criteria.is_file():
                load_criteria(criteria)
    except SourceError as error:
        yield from error.problems


def _loaded(folder: Path) -> Registers:
    from ddq.registers.load import load_registers

    if not (folder / "regimes.yaml").is_file():
        raise Misused(f"{folder} is no folder of registers: it holds no regimes.yaml")
    return load_registers(folder)


def _diff(library: Library, options: Namespace) -> int:
    from ddq.registers.differing import between_days, between_editions

    old, new = _edition(options.old), _edition(options.new)
    if isinstance(old, date) and isinstance(new, date):
        found = between_days(library.registers, old, new)
    elif isinstance(old, Path) and isinstance(new, Path):
        found = between_editions(_loaded(old), _loaded(new))
    else:
        raise Misused("a day cannot be compared with a folder; give two days or two folders")
    if options.json:
        import orjson

        give(orjson.dumps(found))
    else:
        say(*(map(_difference, found) if found else ["nothing is different"]))
    return OK


def _edition(text: str) -> date | Path:
    path = Path(text)
    if path.is_dir():
        return path
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(f"{text!r} is neither a folder nor a day such as 2026-01-31") from None


def _difference(one: Difference) -> str:
    if one.old is None:
        return f"{one.subject} {one.what}: new: {one.new}"
    if one.new is None:
        return f"{one.subject} {one.what}: gone, was {one.old}"
    return f"{one.subject} {one.what}: {one.old} -> {one.new}"
