"""Settings: the environment and ``.env``, read once into one frozen value.

A dataclass and not pydantic-settings, whose import alone takes as long as a whole answer in the
terminal (docs/decisions/0003-start-up.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

ENV_FILE = Path(".env")
CACHE = Path("var/cache/cases")
INDEX = Path("var/search")
LAST_PORT = 65_535
PLATFORM_TOKENS = ("DISCORD_TOKEN", "SLACK_BOT_TOKEN")
PREFIX = re.compile(r"[a-z0-9_-]{0,20}")


class SettingsError(Exception):
    """Settings that cannot be used; ``problems`` holds a sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What an operator decides; ``.env.example`` describes each."""

    content_dir: Path = Path("content")
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    source_display: Literal["excerpts", "full"] = "excerpts"
    command_prefix: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def read(cls, environ: Mapping[str, str], env_file: Path = ENV_FILE) -> Settings:
        """Settings from the environment, or else from the file. Raises SettingsError with every mistake."""
        given = {**_of_file(env_file), **environ}
        values: dict[str, Any] = {}
        problems = []
        for field in fields(cls):
            text = given.get(field.name.upper(), "").strip()
            if not text:
                continue
            try:
                values[field.name] = PARSERS[field.name](text)
            except ValueError as error:
                problems.append(f"{field.name.upper()}: {error}")
        if problems:
            raise SettingsError(tuple(problems))
        return cls(**values)


def tokens_given(environ: Mapping[str, str], env_file: Path = ENV_FILE) -> tuple[str, ...]:
    """The names, and never the values, of the chat platforms' tokens that are set."""
    given = {**_of_file(env_file), **environ}
    return tuple(name for name in PLATFORM_TOKENS if given.get(name))


def _of_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    # Imported here: most commands run where there is no such file.
    from dotenv import dotenv_values  # noqa: PLC0415

    return {name: value for name, value in dotenv_values(path).items() if value is not None}


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise ValueError(f"“{text}” is not a port; use a number from 1 to 65535, such as 8080")
    return int(text)


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
        raise ValueError(f"“{text}” is not a web address; use one such as https://bot.example.org")
    return text.rstrip("/")


def _prefix(text: str) -> str:
    if not PREFIX.fullmatch(text):
        raise ValueError(f"“{text}” cannot begin a command; use up to 20 small letters, digits, - or _")
    return text


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"“{text}” is not one of {', '.join(allowed)}")
        return text.lower()

    return parse


PARSERS: Mapping[str, Callable[[str], Any]] = {
    "content_dir": Path,
    "host": str,
    "port": _port,
    "public_url": _url,
    "source_display": _one_of("excerpts", "full"),
    "command_prefix": _prefix,
    "log_level": _one_of("debug", "info", "warning", "error"),
    "log_format": _one_of("console", "json"),
}
