"""What a setting's text must be like: the check of each, and what to write instead."""

import re
import socket
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from db.crypto import parse_key, parse_keys
from db.session import Database

# What to write, by setting: said instead of the library's own words, which may quote the value.
WRITE: Mapping[str, str] = {
    "data_dir": "write the folder for the database and the documents; a file cannot be one",
    "database_url": "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    "bot_token": "write the token that @BotFather gave you: digits, a colon, letters and digits",
    "keys": "write keys of 32 bytes in base64, separated by commas; `respite setup` makes one",
    "bot_api_url": "write an address that begins with https:// or http://",
    "admin_ids": "write Telegram user ids: numbers separated by commas",
    "proxy": "write an address that begins with http:// or https://",
    "restricted_use": "write on or off",
    "paid_broadcast": "write on or off",
    "broadcast_consent_above": "write a number of people, 0 or more",
    "log_level": "write DEBUG, INFO, WARNING or ERROR",
    "log_format": "write text or json",
    "webhook_url": "write the address at which Telegram reaches this machine, such as https://HOST/PATH",
    "webhook_listen": "write HOST:PORT, such as 127.0.0.1:8443",
    "webhook_secret": "write 16 to 256 letters, digits, _ and -; without it one is derived from the keys",
    "webhook_certificate": "write the file of the certificate, in PEM",
    "webhook_key": "write the file of the certificate's private key, in PEM",
    "health_listen": "write HOST:PORT, such as 127.0.0.1:9464",
    "smtp_url": "write smtp://USER:PASSWORD@HOST:PORT, or smtps:// where TLS begins at once",
    "alert_mail": "write mail addresses separated by commas",
    "alert_mail_from": "write one mail address",
    "alert_webhook_url": "write an address that begins with https://; http:// is for this machine only",
    "alert_webhook_secret": "write 16 to 256 letters, digits, _ and -",
    "backup_dir": "write the folder for the backups; a file cannot be one",
    "backup_key": "write a key of 32 bytes in base64; `respite keys new --backup` makes one",
    "keep_left_days": "write a number of days from 1 to 3650",
    "keep_deliveries_days": "write a number of days from 30 to 3650",
    "keep_backups_days": "write a number of days from 1 to 3650",
}


def host_and_port(text: str) -> tuple[str, int]:
    """Return what HOST:PORT names, an IPv6 address in brackets; raises ValueError for anything else."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.port is None or parts.netloc != text or "@" in text or " " in text:
        raise ValueError("not HOST:PORT")
    if parts.port == 0:
        raise ValueError("not a port")
    if ":" in parts.hostname:
        socket.inet_pton(socket.AF_INET6, parts.hostname)
    return parts.hostname, parts.port


def _check_token(text: str) -> None:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{8,}", text):
        raise ValueError


def _check_address(text: str) -> None:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0 or " " in text:
        raise ValueError


def _check_webhook(text: str) -> None:
    _check_address(text)
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.username:
        raise ValueError


def _check_secret(text: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", text):
        raise ValueError


def _check_mail(text: str) -> None:
    if not re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9.-]+", text):
        raise ValueError


def _check_relay(text: str) -> None:
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.port == 0 or " " in text:
        raise ValueError
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError


def _check_pager(text: str) -> None:
    _check_webhook(text)
    parts = urlsplit(text)
    if parts.scheme != "https" and not on_this_machine(parts.hostname or ""):
        raise ValueError


def on_this_machine(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


# Each raises ValueError; what it says is never shown.
CHECKS: Mapping[str, Callable[[str], object]] = {
    "database_url": lambda text: Database(text).close(),
    "bot_token": _check_token,
    "keys": parse_keys,
    "bot_api_url": _check_address,
    "proxy": _check_address,
    "webhook_url": _check_webhook,
    "webhook_listen": host_and_port,
    "webhook_secret": _check_secret,
    "health_listen": host_and_port,
    "smtp_url": _check_relay,
    "alert_mail": _check_mail,
    "alert_mail_from": _check_mail,
    "alert_webhook_url": _check_pager,
    "alert_webhook_secret": _check_secret,
    "backup_key": parse_key,
}
