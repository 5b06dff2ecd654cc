"""Settings: the environment and ``.env``, read once into one frozen value.

A dataclass and not pydantic-settings, whose import alone takes as long as a whole answer in the
terminal (docs/decisions/0003-start-up.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.settings import parsers, sources

T = TypeVar("T")

ENV_FILE = Path(".env")
CACHE = Path("var/cache/cases")
INDEX = Path("var/search")
DRAFTS = Path("var/drafts")
"""The folder of the drafts that editors review, outside the content."""
EDITORS = Path("var/editors.json")
"""The file in which an earlier version kept the editors; they are in the database since."""
VECTORS = Path("var/cache/vectors")
"""The folder of the vectors of cases' texts, which ``/ask`` compares."""
PACKAGED_CONTENT = Path(__file__).parent.parent / "content"
"""The case files that an installed wheel brings, for a folder without any; a checkout has none there."""


class SettingsError(Exception):
    """Some settings cannot be used; ``problems`` holds a sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CannotServe(Exception):
    """The bot cannot start or go on with its settings; the message says why, and what to do."""


def _setting(default: T, parse: Callable[[str], object], *, secret: bool = False) -> T:
    """A field with the parser of its text, which raises ValueError; a secret one is left out of ``repr``."""
    made: T = field(default=default, repr=not secret, metadata={"parse": parse})
    return made


@dataclass(frozen=True)
class Settings:
    """What an operator decides; ``.env.example`` describes each setting."""

    content_dir: Path = _setting(Path("content"), Path)  # noqa: RUF009  -- it makes a field
    host: str = _setting("127.0.0.1", parsers.host)
    port: int = _setting(8080, parsers.port)
    metrics_host: str = _setting("127.0.0.1", parsers.host)
    metrics_port: int | None = _setting(None, parsers.port)
    public_url: str | None = _setting(None, parsers.url)
    trusted_proxies: tuple[parsers.IpNetwork, ...] = _setting((), parsers.networks)
    security_contact: str | None = _setting(None, parsers.contact)
    source_display: Literal["excerpts", "full"] = _setting("excerpts", parsers.one_of("excerpts", "full"))
    edit: Literal["off", "on"] = _setting("off", parsers.one_of("off", "on"))
    watch_sources: frozenset[str] = _setting(frozenset(), parsers.watched_cases)
    command_prefix: str = _setting("", parsers.command_prefix)
    cases_for: tuple[tuple[str, frozenset[tuple[str, str]]], ...] = _setting((), parsers.cases_for)
    allowed_workspaces: frozenset[tuple[str, str]] = _setting(frozenset(), parsers.places)
    support_contact: str | None = _setting(None, parsers.contact)
    database_url: str = _setting("sqlite:///var/bot.db", parsers.database, secret=True)
    cooldown_answers: int = _setting(
        5,
        parsers.number_up_to(
            10_000, "“{text}” is not a number of answers; use one such as 5, or 0 (no limit)", 0
        ),
    )
    cooldown_seconds: int = _setting(
        60,
        parsers.number_up_to(
            86_400, "“{text}” is not a number of seconds; use one from 1 to 86400, such as 60"
        ),
    )
    workspace_answers: int = _setting(
        1_000,
        parsers.number_up_to(
            1_000_000, "“{text}” is not a number of answers; use one such as 1000, or 0 (no limit)", 0
        ),
    )
    workspace_digests: int = _setting(
        100, parsers.number_up_to(100_000, "“{text}” is not a number of digests; use one such as 100", 0)
    )
    repeat_seconds: int = _setting(
        30, parsers.number_up_to(86_400, "“{text}” is not a number of seconds; use one such as 30, or 0", 0)
    )
    api_requests_per_minute: int = _setting(
        600,
        parsers.number_up_to(
            1_000_000, "“{text}” is not a number of requests; use one such as 600, or 0 (no limit)", 0
        ),
    )
    encryption_key: str | None = _setting(None, parsers.encryption_key, secret=True)
    discord_token: str | None = _setting(None, parsers.secret, secret=True)
    discord_public_key: str | None = _setting(None, parsers.public_key)
    discord_api_url: str = _setting("https://discord.com/api/v10", parsers.url)
    discord_gateway_url: str | None = _setting(None, parsers.gateway)
    discord_shard_count: int | None = _setting(
        None,
        parsers.number_up_to(parsers.MOST_SHARDS, "“{text}” is not a number of shards; use one such as 4"),
    )
    discord_shard_ids: tuple[int, ...] | None = _setting(None, parsers.shard_ids)
    slack_bot_token: str | None = _setting(None, parsers.token("xoxb-"), secret=True)
    slack_app_token: str | None = _setting(None, parsers.token("xapp-"), secret=True)
    slack_signing_secret: str | None = _setting(None, parsers.secret, secret=True)
    slack_client_id: str | None = _setting(None, parsers.secret)
    slack_client_secret: str | None = _setting(None, parsers.secret, secret=True)
    slack_api_url: str = _setting("https://slack.com/api", parsers.url)
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", parsers.one_of("debug", "info", "warning", "error")
    )
    log_format: Literal["console", "json"] = _setting("console", parsers.one_of("console", "json"))

    @classmethod
    def read(cls, environ: Mapping[str, str], env_file: Path = ENV_FILE) -> Settings:
        """Read settings from the environment, else the file. Raises SettingsError with every mistake."""
        given, problems = sources.texts(environ, env_file, _names(), _secret_names())
        values: dict[str, Any] = {}
        for setting in fields(cls):
            if text := given.get(setting.name.upper()):
                try:
                    values[setting.name] = setting.metadata["parse"](text)
                except ValueError as error:
                    problems.append(f"{setting.name.upper()}: {error}")
        if not problems and (listened := cls(**values)).metrics_port == listened.port:
            problems.append(f"METRICS_PORT: {listened.port} is PORT too; use another one, such as 9100")
        if problems:
            raise SettingsError(tuple(problems))
        if PACKAGED_CONTENT.is_dir() and not cls.content_dir.is_dir():
            values.setdefault("content_dir", PACKAGED_CONTENT)
        return cls(**values)


def logs_as_json(environ: Mapping[str, str], env_file: Path = ENV_FILE) -> bool:
    """Whether the log is to be JSON, as far as that can be told where other settings cannot be used."""
    given, _ = sources.texts(environ, env_file, ("LOG_FORMAT",), ())
    return given.get("LOG_FORMAT", "").lower() == "json"


def _names() -> tuple[str, ...]:
    return tuple(setting.name.upper() for setting in fields(Settings))


def _secret_names() -> tuple[str, ...]:
    return tuple(setting.name.upper() for setting in fields(Settings) if not setting.repr)


def doubts(environ: Mapping[str, str], env_file: Path = ENV_FILE) -> Iterator[tuple[str, str]]:
    """What an operator can hardly have meant though it stops nothing, each with its cure."""
    try:
        given = {**sources.file_values(env_file), **environ}
    except sources.UnusableSource:
        return
    known = {*_names(), *(name + sources.FROM_FILE for name in _secret_names())}
    for sentence in sources.unknown(given, known):
        yield sentence, "Correct the name in .env or in the environment, or remove it."
    for secret_file in sources.exposed(given, _secret_names()):
        yield f"{secret_file} can be read by every user of this machine.", "Allow its owner alone: chmod 600."
