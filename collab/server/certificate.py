"""A certificate that the server makes for itself; its fingerprint travels in the links.

Nobody vouches for it: whoever holds a link compares SHA-256 of the certificate's DER form with what
the link says.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from assets.disk import plain
from assets.whole import write_whole

_YEARS = timedelta(days=3650)
_SLACK = timedelta(days=2)
"""Clocks of people differ."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, as files."""

    path: Path
    key: Path
    own: bool = False
    """No authority vouches for it: links have to carry its fingerprint."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the first certificate in the file, in hex."""
        with plain(self.path, reading=True):
            text = self.path.read_text("ascii", "replace")
        end = "-----END CERTIFICATE-----"
        first = text[: text.find(end)] + end + "\n"
        return sha256(ssl.PEM_cert_to_DER_cert(first[first.find("-----BEGIN CERT") :])).hexdigest()

    def context(self) -> ssl.SSLContext:
        """What a listening socket needs. Raises OSError, ssl.SSLError."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.load(context)
        return context

    def load(self, context: ssl.SSLContext) -> None:
        """Raises OSError, ssl.SSLError: also of a key that wants a passphrase, for nobody is there
        to be asked."""
        if b"ENCRYPTED" in self.key.read_bytes():
            raise OSError(0, "the key wants a passphrase, and nobody is there to give it")
        try:
            context.load_cert_chain(self.path, self.key)
        except ssl.SSLError as error:
            if error.reason == "KEY_VALUES_MISMATCH":
                raise OSError(0, "the key belongs to another certificate") from error
            raise


class Renewal:
    """Takes up what somebody puts in the place of a certificate that is in use: those of an
    authority last for weeks, a server for years."""

    def __init__(self, certificate: Certificate, context: ssl.SSLContext) -> None:
        self._certificate = certificate
        self._context = context
        self._seen = self._marks()

    def look(self) -> str | None:
        """What became of new files: empty if they are in use for whoever comes from now on, else
        why they are not; None where there are none."""
        marks = self._marks()
        if marks == self._seen:
            return None
        self._seen = marks
        try:
            self._certificate.context()  # one that does not fit would leave nothing that does
            self._certificate.load(self._context)
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def _marks(self) -> tuple[object, ...]:
        marks: list[object] = []
        for path in (self._certificate.path, self._certificate.key):
            with suppress(OSError):
                found = path.stat()
                marks.append((found.st_mtime_ns, found.st_size, found.st_ino))
        return tuple(marks)


def given(path: Path, key: Path) -> Certificate:
    """Somebody's own; whether an authority vouches for it is for the links to know. Raises
    DiskTrouble, ValueError."""
    with plain(path, reading=True):
        found = x509.load_pem_x509_certificate(path.read_bytes())
    return Certificate(path, key, own=found.issuer == found.subject)


def self_signed(folder: Path, names: tuple[str, ...] = ("localhost",)) -> Certificate:
    """The certificate of this folder, made once: links that are out stay good. Raises
    DiskTrouble."""
    found = Certificate(folder / "certificate.pem", folder / "certificate.key", own=True)
    with plain(found.path):
        if not (found.path.exists() and found.key.exists()):
            folder.mkdir(parents=True, exist_ok=True)
            _make(found, names)
    return found


def _make(place: Certificate, names: tuple[str, ...]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Shotweave")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SLACK)
        .not_valid_after(now + _YEARS)
        .add_extension(x509.SubjectAlternativeName([_named(each) for each in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_whole(place.key, secret, secret=True, settled=True)
    public = certificate.public_bytes(Encoding.PEM)
    write_whole(place.path, public, secret=True, settled=True)


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
