"""A workspace keeps its assessments in its folder, or on the PostgreSQL server of a team. `init` sets an empty database
up and `migrate` brings it on after an upgrade, both by whoever keeps the server; `use` says where this workspace is;
`copy` takes assessments from one place to another, unchanged in every byte; `check` looks through a server or a
folder. A password belongs into ~/.pgpass, never into an address that others can read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.terminal import FOUND, OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.store.protocol import Store
    from ddq.store.team.migrating import Migration
    from ddq.store.team.server import Server

_ADDRESS = "postgresql://LOGIN@HOST/DATABASE; else $DDQ_STORE, else the workspace's own"


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    init = actions.add_parser("init", help="set an empty database up", allow_abbrev=False)
    init.add_argument("address", nargs="?", metavar="ADDRESS", help=_ADDRESS)
    migrate = actions.add_parser("migrate", help="bring a server on after an upgrade of ddq", allow_abbrev=False)
    migrate.add_argument("address", nargs="?", metavar="ADDRESS", help=_ADDRESS)
    migrate.add_argument("--check", action="store_true", help="only say which steps are outstanding")
    use = actions.add_parser("use", help="say where this workspace keeps its assessments", allow_abbrev=False)
    use.add_argument("place", metavar="ADDRESS|local", help="the server's address, or `local` for the folder itself")
    copy = actions.add_parser("copy", help="copy assessments, unchanged in every byte", allow_abbrev=False)
    copy.add_argument("source", metavar="FROM", help="a workspace's folder, or a server's address")
    copy.add_argument("target", metavar="TO", help="a workspace's folder, or a server's address")
    copy.add_argument("ids", nargs="*", metavar="ID", help="whole ids; else every assessment")
    copy.add_argument("--json", action="store_true", help="as JSON")
    check = actions.add_parser("check", help="look through what is stored, and change nothing", allow_abbrev=False)
    check.add_argument("place", nargs="?", metavar="ADDRESS|FOLDER", help="else this workspace's own")
    check.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Do what was asked."""
    actions = {"init": _init, "migrate": _migrate, "use": _use, "copy": _copy, "check": _check}
    return actions[options.action](options)


def _init(options: Namespace) -> int:
    from ddq.store.protocol import StoreError

    with _keeping(options) as (server, steps):
        from ddq.store.team.migrating import migrate, taken

        with server.connected() as connection:
            if taken(connection):
                raise StoreError(f"{server.address}: is set up already; `ddq store migrate` brings it on")
            say(*(f"step {step.number:04}: {step.name}" for step in migrate(connection)))
    tell(f"{server.address} is set up, with {len(steps)} steps; now make logins for the people (docs/how-to/team.md)")
    return OK


def _migrate(options: Namespace) -> int:
    from ddq.store.protocol import StoreError

    with _keeping(options) as (server, steps):
        from ddq.store.team.migrating import migrate, taken

        with server.connected() as connection:
            if not taken(connection):
                raise StoreError(f"{server.address}: is not set up yet; `ddq store init` does it")
            if options.check:
                say(*(f"step {step.number:04}: {step.name}" for step in steps))
                tell(f"{len(steps)} steps are outstanding")
                return FOUND if steps else OK
            done = list(migrate(connection))
    say(*(f"step {step.number:04}: {step.name}" for step in done))
    tell(f"{server.address} is at the steps of this version; {len(done)} were taken now")
    return OK


def _use(options: Namespace) -> int:
    from ddq.workspace.choosing import name_server

    folder = _folder(options)
    name_server(folder, None if options.place == "local" else options.place)
    tell(
        f"{folder} keeps its assessments {'in the folder itself' if options.place == 'local' else 'on the server'} now"
    )
    return OK


def _copy(options: Namespace) -> int:
    from dataclasses import asdict

    from ddq.store.copying import copy_store

    with _opened(options.source) as source, _opened(options.target) as target:
        copied = tuple(copy_store(source, target, options.ids))
    failed = sum(one.problem is not None for one in copied)
    if options.json:
        import orjson

        give(orjson.dumps([asdict(one) for one in copied]))
    else:
        for one in copied:
            entries = f"{one.entries} entries, {'there already' if one.was_there else 'the same in every byte'}"
            say(f"{'ok' if one.problem is None else '!!'}  {one.id}: {entries if one.problem is None else one.problem}")
    tell(f"{len(copied) - failed} of {len(copied)} assessments are in both places")
    return FOUND if failed else OK


def _check(options: Namespace) -> int:
    from ddq.cli.verify import tell_verified
    from ddq.store.verifying import verify_store
    from ddq.workspace.choosing import is_server, server_of

    place = options.place or server_of(_folder(options)) or str(_folder(options))
    if not is_server(place):
        return tell_verified(tuple(verify_store(Path(place).expanduser())), as_json=options.json)
    from ddq.store.team.store import TeamStore

    with _opened(place) as store:
        assert isinstance(store, TeamStore), "it is the address of a server"
        return tell_verified(tuple(store.check()), as_json=options.json)


def _folder(options: Namespace) -> Path:
    from ddq.workspace.surroundings import default_folder

    return Path(options.workspace).expanduser() if options.workspace else default_folder()


@contextmanager
def _keeping(options: Namespace) -> Generator[tuple[Server, tuple[Migration, ...]]]:
    """The server for whoever keeps it, whatever state it is in, and the steps that are outstanding."""
    from ddq.store.protocol import StoreError
    from ddq.workspace.choosing import checked, server_of

    address = options.address or server_of(_folder(options))
    if address is None:
        raise Misused("name the server: ddq store init postgresql://LOGIN@HOST/DATABASE")
    checked(address, "the address")
    try:
        from ddq.store.team.migrating import outstanding
        from ddq.store.team.server import Server
    except ImportError as error:
        raise StoreError("a team's server needs psycopg; install it with: pip install 'ddq[team]'") from error
    server = Server(address, checked=False)
    try:
        with server.connected() as connection:
            steps = outstanding(connection)
        yield server, steps
    finally:
        server.drop()


@contextmanager
def _opened(place: str) -> Generator[Store]:
    """The store at an address or in a folder."""
    from tempfile import TemporaryDirectory

    from ddq.workspace.choosing import is_server, open_store
    from ddq.workspace.surroundings import Surroundings

    with TemporaryDirectory() as aside:  # copies of evidence files, which nobody looks at again
        server = place if is_server(place) else None
        store = open_store(Path(aside) if server else Path(place).expanduser(), Surroundings(), server)
        try:
            yield store
        finally:
            store.close()
