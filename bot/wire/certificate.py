"""The webhook's certificate, where TLS is ours and not a reverse proxy's."""

import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


def server_context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """Return the TLS of a server; without `key` it stands in the certificate's file.

    Raises OSError or ValueError for files that do not fit together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key, password=lambda: "")  # it must never ask at a terminal
    return context


def self_signed(certificate: Path) -> bytes | None:
    """Return the certificate if nobody but itself vouches for it: Telegram wants to be given such a one."""
    first = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    return first.public_bytes(Encoding.PEM) if first.issuer == first.subject else None
