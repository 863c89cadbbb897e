"""A bundle is one checked file: assessments with history, evidence and questionnaires, or questionnaires alone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.encrypting import declare_encrypting, declare_key, plain_target
from ddq.cli.target import workspace_of
from ddq.cli.terminal import FOUND, OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.store.bundles import Arrival
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="export|import")
    export = actions.add_parser("export", help="write assessments, or questionnaires, into one file")
    export.add_argument("ids", nargs="*", metavar="ID", help="assessments, by their ids or the beginnings of these")
    export.add_argument("--all", action="store_true", help="every assessment of the workspace")
    export.add_argument(
        "--questionnaire", action="append", default=[], metavar="Q", help="a questionnaire with all its files"
    )
    export.add_argument("-o", "--out", required=True, type=Path, metavar="FILE.zip", help="the bundle to write")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    declare_encrypting(export)
    take = actions.add_parser("import", help="take in what a bundle holds: all of it, or nothing")
    take.add_argument("file", type=Path, metavar="FILE.zip")
    declare_key(take)
    take.add_argument("--check", action="store_true", help="only say what would become of it")
    take.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Export or import."""
    return _export(options) if options.action == "export" else _import(options)


def _export(options: Namespace) -> int:
    from ddq import __version__
    from ddq.store.bundle_file import Content, write_bundle
    from ddq.store.bundles import files_of
    from ddq.tui.words import counted

    if options.out.exists() and not options.force:
        raise Misused(f"{options.out} is there already; --force writes over it")
    if not (options.ids or options.all or options.questionnaire):
        raise Misused("name what the bundle is to hold: assessments, --all, or --questionnaire Q")
    with workspace_of(options) as workspace:
        wanted = [summary.id for summary in workspace.list()] if options.all else map(workspace.find, options.ids)
        ids = sorted(set(wanted))
        files, entries = files_of(workspace.store, ids)
        own: dict[str, Content] = {}
        for name in options.questionnaire:
            own |= dict(_files_of(workspace.library, name))
        for name in {workspace.open(one).assessment.engagement.profile for one in ids}:
            own |= dict(_own_profile(workspace.library, workspace.folder, name))
        with plain_target(options, workspace, options.out) as target:
            write_bundle(target, {**files, **own}, entries, f"ddq {__version__}")
    evidence = sum(name.startswith("evidence/") for name in files)
    kept = sum(name.startswith("versions/") for name in files)
    tell(
        f"{counted(len(entries), 'assessment')} with {counted(kept, 'kept questionnaire')} and"
        f" {counted(evidence, 'evidence file')}; {counted(len(own), 'file')} of your own questionnaires and profiles"
    )
    say(str(options.out))
    return OK


def _files_of(library: Library, name: str) -> Iterator[tuple[str, Path]]:
    """The files of a questionnaire, its translations and tests among them, by their paths in a bundle."""
    from ddq.authoring.testing.model import side_file
    from ddq.questionnaire.assembly.translating import FOLDER

    root = library.root_of(library.path("questionnaire", name))
    if root is None:
        raise Misused(f"{name} lies outside the workspace's questionnaires; put it there and name it by its id")
    for source in library.questionnaire(name).sources:
        file = Path(source.name)
        home = library.root_of(file)
        if home is None:
            raise Misused(f"{file}: lies outside the folder of the questionnaires")
        sides = sorted((file.parent / FOLDER).glob(f"{file.stem}.*.yaml"))
        tests = side_file(file)
        for each in (file, *sides, *((tests,) if tests.is_file() else ())):
            yield f"questionnaires/{each.relative_to(home).as_posix()}", each


def _own_profile(library: Library, folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """A buyer profile of the workspace's own; one that ships is there everywhere."""
    file = library.files("profile").get(name)
    if file is not None and file.is_relative_to(folder / "questionnaires"):
        yield f"questionnaires/profiles/{file.name}", file


def _import(options: Namespace) -> int:
    from ddq.store.bundle_file import open_bundle
    from ddq.store.bundles import arrivals, take_in, verify_bundle
    from ddq.store.encryption import decrypted
    from ddq.workspace.surroundings import default_folder

    folder = (Path(options.workspace).expanduser() if options.workspace else default_folder()).absolute()
    place = next(path for path in (folder, *folder.parents) if path.is_dir())
    with ExitStack() as opened:
        bundle = opened.enter_context(open_bundle(opened.enter_context(decrypted(options.file, options.key, place))))
        verify_bundle(bundle)
        # Not before: a workspace that is not there is made by opening it, and a file that is refused leaves none.
        workspace = opened.enter_context(workspace_of(options))
        own = workspace.folder / "questionnaires"
        found = tuple(arrivals(workspace.store, own, bundle))
        conflict = any(one.conflict for one in found)
        if not (options.check or conflict):
            take_in(workspace.store, own, bundle)
    if options.json:
        import orjson

        give(orjson.dumps([_data(one) for one in found]))
    else:
        say(*(_line(one) for one in found))
    if conflict:
        tell("ddq: nothing was taken in; take the conflicts out of the way, or import into another workspace")
        return FOUND
    tell("nothing was changed" if options.check else f"{sum(not one.known for one in found)} taken in")
    return OK


def _line(one: Arrival) -> str:
    what = f"conflict: {one.conflict}" if one.conflict else "is there already" if one.known else "new"
    return f"{one.name}  {one.words}: {what}"


def _data(one: Arrival) -> dict[str, object]:
    return {"name": one.name, "words": one.words, "conflict": one.conflict, "known": one.known}
