"""Settings: the environment and ``.env``, read once into one frozen value.

A dataclass and not pydantic-settings, whose import alone takes as long as a whole answer in the
terminal (docs/decisions/0003-start-up.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

T = TypeVar("T")

ENV_FILE = Path(".env")
CACHE = Path("var/cache/cases")
INDEX = Path("var/search")
VECTORS = Path("var/cache/vectors")
"""The folder of the vectors of cases' texts, which ``/ask`` compares."""
LAST_PORT = 65_535
MOST_SHARDS = 100_000


class SettingsError(Exception):
    """Some settings cannot be used; ``problems`` holds a sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CannotServe(Exception):
    """The bot cannot start or go on with its settings; the message says why, and what to do."""


def _matching(pattern: str, problem: str) -> Callable[[str], str]:
    """A parser that raises ValueError for what does not match; ``{text}`` in ``problem`` is what was set."""

    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(problem.format(text=text))
        return text

    return parse


def _number_up_to(largest: int, problem: str, smallest: int = 1) -> Callable[[str], int]:
    """A parser of whole numbers from ``smallest``, like ``_matching``."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and smallest <= int(text) <= largest):
            raise ValueError(problem.format(text=text))
        return int(text)

    return parse


def _url(text: str) -> str:
    return _web_address(text).rstrip("/")


def _database(text: str) -> str:
    if not re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://)\S", text):
        # The value is not repeated: it may hold a password.
        raise ValueError("use sqlite:///path/to/file.db or postgresql://user:password@host/database")
    return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", text)


def _public_key(text: str) -> str:
    return _hexadecimal_key(text).lower()


def _token(prefix: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not text.startswith(prefix) or not text.isprintable() or " " in text:
            raise ValueError(f"this is not such a token; it begins with {prefix}")
        return text

    return parse


def _shard_ids(text: str) -> tuple[int, ...]:
    ids = [one.strip() for one in text.split(",")]
    if not all(one.isascii() and one.isdigit() and int(one) < MOST_SHARDS for one in ids):
        raise ValueError(f"“{text}” does not list shards; write them as 0,1")
    return tuple(dict.fromkeys(map(int, ids)))


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"“{text}” is not one of {', '.join(allowed)}")
        return text.lower()

    return parse


_web_address = _matching(
    r"https?://[^\s/]+(/\S*)?", "“{text}” is not a web address; use one such as https://bot.example.org"
)
_contact = _matching(
    r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+)",
    "“{text}” is not a contact; use an address such as mailto:security@example.org, or a page with https://",
)
_hexadecimal_key = _matching(
    "[0-9a-fA-F]{64}", "“{text}” is not a public key; copy its 64 hexadecimal digits from the portal"
)
_gateway = _matching(
    r"wss?://[^\s/]+(/\S*)?", "“{text}” is not a gateway's address; use one such as wss://gateway.example.org"
)
_prefix = _matching(
    "[a-z0-9_-]{0,20}", "“{text}” cannot begin a command; use up to 20 small letters, digits, - or _"
)
# What should be secret is not repeated in a log.
_encryption_key = _matching("[A-Za-z0-9_-]{43}=", "this is not a key; make one with: python -m bot key")
_secret = _matching("[!-~]+", "this is no token or secret: it has characters that none has")


def _setting(default: T, parse: Callable[[str], object], *, secret: bool = False) -> T:
    """A field with the parser of its text, which raises ValueError; a secret one is left out of ``repr``."""
    made: T = field(default=default, repr=not secret, metadata={"parse": parse})
    return made


@dataclass(frozen=True)
class Settings:
    """What an operator decides; ``.env.example`` describes each setting."""

    content_dir: Path = _setting(Path("content"), Path)  # noqa: RUF009  -- it makes a field
    host: str = _setting("127.0.0.1", str)
    port: int = _setting(
        8080, _number_up_to(LAST_PORT, "“{text}” is not a port; use a number from 1 to 65535, such as 8080")
    )
    public_url: str | None = _setting(None, _url)
    security_contact: str | None = _setting(None, _contact)
    source_display: Literal["excerpts", "full"] = _setting("excerpts", _one_of("excerpts", "full"))
    command_prefix: str = _setting("", _prefix)
    database_url: str = _setting("sqlite:///var/bot.db", _database, secret=True)
    cooldown_answers: int = _setting(
        5, _number_up_to(10_000, "“{text}” is not a number of answers; use one such as 5, or 0 (no limit)", 0)
    )
    cooldown_seconds: int = _setting(
        60, _number_up_to(86_400, "“{text}” is not a number of seconds; use one from 1 to 86400, such as 60")
    )
    repeat_seconds: int = _setting(
        30, _number_up_to(86_400, "“{text}” is not a number of seconds; use one such as 30, or 0", 0)
    )
    api_requests_per_minute: int = _setting(
        600,
        _number_up_to(
            1_000_000, "“{text}” is not a number of requests; use one such as 600, or 0 (no limit)", 0
        ),
    )
    encryption_key: str | None = _setting(None, _encryption_key, secret=True)
    discord_token: str | None = _setting(None, _secret, secret=True)
    discord_public_key: str | None = _setting(None, _public_key)
    discord_api_url: str = _setting("https://discord.com/api/v10", _url)
    discord_gateway_url: str | None = _setting(None, _gateway)
    discord_shard_count: int | None = _setting(
        None, _number_up_to(MOST_SHARDS, "“{text}” is not a number of shards; use one such as 4")
    )
    discord_shard_ids: tuple[int, ...] | None = _setting(None, _shard_ids)
    slack_bot_token: str | None = _setting(None, _token("xoxb-"), secret=True)
    slack_app_token: str | None = _setting(None, _token("xapp-"), secret=True)
    slack_signing_secret: str | None = _setting(None, _secret, secret=True)
    slack_client_id: str | None = _setting(None, _secret)
    slack_client_secret: str | None = _setting(None, _secret, secret=True)
    slack_api_url: str = _setting("https://slack.com/api", _url)
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", _one_of("debug", "info", "warning", "error")
    )
    log_format: Literal["console", "json"] = _setting("console", _one_of("console", "json"))

    @classmethod
    def read(cls, environ: Mapping[str, str], env_file: Path = ENV_FILE) -> Settings:
        """Read settings from the environment, else the file. Raises SettingsError with every mistake."""
        given = {**_of_file(env_file), **environ}
        values: dict[str, Any] = {}
        problems = []
        for setting in fields(cls):
            text = given.get(setting.name.upper(), "").strip()
            if not text:
                continue
            try:
                values[setting.name] = setting.metadata["parse"](text)
            except ValueError as error:
                problems.append(f"{setting.name.upper()}: {error}")
        if problems:
            raise SettingsError(tuple(problems))
        return cls(**values)


def _of_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    # Imported here: most commands run where there is no such file.
    from dotenv import dotenv_values  # noqa: PLC0415

    return {name: value for name, value in dotenv_values(path).items() if value is not None}
