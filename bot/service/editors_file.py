"""Editors that an earlier version kept in a file are taken over into the database, once."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.db.database import writing
from bot.db.editor_tokens import add_unknown
from bot.service.editors import NAME

DIGEST = re.compile(r"[0-9a-f]{64}")
DONE = ".taken-over"
"""What the name of the file ends with from then on: nothing reads it any more."""


@dataclass(frozen=True)
class TakenOver:
    """Whose tokens were taken over from a file, and its new name: None where it could not be renamed."""

    editors: tuple[str, ...]
    renamed: Path | None


def take_over(engine: Engine, file: Path) -> TakenOver | None:
    """Take over the editors of a file and rename it; None where there is no such file.

    Who is in the database already stays as they are there, so that a file that comes back changes nothing.
    Raises OSError and ValueError where it cannot be read, and what the database raises.
    """
    try:
        hashes = _hashes_of(file)
    except FileNotFoundError:
        return None
    with writing(engine) as connection:
        added = add_unknown(connection, hashes, datetime.now(UTC))
    renamed = file.with_name(file.name + DONE)
    try:
        file.rename(renamed)
    except FileNotFoundError:
        pass  # another process has taken it over meanwhile
    except OSError:
        return TakenOver(added, None)
    return TakenOver(added, renamed)


def _hashes_of(file: Path) -> dict[str, str]:
    """The hash of each editor's token by name."""
    try:
        kept = json.loads(file.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        kept = None
    if not isinstance(kept, dict) or not all(
        NAME.fullmatch(name) and isinstance(one, str) and DIGEST.fullmatch(one) for name, one in kept.items()
    ):
        raise ValueError(f"{file} does not hold editors")
    return kept
