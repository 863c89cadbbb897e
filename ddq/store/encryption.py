"""Files encrypted with age, for one who holds a key: bundles and backups that leave the machine.

The live workspace is not encrypted here; that is the work of the system's disk encryption.
"""

# The modules of pyrage are compiled, so that pyright finds their types but no source.
# pyright: reportMissingModuleSource=false

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ddq.store.fsio import BINARY, sync_file, sync_folder, write_all
from ddq.store.protocol import NotSaved, StoreError

WARNING = (
    "What is encrypted can be read with the key alone. There is no second way: if the key file is lost, every backup"
    " and bundle that was encrypted to it is lost, and nobody can bring it back. Keep two copies of the key file in two"
    " places, neither of them beside the backups; whoever has it can read them all. Restore one backup into an empty"
    " folder now, and again once a year."
)
_HEADER = b"age-encryption.org/v1\n"


class NoKey(StoreError):
    """A key that cannot be used, or one that does not open the file."""

    title = "The key does not fit"


def make_key(path: Path, at: datetime) -> str:
    """Write a new key file, as age's own tools write and read them; returns the public part.

    Raises:
        StoreError: there is a file already: a key is never written over.
        NotSaved: the disk refused.
    """
    from pyrage import x25519

    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    content = f"# created: {at.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n"
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        try:
            write_all(fd, content.encode())
            sync_file(fd)
        finally:
            os.close(fd)
        sync_folder(path.parent)
    except FileExistsError:
        raise StoreError(f"{path}: is there already; a key is never written over, choose another name") from None
    except OSError as error:
        raise NotSaved(f"{path}: not written: {error.strerror or error}; choose another place") from error
    return public


def check_public(public: str) -> str:
    """The public part of a key, such as `age1…`.

    Raises:
        NoKey: it is none.
    """
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(public.strip()))
    except RecipientError as error:
        secret = public.strip().upper().startswith("AGE-SECRET-KEY-")
        hint = "this is the secret part, which stays with you" if secret else "it begins with age1"
        raise NoKey(f"{'the key' if secret else repr(public)} is not the public part of a key: {hint}") from error


def is_encrypted(path: Path) -> bool:
    """Whether a file is encrypted with age."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def encrypt(plain: Path, target: Path, publics: Sequence[str]) -> None:
    """Encrypt a file to the holders of keys; it appears whole, on the disk when this returns.

    Raises:
        NoKey: what was given is not the public part of a key.
        NotSaved: the disk refused; nothing is left then.
    """
    import pyrage
    from pyrage import x25519

    recipients = [x25519.Recipient.from_str(check_public(public)) for public in publics]
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600))
        pyrage.encrypt_file(str(plain), str(draft), recipients)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    except (OSError, pyrage.EncryptError) as error:
        raise NotSaved(f"{target}: not written: {error}; choose another place or free space") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def decrypted(path: Path, key: Path | None, place: Path) -> Generator[Path]:
    """A file as it was before it was encrypted, for as long as the block lasts; one that is plain is given as it is.

    Args:
        path: the file.
        key: a key file; None where there is none.
        place: a folder of this user's alone, for the plain copy meanwhile.

    Raises:
        NoKey: a key is needed, or this one does not open it.
    """
    if not is_encrypted(path):
        yield path
        return
    if key is None:
        raise NoKey(f"{path}: is encrypted; name the key file that opens it with --key FILE")
    import pyrage

    plain = place / f".{path.name[:100]}.{os.getpid()}.tmp"
    try:
        try:
            os.close(os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600))
            pyrage.decrypt_file(str(path), str(plain), [_identity(key)])
        except (pyrage.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise NotSaved(f"{place}: {error.strerror}; free space, or choose another place") from error
            why = f"{key} does not open it, or the file was altered or cut"
            raise NoKey(f"{path}: {why}; try another key or copy") from error
        yield plain
    finally:
        with suppress(OSError):
            plain.unlink(missing_ok=True)


def _identity(key: Path):  # noqa: ANN202 - pyrage is imported only where something is encrypted
    from pyrage import IdentityError, x25519

    try:
        lines = key.read_text(encoding="utf-8").splitlines()
        secret = next(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-"))
        return x25519.Identity.from_str(secret)
    except OSError as error:
        raise NoKey(f"{key}: cannot be read: {error.strerror or error}") from error
    except (StopIteration, UnicodeDecodeError, IdentityError) as error:
        raise NoKey(f"{key}: holds no key; a key file has a line that begins with AGE-SECRET-KEY-1") from error
