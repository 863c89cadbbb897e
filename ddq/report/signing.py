"""A signature over a whole report: PAdES-B-B (ETSI EN 319 142-1), with a time-stamp where an authority is named.

It is invisible: a drawn stamp would bring a font that is not embedded and a field that is not tagged, and the file
would be neither PDF/A nor PDF/UA any more. The sign-off block stands on the pages. A signature appends to the file, so
the bytes before it are those of the unsigned report.
"""

# pyHanko has no type information.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ddq.report.render import ReportError

FIELD = "Signature"
"""The name of the signature's field."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that was opened, with its certificate."""

    signer: Any
    name: str
    """Whom the certificate names."""
    fingerprint: str
    """SHA-256 of the certificate, in hex."""


def open_key(place: str, passphrase: str | None, at: datetime) -> SigningKey:
    """The key of a PKCS#12 file, or of a token by its PKCS#11 address (RFC 7512) with `module-path`.

    Args:
        place: a path, or `pkcs11:token=T;object=LABEL?module-path=/usr/lib/….so`.
        passphrase: of the file, or the PIN of the token; None where it has none.
        at: now; a certificate that is not valid then is refused.

    Raises:
        ReportError: where it cannot be opened, holds no key, or its certificate is not valid.
    """
    if find_spec("pyhanko") is None:
        raise ReportError("signing needs pyHanko; install it with: pip install 'ddq[sign]'")
    signer = _token(place, passphrase) if place.startswith("pkcs11:") else _file(Path(place), passphrase)
    certificate = signer.signing_cert
    if certificate is None:
        raise ReportError(f"{place}: holds no certificate for its key")
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        days = f"{certificate.not_valid_before:%Y-%m-%d} to {certificate.not_valid_after:%Y-%m-%d}"
        raise ReportError(f"{place}: the certificate is valid from {days}, not now; renew it")
    return SigningKey(signer, certificate.subject.human_friendly, certificate.sha256.hex())


def _file(path: Path, passphrase: str | None) -> Any:
    from pyhanko.sign import SimpleSigner

    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReportError(f"{path}: the key cannot be read: {error.strerror or error}") from error
    try:
        return SimpleSigner.load_pkcs12_data(content, (), None if passphrase is None else passphrase.encode())
    except Exception as error:  # whatever is wrong in a file of keys, its readers say in words of their own
        raise ReportError(f"{path}: is no PKCS#12 file, or the passphrase is another one") from error


def _token(address: str, pin: str | None) -> Any:
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    parts = urlsplit(address)
    path = dict(part.split("=", 1) for part in parts.path.split(";") if "=" in part)
    module = parse_qs(parts.query).get("module-path")
    if module is None or "object" not in path:
        raise ReportError(
            f"{address}: name the key and its module, as in pkcs11:token=T;object=KEY?module-path=/…/x.so"
        )
    token, label = unquote(path.get("token", "")), unquote(path["object"])
    try:
        session = open_pkcs11_session(module[0], None, TokenCriteria(label=token) if token else None, pin)
        # the digest is computed here: more tokens can sign one than compute one
        signer = PKCS11Signer(session, cert_label=label, key_label=label, use_raw_mechanism=True)
        assert signer.signing_cert is not None
    except Exception as error:  # every maker of a token has errors of its own
        said = str(error) or type(error).__name__
        raise ReportError(f"{address}: the key on the token cannot be opened: {said}") from error
    return signer


def signed(content: bytes, key: SigningKey, authority: str | None = None) -> bytes:
    """A report with a signature appended; nothing may be changed in it any more.

    Args:
        content: the unsigned PDF.
        key: who signs.
        authority: the address of a time-stamping authority (RFC 3161).

    Raises:
        ReportError: where the key refuses, or the authority does not answer.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, fields
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    stamper = None if authority is None else HTTPTimeStamper(authority, timeout=30)
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    out = io.BytesIO()
    try:
        asyncio.run(PdfSigner(about, key.signer, timestamper=stamper).async_sign_pdf(writer, output=out))
    except OSError as error:  # what the authority answers, and what the network does
        raise ReportError(f"{authority}: the time-stamping authority gave no time-stamp: {error}") from error
    except Exception as error:  # a token refuses in words of its own
        raise ReportError(f"the key did not sign: {error}") from error
    return out.getvalue()
