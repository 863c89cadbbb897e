"""A signed report: whole, by whom, until when; and whatever is done to it afterwards is found."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from ddq.cli.dispatch import run
from ddq.report.render import ReportError
from ddq.report.signature import check_signature, is_signed, read_certificates
from ddq.report.signing import open_key, signed
from ddq.report.verifying import NoReport, verify_report
from ddq.workspace.library import Library
from tests.conftest import CACHE
from tests.report.test_verifying import found, place  # noqa: F401 - a fixture

NOW = datetime.now(UTC)
"""The signature says when it was made, and the validator compares with the clock."""
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"


class Authority:
    """A certification authority that vouches for one signer."""

    def __init__(self, folder: Path) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Authority")])
        self.certificate = self._certificate(self.name, self.key, ca=True)
        self.signer_key = ec.generate_private_key(ec.SECP256R1())
        self.signer = self.vouch("Ada Approver", self.signer_key)
        self.file = folder / "ada.p12"
        self.file.write_bytes(self._packed(self.signer))
        self.pem = folder / "authority.pem"
        self.pem.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def vouch(self, name: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, **more: object) -> x509.Certificate:
        return self._certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, **more)

    def _packed(self, certificate: x509.Certificate) -> bytes:
        encryption = serialization.BestAvailableEncryption(b"secret")
        packed = serialization.pkcs12.serialize_key_and_certificates
        return packed(b"ada", self.signer_key, certificate, [self.certificate], encryption)

    def expired(self, folder: Path) -> Path:
        past = self.vouch("Ada Approver", self.signer_key, until=NOW - timedelta(days=1))
        path = folder / "expired.p12"
        path.write_bytes(self._packed(past))
        return path

    def _certificate(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        *,
        ca: bool = False,
        stamps: bool = False,
        until: datetime = NOW + timedelta(days=30),
    ) -> x509.Certificate:
        usage = x509.KeyUsage(True, not ca, False, False, False, ca, ca, False, False)
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=30))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
        )
        if stamps:
            built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return built.sign(self.key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def report(place: Path, authority: Authority) -> Path:  # noqa: F811
    """The report, signed."""
    path = place / "signed.pdf"
    key = open_key(str(authority.file), "secret", NOW)
    path.write_bytes(signed((place / "report.pdf").read_bytes(), key))
    return path


@pytest.fixture
def library(place: Path) -> Library:  # noqa: F811
    return Library(place, CACHE)


@pytest.fixture
def stamping(authority: Authority) -> Iterator[str]:
    """A time-stamping authority behind a real address."""
    key = rsa.generate_private_key(65537, 2048)  # the stand-in for an authority knows no other kind
    certificate = authority.vouch("Test Clock", key, stamps=True)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
    )

    class Clock(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            content = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), Clock) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_signed_report_holds_in_every_part(report: Path, library: Library, authority: Authority) -> None:
    """The signature appends to the file: what stands before it is the unsigned report, byte by byte."""
    assert found(report, library) == {
        "signature": True,
        "history": True,
        "answers": True,
        "score": True,
        "pages": True,
    }
    trusted = read_certificates([authority.pem])
    told = check_signature(report.read_bytes(), trusted)
    assert told.holds
    assert "Ada Approver" in told.words
    assert "vouches for it" in told.words


def test_without_a_certificate_that_vouches_the_name_is_only_claimed(report: Path) -> None:
    told = check_signature(report.read_bytes())
    assert told.holds
    assert "nobody vouched" in told.words


def test_a_signature_of_somebody_else_is_not_vouched_for(report: Path, tmp_path: Path) -> None:
    """A certificate that bears the same name is another one."""
    other = Authority(tmp_path)
    told = check_signature(report.read_bytes(), read_certificates([other.pem]))
    assert told.holds is False


@pytest.mark.parametrize("where", [0.02, 0.5, 0.9, 0.985, 0.9999])
def test_a_flipped_bit_is_found_wherever_it_is(report: Path, library: Library, tmp_path: Path, where: float) -> None:
    """In the pages, in what is attached, in the signature and behind it."""
    content = bytearray(report.read_bytes())
    content[int(len(content) * where)] ^= 1
    path = tmp_path / "flipped.pdf"
    path.write_bytes(content)
    with suppress(NoReport):
        # the signature is looked at first: what it finds need not be found again by making the report once more
        assert any(check.holds is False for check in verify_report(path, library))


def test_what_is_added_after_the_signature_is_found(report: Path, tmp_path: Path) -> None:
    """A later revision can lay other pages over the signed ones."""
    from pypdf import PdfWriter

    writer = PdfWriter(str(report), incremental=True)
    writer.add_blank_page(100, 100)
    path = tmp_path / "longer.pdf"
    longer = io.BytesIO()
    writer.write(longer)
    path.write_bytes(longer.getvalue())
    assert path.read_bytes().startswith(report.read_bytes())
    assert check_signature(path.read_bytes()).holds is False


def test_what_is_added_to_an_unsigned_report_is_found(place: Path, library: Library, tmp_path: Path) -> None:  # noqa: F811
    """The unsigned bytes stand at the beginning of it, as in a signed one."""
    path = tmp_path / "longer.pdf"
    path.write_bytes((place / "report.pdf").read_bytes() + b"\n%more\n")
    assert found(path, library)["pages"] is False


def test_the_time_stamp_of_an_authority(place: Path, authority: Authority, stamping: str) -> None:  # noqa: F811
    key = open_key(str(authority.file), "secret", NOW)
    content = signed((place / "report.pdf").read_bytes(), key, stamping)
    told = check_signature(content, read_certificates([authority.pem]))
    assert told.holds
    assert "by the time-stamp of Common Name: Test Clock" in told.words


def test_an_authority_that_does_not_answer(place: Path, authority: Authority) -> None:  # noqa: F811
    key = open_key(str(authority.file), "secret", NOW)
    with pytest.raises(ReportError, match="gave no time-stamp"):
        signed((place / "report.pdf").read_bytes(), key, "http://127.0.0.1:9/")


def test_a_key_that_cannot_be_used_is_refused_in_a_sentence(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "no.p12").write_bytes(b"no key at all")
    for place_, passphrase, words in (
        (str(authority.file), "wrong", "the passphrase is another one"),
        (str(tmp_path / "no.p12"), None, "is no PKCS#12 file"),
        (str(tmp_path / "none.p12"), None, "No such file"),
        (str(authority.expired(tmp_path)), "secret", "not now; renew it"),
        ("pkcs11:token=T", "1234", "name the key and its module"),
        ("pkcs11:token=T;object=K?module-path=/none.so", "1234", "cannot be opened"),
    ):
        with pytest.raises(ReportError, match=words):
            open_key(place_, passphrase, NOW)


@pytest.mark.skipif(shutil.which("softhsm2-util") is None, reason="SoftHSM, a token in software, is not installed")
def test_a_key_that_never_leaves_its_token(
    place: Path,  # noqa: F811
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By PKCS#11, as of a smart card."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    pem = tmp_path / "key.pem"
    pem.write_bytes(
        authority.signer_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    make = ["softhsm2-util", "--init-token", "--free", "--label", "card", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(make, check=True, capture_output=True)
    keep = ["softhsm2-util", "--import", str(pem), "--token", "card", "--label", "ada", "--id", "01", "--pin", "1234"]
    subprocess.run(keep, check=True, capture_output=True)
    # in a process of its own, because a module is loaded once for ever
    script = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import pkcs11
from ddq.report.signing import open_key, signed
library, report, certificate, out = sys.argv[1:]
with pkcs11.lib(library).get_token(token_label="card").open(rw=True, user_pin="1234") as session:
    session.create_object({
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.TOKEN: True,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509, pkcs11.Attribute.LABEL: "ada",
        pkcs11.Attribute.ID: b"\\x01", pkcs11.Attribute.VALUE: Path(certificate).read_bytes(),
        pkcs11.Attribute.SUBJECT: b"\\x30\\x00",
    })
key = open_key(f"pkcs11:token=card;object=ada?module-path={library}", "1234", datetime.now(UTC))
Path(out).write_bytes(signed(Path(report).read_bytes(), key))
"""
    certificate = tmp_path / "ada.der"
    certificate.write_bytes(authority.signer.public_bytes(serialization.Encoding.DER))
    out = tmp_path / "signed.pdf"
    command = [sys.executable, "-c", script, SOFTHSM, str(place / "report.pdf"), str(certificate), str(out)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert check_signature(out.read_bytes(), read_certificates([authority.pem])).holds


def test_signing_and_verifying_by_command(
    place: Path,  # noqa: F811
    authority: Authority,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the passphrase from a file; nothing stands under the name where the key is refused."""
    number = next(path.name for path in (place / "assessments").iterdir() if not path.name.startswith("."))
    out, secret = tmp_path / "signed.pdf", tmp_path / "secret"
    base = ["report", number, "--workspace", str(place), "-o", str(out), "--sign", str(authority.file)]
    secret.write_text("wrong\n")
    assert run([*base, "--passphrase-file", str(secret)]) == 1
    assert not out.exists()
    secret.write_text("secret\n")
    assert run([*base, "--passphrase-file", str(secret)]) == 0
    assert is_signed(out.read_bytes())
    assert "signed by Common Name: Ada Approver" in capsys.readouterr().err
    assert run(["verify", str(out), "--workspace", str(place), "--trust", str(authority.pem)]) == 0
    said = capsys.readouterr().out
    assert "a named certificate vouches for it" in said
    assert "the file is the same up to the signature" in said
