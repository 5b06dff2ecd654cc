"""Pictures of quotations: the source's words, whole, in the text layer and in the pixels, or no picture."""

import asyncio
import json
import shutil
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.cases.model import Case
from bot.cases.spans import selectors_of_facts
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.gate import NotProvenOnPayload
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService
from bot.web.drawing import FONT, GROUND, INKS, MARGIN, MARK, drawn_lines, has_glyph, marked_area, png_of
from bot.web.picture_store import PICTURES, QUEUE, WORKERS, PictureStore, text_without_id
from bot.web.site import STATIC, make_site
from bot.web.text_layer import HEIGHT, KEYWORD, WIDTH, DrawnLine, as_chunk, picture_text, prove_lines
from tests.corpora import Corpora
from tests.proofs import tries
from tests.rendering.hostile import CASE as INVENTED_CASE
from tests.rendering.hostile import quotation_of

Client = TestClient[web.Request, web.Application]
ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "content", ROOT / "tests/cases_invented", ROOT / "tests/cases_over_time")
BASE = "https://cases.example.org"
BRINE = "osk-v-brine"
WORDING = Wording(shows_ids=False)
EVERY = tries(1, 10)
"""Of so many pictures one is made whole; the lines of the others are laid out alone, which is far faster."""


def read(folder: Path) -> Corpus:
    corpus = Corpus(ContentRepository(folder))
    corpus.read()
    return corpus


CASES = [(folder, case.name) for folder in FOLDERS for case in sorted(folder.iterdir()) if case.is_dir()]


def quotations_of(corpus: Corpus, name: str) -> tuple[Case, list[Quotation]]:
    library = corpus.archive.library
    case = library.cases[name]
    found = {(one.source, one.id): one for one in selectors_of_facts(case)}
    return case, list(Cited(library, case).quotations(list(found.values())))


def chunks_of(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, read without the library that wrote it (https://www.w3.org/TR/png-3/#5Chunk-layout)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length) == (zlib.crc32(kind + data),)
        yield kind, data
        at += length + 12


def text_layer_of(png: bytes) -> list[dict[str, Any]]:
    [data] = [data for kind, data in chunks_of(png) if kind == b"iTXt"]
    keyword, flags, rest = data.partition(b"\0")[0], *data.partition(b"\0")[2].split(b"\0\0\0\0", 1)
    assert (keyword.decode(), flags) == (KEYWORD, b"")
    layer: list[dict[str, Any]] = json.loads(rest)
    return layer


def said(layer: list[dict[str, Any]], role: str) -> str:
    return "".join(line["text"] for line in layer if line["role"] == role)


@pytest.mark.parametrize(("folder", "name"), CASES, ids=[name for _, name in CASES])
def test_every_picture_says_its_quotation_whole_in_its_bytes(
    corpora: Corpora, folder: Path, name: str
) -> None:
    case, quotations = quotations_of(corpora(folder), name)
    drawn = 0
    for number, quotation in enumerate(quotations):
        lines = drawn_lines(picture_text(quotation, case, WORDING))
        if not lines:
            assert any(one >= "\N{WHITE SUN WITH RAYS}" for one in quotation.text)
            continue
        drawn += 1
        layer = json.loads(as_chunk(lines))
        if number % EVERY == 0:
            assert text_layer_of(png_of(lines)) == layer
        span = quotation.source.text[quotation.selector.start : quotation.selector.end]
        assert said(layer, "words") == span
        assert said(layer, "credit") == WORDING.credit(quotation)
        assert said(layer, "title") == WORDING.label(case.title)
        assert said(layer, "reported") == f"As reported on {WORDING.day(quotation.source.day)}"
        assert {line["role"] for line in layer} == set(INKS)
    assert drawn >= 0.95 * len(quotations)


@pytest.mark.parametrize(("folder", "name"), CASES, ids=[name for _, name in CASES])
def test_the_pixels_say_what_the_text_layer_says(corpora: Corpora, folder: Path, name: str) -> None:
    case, quotations = quotations_of(corpora(folder), name)
    by_length = sorted(quotations, key=lambda one: len(one.text))
    for quotation in (by_length[0], by_length[len(by_length) // 2], by_length[-1]):
        if lines := drawn_lines(picture_text(quotation, case, WORDING)):
            _compare_pixels(png_of(lines))


def _compare_pixels(png: bytes) -> None:
    picture = Image.open(BytesIO(png)).convert("RGB")
    assert picture.size == (WIDTH, HEIGHT)
    for line in text_layer_of(png):
        font = ImageFont.truetype(FONT, line["size"], layout_engine=ImageFont.Layout.BASIC)
        words = " ".join(line["text"].split())
        ground = MARK if line["role"] == "words" else GROUND
        (left, baseline), (x0, y0, x1, y1) = (
            (line["left"], line["baseline"]),
            font.getbbox(words, anchor="ls"),
        )
        area = (left + int(x0) - 2, baseline + int(y0), left + int(x1) + 2, baseline + int(y1))
        strip = Image.new("RGB", (WIDTH, HEIGHT), ground)
        ImageDraw.Draw(strip).text((left, baseline), words, INKS[line["role"]], font, anchor="ls")
        assert picture.crop(area).tobytes() == strip.crop(area).tobytes(), words
        picture.paste(ground, area)
    # What is left once all lines are painted over has no letter: the ground, and the marks behind the words.
    left_over = picture.getcolors()
    assert left_over is not None
    assert {colour for _, colour in left_over} <= {_rgb(GROUND), _rgb(MARK)}


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def test_a_layer_that_says_anything_else_is_refused(corpora: Corpora) -> None:
    case, quotations = quotations_of(corpora(FOLDERS[2]), BRINE)
    quotation = max(quotations, key=lambda one: len(one.text))
    lines = drawn_lines(picture_text(quotation, case, WORDING))
    prove_lines(lines, quotation, case, WORDING)
    for number, line in enumerate(lines):
        for other in ((), (line._replace(text=line.text + "x"),), (line, line)):
            changed = (*lines[:number], *other, *lines[number + 1 :])
            with pytest.raises(NotProvenOnPayload):
                prove_lines(changed, quotation, case, WORDING)
    with pytest.raises(NotProvenOnPayload):
        prove_lines((*lines, DrawnLine("note", "This is true.", 0, 20, 28)), quotation, case, WORDING)


@settings(max_examples=tries(60, 20))
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=400).filter(str.strip))
def test_any_text_is_laid_out_whole_or_not_at_all(words: str) -> None:
    quotation = quotation_of(words)
    if lines := drawn_lines(picture_text(quotation, INVENTED_CASE, WORDING)):
        prove_lines(lines, quotation, INVENTED_CASE, WORDING)
        assert all(map(has_glyph, words))


@settings(max_examples=tries(60, 20))
@given(st.text("abc WI.,“”\n\t\u00a0", min_size=1, max_size=900).filter(str.strip))
def test_what_fits_stays_within_its_marks_and_the_picture(words: str) -> None:
    quotation = quotation_of(words)
    lines = drawn_lines(picture_text(quotation, INVENTED_CASE, WORDING))
    if lines:
        prove_lines(lines, quotation, INVENTED_CASE, WORDING)
    areas = [marked_area(line) for line in lines if line.role == "words"]
    assert all(left >= 0 and right <= WIDTH - MARGIN + 1 for left, _, right, _ in areas)
    assert all(above[3] <= below[1] for above, below in pairwise(areas))


@pytest.mark.parametrize(
    "words",
    [
        "She won \N{PARTY POPPER}",
        "Cafe\N{COMBINING ACUTE ACCENT} closed",
        "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}",
        "turned \N{RIGHT-TO-LEFT OVERRIDE}round",
        "zero\N{ZERO WIDTH SPACE}width",
        "soft\N{SOFT HYPHEN}ened",
        "W" * 200,
        "so long a quotation " * 60,
        "line\n" * 20 + "end",
    ],
)
def test_what_cannot_be_drawn_whole_has_no_picture(words: str) -> None:
    assert drawn_lines(picture_text(quotation_of(words), INVENTED_CASE, WORDING)) == ()


@pytest.mark.parametrize(
    "words",
    [
        "It cost £5, or €6 – 7 % more…",
        "caf\N{LATIN SMALL LETTER E WITH ACUTE} señor Łódź Straße naïve Ærø",
        "“Δίκη” — «Правда» № 5 ½",
    ],
)
def test_letters_of_europe_and_signs_of_currencies_are_drawn(words: str) -> None:
    assert drawn_lines(picture_text(quotation_of(words), INVENTED_CASE, WORDING))


def test_the_other_lines_wrap_beside_each_other() -> None:
    quotation = quotation_of("No.")
    text = picture_text(quotation, INVENTED_CASE, WORDING)
    long = text._replace(title="Stone and Others v. " * 8, credit="a newspaper of the Western Counties, " * 5)
    lines = drawn_lines(long)
    assert {role: sum(line.role == role for line in lines) for role in INKS} == {
        "title": 3,
        "words": 1,
        "credit": 4,
        "reported": 1,
        "site": 1,
    }
    _compare_pixels(png_of(lines))


def test_the_colours_are_those_of_the_reading_page() -> None:
    style = (STATIC / "style.css").read_text("utf-8").partition("@media")[0]
    names = dict(
        line.strip(" ;").split(": ", 1) for line in style.splitlines() if line.strip().startswith("--")
    )
    assert (names["--ground"], names["--mark"]) == (GROUND, MARK)
    assert (names["--accent"], names["--mark-ink"], names["--ink"], names["--soft"]) == (
        INKS["title"],
        INKS["words"],
        INKS["credit"],
        INKS["reported"],
    )


async def client_of(corpus: Corpus, base: str | None = BASE) -> Client:
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation(public_url=base)))))
    await client.start_server()
    return client


@pytest.fixture
async def client(corpora: Corpora) -> AsyncIterator[Client]:
    client = await client_of(corpora(FOLDERS[2]))
    yield client
    await client.close()


def path_of(quotation: Quotation) -> str:
    return f"/cases/{quotation.case}/sources/{quotation.source.id}"


@pytest.fixture
def quotation(corpora: Corpora) -> Quotation:
    """The longest quotation of a case, which has a picture."""
    return max(quotations_of(corpora(FOLDERS[2]), BRINE)[1], key=lambda one: len(one.text))


async def test_a_permalink_names_its_picture_whose_alternative_is_the_whole_quotation(
    client: Client, quotation: Quotation
) -> None:
    page = await (await client.get(f"{path_of(quotation)}?q={quotation.id}")).text()
    meta = meta_of(page)
    address = meta["og:image"]
    assert address == f"{BASE}{path_of(quotation)}/{quotation.id}.png"
    line = " ".join(quotation.text.split())
    assert meta["og:image:alt"] == f"“{line}” — {WORDING.credit(quotation)}"
    assert meta["twitter:card"] == "summary_large_image"
    response = await client.get(address.removeprefix(BASE))
    png = await response.read()
    assert (response.status, response.content_type) == (200, "image/png")
    size = struct.unpack(">II", next(data for kind, data in chunks_of(png) if kind == b"IHDR")[:8])
    assert size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (WIDTH, HEIGHT)
    assert said(text_layer_of(png), "words") == quotation.text


async def test_a_picture_is_validated_and_cached(client: Client, quotation: Quotation) -> None:
    path = f"{path_of(quotation)}/{quotation.id}.png"
    response = await client.get(path)
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["Vary"] == "Accept-Language"
    etag = response.headers["ETag"]
    again = await client.get(path, headers={"If-None-Match": etag})
    assert (again.status, again.headers["ETag"]) == (304, etag)
    assert again.headers["Cache-Control"] == "public, max-age=3600"


async def test_a_picture_is_in_the_language_that_is_asked_for(client: Client, corpora: Corpora) -> None:
    _, quotations = quotations_of(corpora(FOLDERS[2]), "adeyo-lunt-v-corwhistle")
    february = next(one for one in quotations if "-02-" in one.source.day and one.text.isascii())
    path = f"{path_of(february)}/{february.id}.png"
    etag = (await client.get(path)).headers["ETag"]
    german = await client.get(path, headers={"Accept-Language": "de", "If-None-Match": etag})
    assert (german.status, german.headers["Content-Language"]) == (200, "de")
    assert said(text_layer_of(await german.read()), "reported").startswith("Berichtsstand")


def test_another_credit_or_day_is_another_version(corpora: Corpora, quotation: Quotation) -> None:
    case = corpora(FOLDERS[2]).archive.library.cases[BRINE]
    text = text_without_id(quotation, case, Wording())
    altered = replace(quotation.attribution, edition=("altered", "2025-01-01"))
    edited = text_without_id(replace(quotation, attribution=altered), case, Wording())
    assert len({one.version for one in (text, edited, text._replace(reported="x"))}) == 3


async def test_without_a_public_address_no_page_names_a_picture(
    corpora: Corpora, quotation: Quotation
) -> None:
    client = await client_of(corpora(FOLDERS[2]), base=None)
    page = await (await client.get(f"{path_of(quotation)}?q={quotation.id}")).text()
    assert "og:image" not in page
    assert meta_of(page)["twitter:card"] == "summary"
    await client.close()


async def without_picture(client: Client, quotation: Quotation) -> None:
    page = await client.get(f"{path_of(quotation)}?q={quotation.id}")
    assert page.status == 200
    text = await page.text()
    assert "og:image" not in text
    assert meta_of(text)["twitter:card"] == "summary"
    response = await client.get(f"{path_of(quotation)}/{quotation.id}.png", headers={"If-None-Match": "*"})
    assert response.status == 404
    assert "There is no picture of this quotation" in await response.text()


async def test_a_quotation_with_a_sign_that_the_font_lacks_has_no_picture(
    corpora: Corpora,
) -> None:
    client = await client_of(corpora(FOLDERS[1]))
    _, quotations = quotations_of(corpora(FOLDERS[1]), "solheim-dray-v-vale")
    await without_picture(client, next(one for one in quotations if "\N{BROKEN HEART}" in one.text))
    await client.close()


async def test_a_case_with_a_content_note_has_no_pictures(corpora: Corpora) -> None:
    client = await client_of(corpora(FOLDERS[0]))
    case, quotations = quotations_of(corpora(FOLDERS[0]), "carroll-v-trump")
    assert case.content_note
    await without_picture(client, quotations[0])
    await client.close()


async def test_an_unknown_quotation_has_no_picture(client: Client, quotation: Quotation) -> None:
    for name in ("zzzzzz", "x" * 300, "%00"):
        assert (await client.get(f"{path_of(quotation)}/{name}.png")).status == 404


@pytest.mark.parametrize("where", ["case", "source"])
async def test_what_was_withdrawn_has_no_picture_any_more(
    tmp_path: Path, quotation: Quotation, where: str
) -> None:
    folder = shutil.copytree(FOLDERS[2] / BRINE, tmp_path / "content" / BRINE)
    file = folder / "case.yaml"
    text, note = file.read_text("utf-8"), "withdrawn: {date: 2026-03-01, why: a retraction}"
    if where == "case":
        text += f"\n{note}\n"
    else:
        listed = f"  - id: {quotation.source.id}\n"
        assert listed in text
        text = text.replace(listed, f"{listed}    {note}\n")
    file.write_text(text, "utf-8")
    client = await client_of(read(tmp_path / "content"))
    response = await client.get(f"{path_of(quotation)}/{quotation.id}.png")
    assert response.status == 410
    assert "withdrawn" in await response.text()
    await client.close()


async def test_too_many_at_once_are_told_to_come_again(client: Client, quotation: Quotation) -> None:
    assert client.app is not None
    store = client.app[PICTURES]
    release = threading.Event()
    waiting = [asyncio.ensure_future(store._pool.run(release.wait)) for _ in range(WORKERS + QUEUE)]
    await asyncio.sleep(0)
    try:
        response = await client.get(f"{path_of(quotation)}/{quotation.id}.png")
        assert (response.status, response.headers["Retry-After"]) == (503, "5")
        page = await client.get(f"{path_of(quotation)}?q={quotation.id}")
        assert page.status == 200
        assert "og:image" not in await page.text()
    finally:
        release.set()
        await asyncio.gather(*waiting)
    assert (await client.get(f"{path_of(quotation)}/{quotation.id}.png")).status == 200


async def test_what_is_kept_is_bounded(corpora: Corpora, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.picture_store.MOST_LAYERS", 3)
    monkeypatch.setattr("bot.web.picture_store.MOST_PICTURES", 2)
    case, quotations = quotations_of(corpora(FOLDERS[2]), BRINE)
    store = PictureStore()
    for quotation in quotations[:6]:
        assert await store.png(quotation, case, Wording())
    assert (len(store._layers), len(store._pictures)) == (3, 2)
    assert await store.png(quotations[0], case, Wording()) == await store.png(quotations[0], case, Wording())
    store.close()


def test_the_site_is_made_without_importing_the_drawing_library() -> None:
    code = (
        "import sys, bot.app.serve, bot.web.site; print([name for name in sys.modules if name[:3] == 'PIL'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  -- our own code
    assert done.stdout.strip() == "[]"


class _Metas(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.found[given.get("property") or given.get("name", "")] = given.get("content", "")


def meta_of(page: str) -> dict[str, str]:
    reader = _Metas()
    reader.feed(page)
    return reader.found
