"""Makes pictures of quotations in a thread of its own, proves them, and keeps those asked for last."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from aiohttp import web

from bot.answers.answer import Quotation
from bot.cases.model import Case
from bot.rendering.wording import Wording
from bot.service.bounded_pool import BoundedPool, PoolFull
from bot.web.text_layer import DrawnLine, PictureText, picture_text, prove_lines

WORKERS, QUEUE = 1, 16
"""Pictures that are made at once (one, since FreeType's faces are not to be shared), and those that wait."""
LONGEST_QUOTATION = 1000
"""Code points of a quotation at most that is tried: in the smallest size about 700 fit."""
MOST_LAYERS, MOST_PICTURES = 2000, 64
"""Layouts and pictures that are kept at most; a picture has about 50 KB."""
T = TypeVar("T")


class PictureStore:
    """Lays out and draws pictures of quotations in one thread, and keeps the results asked for last.

    There is no picture, which is nothing unusual, where a quotation does not fit whole, where the font lacks
    one of its characters, and in a case with a content note, since a picture cannot be hidden until one
    wants to see it.
    """

    def __init__(self) -> None:
        self._pool = BoundedPool("picture", WORKERS, QUEUE)
        self._layers: dict[PictureText, tuple[DrawnLine, ...]] = {}
        self._pictures: dict[PictureText, bytes] = {}

    async def has(self, quotation: Quotation, case: Case, words: Wording) -> bool:
        """Whether there is a picture of a quotation; not, either, while too many others are being made."""
        try:
            return bool(await self.lines(quotation, case, words))
        except PoolFull:
            return False

    async def png(self, quotation: Quotation, case: Case, words: Wording) -> bytes | None:
        """The picture of a quotation as a PNG; None where there is none. Raises PoolFull."""
        lines = await self.lines(quotation, case, words)
        if not lines:
            return None
        text = text_without_id(quotation, case, words)
        return await self._kept(self._pictures, text, MOST_PICTURES, lambda: _drawn(lines))

    async def lines(self, quotation: Quotation, case: Case, words: Wording) -> tuple[DrawnLine, ...]:
        """The proven lines of a picture. Raises NotProvenOnPayload and PoolFull."""
        if case.content_note or len(quotation.text) > LONGEST_QUOTATION:
            return ()
        text = text_without_id(quotation, case, words)
        return await self._kept(self._layers, text, MOST_LAYERS, lambda: _laid_out(quotation, case, words))

    async def _kept(
        self, kept: dict[PictureText, T], text: PictureText, most: int, make: Callable[[], T]
    ) -> T:
        if text not in kept:
            made = await self._pool.run(make)
            if len(kept) >= most:
                del kept[next(iter(kept))]
            kept[text] = made
        return kept[text]

    def close(self) -> None:
        """Begin no further picture; one that is being made is finished."""
        self._pool.close()


PICTURES = web.AppKey("pictures", PictureStore)


def text_without_id(quotation: Quotation, case: Case, words: Wording) -> PictureText:
    """What the picture of a quotation shows; of its credit all but the id."""
    return picture_text(quotation, case, replace(words, shows_ids=False))


def _laid_out(quotation: Quotation, case: Case, words: Wording) -> tuple[DrawnLine, ...]:
    from bot.web.drawing import drawn_lines  # noqa: PLC0415  -- Pillow is loaded with the first picture

    lines = drawn_lines(text_without_id(quotation, case, words))
    if lines:
        prove_lines(lines, quotation, case, replace(words, shows_ids=False))
    return lines


def _drawn(lines: tuple[DrawnLine, ...]) -> bytes:
    from bot.web.drawing import png_of  # noqa: PLC0415  -- Pillow is loaded with the first picture

    return png_of(lines)
