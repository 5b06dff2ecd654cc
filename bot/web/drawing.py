"""Draws the picture of a quotation as a PNG, with Pillow and a font that lies beside this module.

This module is imported only where a picture is made, since Pillow takes a while to load. Two threads must not
use a face of FreeType at once, so pictures are made in a pool of one thread.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from bot.web.text_layer import HEIGHT, KEYWORD, WIDTH, DrawnLine, PictureText, as_chunk, shown
from bot.web.unfurling import SITE_NAME

FONT = Path(__file__).parent / "fonts/DejaVuSans-subset.ttf"
"""DejaVu Sans 2.37 with its Latin, Greek and Cyrillic letters, punctuation and signs of currencies alone."""
MARGIN = 60
"""Pixels left free on each side, also where a platform cuts a picture to a ratio of two to one."""
SIZES = range(76, 27, -2)
"""Sizes of the quotation in pixels, the largest first; a chat shows the smallest 9 to 12 pixels high."""
CREDIT_SIZE, SMALL_SIZE = 32, 28
"""Sizes in pixels of the credit, and of the title, the day and the site's name."""
LEADING = 1.42
"""The distance of two baselines, as a multiple of the size."""
GAP = 24
"""Pixels between the quotation and the lines above and below it, at least."""
ASCENT, DESCENT, PADDING = 0.98, 0.34, 10
"""How far the mark reaches above and below the baseline, in sizes, and beside the words, in pixels."""
FULL_WIDTH = WIDTH - 2 * MARGIN
GROUND, MARK = "#fbfaf7", "#ffe9a8"
"""The colours of the reading page by day: ``--ground`` and ``--mark`` of ``style.css``."""
INKS = {"title": "#1f4e5f", "words": "#1c2126", "credit": "#1c2126", "reported": "#5a6470", "site": "#1f4e5f"}
"""The colours of the lines by their role: ``--accent``, ``--mark-ink``, ``--ink`` and ``--soft``."""
NO_BREAK = "\u00a0\u2007\u202f"
"""White space at which no line may end."""
WORD = re.compile(rf"(?:\A\s+)?[\S{NO_BREAK}]+[^\S{NO_BREAK}]*")
"""Matches a word with the white space behind it, and before it where the text begins with some."""
ABSENT = "\U0010ffff"
"""A code point that is no character; it is drawn as the font's sign for a missing glyph."""


def drawn_lines(text: PictureText) -> tuple[DrawnLine, ...]:
    """The lines of a picture, the quotation in the largest size in which it fits whole.

    There are none, and so no picture, where that is below the smallest size, or the font lacks a character.
    """
    if not all(map(has_glyph, set("".join(text)))):
        return ()
    site_width = round(font(SMALL_SIZE).getlength(SITE_NAME))
    title = wrapped(text.title, SMALL_SIZE, FULL_WIDTH - site_width - GAP)
    credit = _evened(wrapped(text.credit, CREDIT_SIZE, FULL_WIDTH), CREDIT_SIZE, FULL_WIDTH)
    reported = wrapped(text.reported, SMALL_SIZE, FULL_WIDTH)
    top = MARGIN + _height(title, SMALL_SIZE)
    bottom = HEIGHT - MARGIN - _height(credit, CREDIT_SIZE) - _height(reported, SMALL_SIZE)
    words, size = _largest(text.words, bottom - top - 2 * GAP)
    if not (title and credit and reported and words):
        return ()
    middle = (top + bottom - _height(words, size)) / 2
    return (
        *_block("title", title, SMALL_SIZE, MARGIN, MARGIN),
        *_block("words", words, size, MARGIN + PADDING, middle),
        *_block("credit", credit, CREDIT_SIZE, MARGIN, bottom),
        *_block("reported", reported, SMALL_SIZE, MARGIN, bottom + _height(credit, CREDIT_SIZE)),
        *_block("site", [SITE_NAME], SMALL_SIZE, WIDTH - MARGIN - site_width, MARGIN),
    )


def png_of(lines: Iterable[DrawnLine]) -> bytes:
    """The picture with these lines as a PNG, which also holds them as data, in an iTXt chunk."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    canvas = ImageDraw.Draw(picture)
    chunks = PngInfo()
    chunks.add_itxt(KEYWORD, as_chunk(lines := tuple(lines)))
    for line in lines:
        if line.role == "words":
            canvas.rectangle(marked_area(line), MARK)
    for line in lines:
        canvas.text((line.left, line.baseline), line.drawn, INKS[line.role], font(line.size), anchor="ls")
    written = BytesIO()
    picture.save(written, "PNG", pnginfo=chunks, compress_level=6)
    return written.getvalue()


def marked_area(line: DrawnLine) -> tuple[int, int, int, int]:
    """The left, upper, right and lower edge of the mark behind a line of the quotation, in pixels."""
    return (
        line.left - PADDING,
        line.baseline - round(ASCENT * line.size),
        line.left + round(font(line.size).getlength(line.drawn)) + PADDING,
        line.baseline + round(DESCENT * line.size),
    )


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font in a size in pixels; it is set a glyph for each code point, without ligatures."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Whether the font draws a code point as itself: combining marks, emoji and most scripts it does not."""
    mask = font(SMALL_SIZE).getmask(character)
    missing = font(SMALL_SIZE).getmask(ABSENT)
    is_seen = mask.getbbox() is not None and (mask.size, bytes(mask)) != (missing.size, bytes(missing))
    return character.isspace() or is_seen


def wrapped(text: str, size: int, width: float) -> list[str]:
    """A text in stretches that fit a width, each with the white space behind it, which ends a line unseen.

    A line feed ends a line, too. There are none where a single word is wider than a line.
    """
    lines, taken = [""], 0.0
    for word in WORD.findall(text):
        wider = taken + _width(" ", size) + _width(word, size)
        if lines[-1] and "\n" not in lines[-1] and wider <= width:
            lines[-1], taken = lines[-1] + word, wider
        else:
            lines, taken = [*filter(None, lines), word], _width(word, size)
    # Measured word by word, which is faster, a line may be off by the kerning at its spaces.
    return lines if lines[0] and all(font(size).getlength(shown(line)) <= width for line in lines) else []


def _largest(text: str, room: float) -> tuple[list[str], int]:
    """A text wrapped in the largest size in which it is no higher than ``room``, and that size; or no lines.

    The lines are as even as their number allows.
    """
    width = FULL_WIDTH - 2 * PADDING

    def fits(size: int) -> bool:
        lines = wrapped(text, size, width)
        return bool(lines) and _height(lines, size) <= room

    # The size that is found was tried, so it fits even where hinting lets one below it fail.
    found = SIZES[bisect_left(SIZES, 1, key=fits) :]
    return (_evened(wrapped(text, found[0], width), found[0], width), found[0]) if found else ([], 0)


def _evened(lines: list[str], size: int, width: int) -> list[str]:
    """The lines wrapped to the least width that makes no more of them."""
    for narrower in range(width, width // 2, -PADDING) if len(lines) > 1 else ():
        tried = wrapped("".join(lines), size, narrower)
        if len(tried) != len(lines):
            break
        lines = tried
    return lines


def _block(role: str, lines: Iterable[str], size: int, left: int, top: float) -> Iterator[DrawnLine]:
    for number, line in enumerate(lines):
        baseline = round(top + (number + (LEADING + ASCENT - DESCENT) / 2 / LEADING) * LEADING * size)
        yield DrawnLine(role, line, left, baseline, size)


@lru_cache(maxsize=8192)
def _width(word: str, size: int) -> float:
    return font(size).getlength(shown(word) or " ")


def _height(lines: list[str], size: int) -> float:
    return len(lines) * LEADING * size
