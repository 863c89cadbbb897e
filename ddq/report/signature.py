"""The signatures in a PDF, checked: whole and over the whole file, by whom, and whether that was vouched for."""

# pyHanko has no type information.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

UNCHECKED = "whether that is so, nobody vouched for; compare the fingerprint, or name certificates with --trust"


@dataclass(frozen=True, slots=True)
class Signature:
    """What was found of a signature."""

    holds: bool | None
    """None where it cannot be checked here."""
    words: str


def is_signed(content: bytes) -> bool:
    """Whether there is any signature in a PDF that can be read."""
    from pypdf import PdfReader

    root: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    form = root.get("/AcroForm")
    return form is not None and bool(form.get_object().get("/Fields"))


def read_certificates(paths: Sequence[Path]) -> tuple[Any, ...]:
    """The certificates in PEM or DER files.

    Raises:
        OSError: where one cannot be read.
        ValueError: where it holds no certificate.
    """
    from pyhanko.keys import load_certs_from_pemder

    found = tuple(load_certs_from_pemder(str(path) for path in paths))
    if paths and not found:
        raise ValueError("there is no certificate in it")
    return found


def check_signature(content: bytes, trusted: Sequence[Any] = ()) -> Signature:
    """What the one signature of a report comes to.

    Args:
        content: a PDF of which `is_signed` holds.
        trusted: certificates of authorities, or of the signer.
    """
    if find_spec("pyhanko") is None:
        return Signature(None, "there is one; to check it, install pyHanko: pip install 'ddq[sign]'")
    try:
        return _checked(content, trusted)
    except Exception as error:  # a damaged or hostile signature makes its reader fail in any way
        return Signature(False, f"there is one that cannot be read: {str(error) or type(error).__name__}")


def _checked(content: bytes, trusted: Sequence[Any]) -> Signature:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    for name in ("pyhanko", "pyhanko_certvalidator"):  # they log what is told below, with a traceback
        logging.getLogger(name).addHandler(logging.NullHandler())
    found = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    if len(found) != 1:
        return Signature(False, f"{len(found)} signatures; a report of ddq has one")
    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False)
    status = validate_pdf_signature(found[0], context)
    certificate = status.signing_cert
    who = f"{certificate.subject.human_friendly} (certificate {certificate.sha256.hex()})"
    if not status.intact or not status.valid:
        return Signature(False, f"by {who}, but it is not over these bytes: the file was altered after it was signed")
    if not _filled_with_zeros(content, found[0]):
        return Signature(False, f"by {who}, but there is something behind it that nobody signed")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not status.docmdp_ok:
        return Signature(False, f"by {who}, but something was added to the file after it was signed")
    words = f"over the whole file, by {who}{_when(status)}"
    if not trusted:
        return Signature(True, f"{words}; {UNCHECKED}")
    if not status.trusted:
        return Signature(False, f"{words}; none of the named certificates vouches for it")
    return Signature(True, f"{words}; a named certificate vouches for it")


def _filled_with_zeros(content: bytes, signature: Any) -> bool:
    """Whether the place of the signature holds it and zeros alone: what stands there, the signature cannot be over."""
    from asn1crypto.parser import peek

    start, before, after, _ = (int(one) for one in signature.byte_range)
    place = content[start + before : after]
    held = bytes.fromhex(place[1:-1].decode("ascii"))
    return place == b"<" + held.hex().upper().encode() + b">" and not any(held[peek(held) :])


def _when(status: Any) -> str:
    stamp = status.timestamp_validity
    if stamp is None:
        said = status.signer_reported_dt
        return "" if said is None else f", who says on {said:%Y-%m-%d %H:%M %Z}"
    by = stamp.signing_cert.subject.human_friendly
    held = "" if stamp.intact and stamp.valid else " (which does not hold)"
    return f", on {stamp.timestamp:%Y-%m-%d %H:%M %Z} by the time-stamp of {by}{held}"
