"""The editors who may use the review page: a token each, of which only a hash is kept."""

import hmac
import json
import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

NAME = re.compile(r"[\w.@-]{1,40}")
"""Matches the name of an editor, as it stands in the journals and in the log."""
TOKEN_BYTES = 32
"""Random bytes of a token: nobody finds one by guessing, so that a plain hash of it is enough."""


class EditorExists(Exception):
    """Raised where an editor with a name has a token already."""


class EditorTokens:
    """The editors in a file that its owner alone can read: names with the SHA-256 of their tokens."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def hashes(self) -> dict[str, str]:
        """The hash of each editor's token by name; none without the file. Raises OSError, ValueError."""
        try:
            kept = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        if not isinstance(kept, dict) or not all(isinstance(one, str) for one in kept.values()):
            raise ValueError(f"{self._path} does not hold editors")
        return kept

    def add(self, name: str) -> str:
        """A new editor's token, which is shown this once. Raises EditorExists, ValueError, OSError."""
        if not NAME.fullmatch(name):
            raise ValueError(name)
        known = self.hashes()
        if name in known:
            raise EditorExists
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._write({**known, name: _hash(token)})
        return token

    def remove(self, name: str) -> bool:
        """Take an editor's token away; False where there is no such editor. Raises ValueError, OSError."""
        known = self.hashes()
        if name not in known:
            return False
        self._write({one: kept for one, kept in known.items() if one != name})
        return True

    def editor_of(self, token: str) -> str | None:
        """The name of the editor with a token; every hash is compared, each in constant time."""
        wanted, found = _hash(token), None
        for name, kept in self.hashes().items():
            if hmac.compare_digest(kept, wanted):
                found = name
        return found

    def _write(self, hashes: dict[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(self._path.name + ".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps(hashes, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        beside.rename(self._path)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
