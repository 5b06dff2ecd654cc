"""Keeps the hashed forms of an index's words in a file beside it: a start need not hash them again."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.corpus.whole_files import write_whole

SPELLING_SUFFIX = ".spelling"
CHECKSUM_SIZE = 4
"""The size of a checksum (CRC-32) in bytes."""


class SpellingFile:
    """A ``FormStore`` in a file: a checksum of the words, one of the hashes, then the hashes.

    A file that is missing, damaged or of other words counts as empty; failure to write it is ignored.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, words: Sequence[str]) -> array[int] | None:
        """The hashed forms that were saved for exactly these words, or None."""
        forms = array("Q")
        with suppress(OSError, ValueError):
            held = self._path.read_bytes()
            if held[:CHECKSUM_SIZE] == _sum_of(words) and held[CHECKSUM_SIZE : 2 * CHECKSUM_SIZE] == _sum(
                held[2 * CHECKSUM_SIZE :]
            ):
                forms.frombytes(held[2 * CHECKSUM_SIZE :])
                return forms
        return None

    def save(self, words: Sequence[str], forms: array[int]) -> None:
        """Save the hashed forms of these words, under another name first: no reader sees half a file."""
        with suppress(OSError):
            hashes = forms.tobytes()
            write_whole(self._path, _sum_of(words) + _sum(hashes) + hashes)


def spelling_beside(folder: Path) -> SpellingFile:
    """The file of an index's hashed forms: beside its folder, since whoever asks writes it, without the lock.

    A file that appeared in the folder while another process checks or rebuilds it would spoil the index.
    """
    return SpellingFile(folder.with_name(folder.name + SPELLING_SUFFIX))


def _sum_of(words: Sequence[str]) -> bytes:
    return _sum("\n".join(words).encode())


def _sum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(CHECKSUM_SIZE)
