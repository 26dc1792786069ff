"""Every setting of the product, read once from `MARKETPLACE_*` variables.

All faults are reported together. README lists each setting with its default; a test fails
when one is missing there.
"""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from urllib.parse import urlsplit

from environs import Env, EnvValidationError
from marshmallow import ValidationError, validate
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from marketplace.foundation.errors import shown

PREFIX = "MARKETPLACE_"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SHORTEST_SECRET = 32
SECRETS = frozenset({"DATABASE_URL", "SECRET_KEY", "MAIL_URL", "RATE_LIMIT_STORAGE"})
MAIL_SCHEMES = ("file", "console", "smtp", "smtps")


class SettingsError(Exception):
    """Some settings cannot be used; the message has a line for each."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running product."""

    database_url: str
    data_dir: Path
    secret_key: str = ""
    encoder: str = "default"
    vector_index: str = "faiss"
    mail_url: str = "file"
    mail_from: str = "rialto@localhost"
    public_url: str = "http://127.0.0.1:8000"
    log_level: str = "INFO"
    log_format: str = "json"
    max_request_bytes: int = 2_097_152
    max_file_bytes: int = 10_485_760
    match_rate_limit: str = "60 per minute"
    sign_in_rate_limit: str = "20 per minute"
    rate_limit_storage: str = "memory://"
    trusted_proxies: int = 0
    operator: str = ""
    contact: str = ""
    ocid_prefix: str = "ocds-213czf"
    data_licence: str = "https://creativecommons.org/licenses/by/4.0/"

    @property
    def is_public(self) -> bool:
        """Whether people on other machines are meant to reach this service."""
        return urlsplit(self.public_url).hostname not in LOOPBACK


def read_settings() -> Settings:
    """The settings of this process, from its environment.

    Raises:
        SettingsError: with one line for each setting that cannot be used.
    """
    env = Env(eager=False, prefix=PREFIX)
    folder = env.path("DATA_DIR", Path(".data"))
    url = env.str("DATABASE_URL", "", validate=_check_database_url)
    rest: dict[str, Any] = _texts(env) | {
        "max_request_bytes": env.int(
            "MAX_REQUEST_BYTES", 2_097_152, validate=validate.Range(min=1024)
        ),
        "max_file_bytes": env.int(
            "MAX_FILE_BYTES", 10_485_760, validate=validate.Range(1024, 100 * 2**20)
        ),
        "trusted_proxies": env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 10)),
    }
    try:
        env.seal()
    except EnvValidationError as error:
        faults = dict(error.error_messages)  # type: ignore[arg-type]
        lines = [
            f"{name}: {' '.join(map(str, texts))}{_sent(name)}" for name, texts in faults.items()
        ]
        raise SettingsError("\n".join(lines)) from None
    data_dir = Path(folder).expanduser().resolve()
    return Settings(
        data_dir=data_dir,
        database_url=url or f"sqlite:///{data_dir / 'marketplace.sqlite'}",
        **rest,
    )


def secret_key(settings: Settings) -> str:
    """The key that signs sessions and tokens.

    On a machine that only serves itself a key is made once and kept in the data folder.

    Raises:
        SettingsError: other machines are served and no key was set.
    """
    if settings.secret_key:
        return settings.secret_key
    if settings.is_public:
        raise SettingsError(
            f"{PREFIX}SECRET_KEY: needed because {PREFIX}PUBLIC_URL is not this machine alone; "
            f"set it to a random text of at least {SHORTEST_SECRET} characters."
        )
    path = settings.data_dir / "secret_key"
    if not path.exists():
        _keep_once(path, secrets.token_urlsafe(48))
    return path.read_text()


def _keep_once(path: Path, text: str) -> None:
    """Put the text there, readable by its owner alone, unless another process was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(beside, path)
    Path(beside).unlink()


def _sent(name: str) -> str:
    """What the setting was set to, unless a password may be part of it."""
    return "" if name.removeprefix(PREFIX) in SECRETS else f" (sent: {shown(os.environ.get(name))})"


def _texts(env: Env) -> dict[str, str]:
    levels = validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    return {
        "secret_key": env.str("SECRET_KEY", "", validate=_check_secret),
        "encoder": env.str("ENCODER", "default", validate=validate.Length(1, 500)),
        "vector_index": env.str(
            "VECTOR_INDEX", "faiss", validate=validate.OneOf(["faiss", "exact"])
        ),
        "mail_url": env.str("MAIL_URL", "file", validate=_check_mail_url),
        "mail_from": env.str("MAIL_FROM", "rialto@localhost"),
        "public_url": env.str("PUBLIC_URL", "http://127.0.0.1:8000", validate=_check_public_url),
        "log_level": env.str("LOG_LEVEL", "INFO", validate=levels),
        "log_format": env.str("LOG_FORMAT", "json", validate=validate.OneOf(["json", "text"])),
        "match_rate_limit": env.str("MATCH_RATE_LIMIT", "60 per minute"),
        "sign_in_rate_limit": env.str("SIGN_IN_RATE_LIMIT", "20 per minute"),
        "rate_limit_storage": env.str("RATE_LIMIT_STORAGE", "memory://"),
        "operator": env.str("OPERATOR", ""),
        "contact": env.str("CONTACT", "", validate=_check_contact),
        "ocid_prefix": env.str("OCID_PREFIX", "ocds-213czf", validate=_check_ocid_prefix),
        "data_licence": env.str(
            "DATA_LICENCE",
            "https://creativecommons.org/licenses/by/4.0/",
            validate=_check_licence,
        ),
    }


def _check_database_url(value: str) -> None:
    if not value:
        return
    try:
        backend = make_url(value).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"sqlite", "postgresql"}:
        raise ValidationError("Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.")


def _check_secret(value: str) -> None:
    if value and len(value) < SHORTEST_SECRET:
        raise ValidationError(f"Use at least {SHORTEST_SECRET} characters.")


def _check_mail_url(value: str) -> None:
    if urlsplit(value).scheme not in MAIL_SCHEMES and value not in MAIL_SCHEMES[:2]:
        raise ValidationError("Write file, file:///FOLDER, console or smtp://USER:PASSWORD@HOST.")


def _check_contact(value: str) -> None:
    if value and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
        raise ValidationError("Write a mail address such as help@market.example.eu.")


def _check_ocid_prefix(value: str) -> None:
    if not re.fullmatch(r"ocds-[a-z0-9]{6}", value):
        raise ValidationError("Write a registered prefix: ocds- and six letters or digits.")


def _check_licence(value: str) -> None:
    if not _is_address(value):
        raise ValidationError("Write the address of a licence, such as https://licence.example.eu.")


def _check_public_url(value: str) -> None:
    if not _is_address(value):
        raise ValidationError("Write the address people use, such as https://market.example.eu.")


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
