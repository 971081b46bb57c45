"""Settings: what the environment and `.env` say, every fault told at once, no secret printable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.setting_checks import CHECKS, WRITE
from bot.spelling import listed, lower, upper

ENV_FILE = Path(".env")
PREFIX = "RESPITE_"
SECRETS = (
    "bot_token", "database_url", "keys", "proxy", "webhook_secret", "smtp_url", "alert_webhook_secret",
    "backup_key",
)  # fmt: skip
MOST_DAYS = 3650
_OF_THE_TESTS = "respite_test_"


Value = SecretStr | str | None | tuple[str, ...]


class SettingsFault(ValueError):
    """What is wrong with the settings: one line a fault, naming the variable and never its value."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Settings(BaseSettings):
    """The settings of one bot, to be had from `load`; a secret that was not given is empty."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Path("data")
    database_url: SecretStr = Field(
        default_factory=lambda known: SecretStr(f"sqlite:///{known['data_dir']}/respite.db")
    )
    bot_token: SecretStr = SecretStr("")
    keys: SecretStr = SecretStr("")
    bot_api_url: str = "https://api.telegram.org"
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(listed)] = Field(default=(), repr=False)
    proxy: SecretStr | None = None
    restricted_use: bool = True
    paid_broadcast: bool = False
    broadcast_consent_above: Annotated[int, Field(ge=0)] = 100
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(lower)] = "text"
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr = SecretStr("")
    webhook_certificate: FilePath | None = None
    webhook_key: FilePath | None = None
    health_listen: str | None = None
    smtp_url: SecretStr = SecretStr("")
    alert_mail: Annotated[tuple[str, ...], NoDecode, BeforeValidator(listed)] = Field(default=(), repr=False)
    alert_mail_from: str | None = None
    alert_webhook_url: str | None = Field(default=None, repr=False)
    alert_webhook_secret: SecretStr = SecretStr("")
    backup_dir: Path | None = None
    backup_key: SecretStr = SecretStr("")
    keep_left_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 365
    keep_deliveries_days: Annotated[int, Field(ge=30, le=MOST_DAYS)] = 90
    keep_backups_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Ask the caller first, then the environment, then `.env`; in both, X_FILE may stand for X."""
        layers = _layers()
        for layer in layers:
            texts = {name: _text(path) for name, path in _file_names(layer.env_vars).items()}
            layer.env_vars = {**texts, **layer.env_vars}
        return init_settings, *layers

    @field_validator("data_dir", "backup_dir")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is None:
            return None
        value = value.expanduser()
        if value.exists() and not value.is_dir():
            raise ValueError
        return value

    @field_validator(*CHECKS)
    @classmethod
    def _is_sound(cls, value: Value, info: ValidationInfo) -> Value:
        for text in value if isinstance(value, tuple) else (value,):
            if plain := text.get_secret_value() if isinstance(text, SecretStr) else text:
                CHECKS[str(info.field_name)](plain)
        return value.rstrip("/") if isinstance(value, str) else value


def load(*needed: str, **given: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return the settings; what is `given` wins over the environment, and that over `.env`.

    `needed` names secrets that must be there. Raises SettingsFault with every fault at once.
    """
    settings: Settings | None = None
    faults: list[str] = []
    try:
        faults += _misnamed()
        settings = Settings(**given)
    except (OSError, UnicodeDecodeError):
        faults.append(".env: it cannot be read; make it a text in UTF-8 that this user may read")
    except ValidationError as error:
        faults += _in_plain_words(error)
    if settings is not None:
        missing = [name for name in needed if not getattr(settings, name).get_secret_value()]
        faults += [f"{variable(name)}: it is not set; {WRITE[name]}" for name in missing]
    if settings is None or faults:
        raise SettingsFault(faults)  # out here: the library's error, which holds values, is no part of it
    return settings


def variable(field: str) -> str:
    """Return the environment variable of a setting."""
    return f"{PREFIX}{field}".upper()


def _in_plain_words(error: ValidationError) -> list[str]:
    told = [each for each in error.errors() if each["type"] != "default_factory_not_called"]
    fields = dict.fromkeys(str(each["loc"][0]) for each in told)
    return [f"{variable(field)}: {WRITE[field]}" for field in fields]


def _layers() -> tuple[EnvSettingsSource, EnvSettingsSource]:
    dotenv = DotEnvSettingsSource(Settings, env_file=ENV_FILE, dotenv_filtering="only_existing")
    return EnvSettingsSource(Settings), dotenv


def _file_names(variables: Mapping[str, str | None]) -> dict[str, str]:
    """Return, by the lower-case name of each secret's variable, the file that is to hold it."""
    named = {variable(name).lower(): variables.get(f"{variable(name)}_FILE".lower()) for name in SECRETS}
    return {name: path for name, path in named.items() if path}


def _text(path: str) -> str:
    """Return what the file holds; nothing if it cannot be read, which `load` tells by its name."""
    try:
        return Path(path).expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _misnamed() -> Iterator[str]:
    """Yield what is wrong with names: settings that are none, files without a secret in them."""
    secrets = [f"{variable(name)}_FILE".lower() for name in SECRETS]
    known = [*(variable(name).lower() for name in Settings.model_fields), *secrets]
    for layer in _layers():
        for name in layer.env_vars:
            if name.startswith(PREFIX.lower()) and name not in known and not name.startswith(_OF_THE_TESTS):
                yield _unknown(name, known)
        for name, path in _file_names(layer.env_vars).items():
            if name in layer.env_vars:
                yield f"{name.upper()}: it is set and so is {name.upper()}_FILE; keep one of them"
            elif not _text(path):
                yield f"{name.upper()}_FILE: write the name of a file that holds it, readable for this user"


def _unknown(name: str, known: Sequence[str]) -> str:
    if not re.fullmatch(r"respite_[a-z0-9_]{1,40}", name):  # a line without its equals sign may hold a secret
        return f"{PREFIX}…: a line that begins so names no setting; write NAME=value"
    near = get_close_matches(name, known, n=1)
    meant = f"; did you mean {near[0].upper()}?" if near else ""
    return f"{name.upper()}: there is no such setting{meant}"
