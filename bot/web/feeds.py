"""Feeds of changes and corrections, of one case or of all: Atom (RFC 4287) and JSON Feed 1.1."""

import re
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.answers.phrases import phrase
from bot.rendering.render import Presentation
from bot.search.archive import Archive
from bot.service.bounded_pool import in_thread
from bot.web.context import SERVICE
from bot.web.errors import NotHere
from bot.web.feed_entries import FeedEntry, entries_of, entries_of_all, feed_urn
from bot.web.negotiation import presentation_of

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Matches what XML 1.0 cannot hold, escaped or not (https://www.w3.org/TR/xml/#charsets)."""
NO_DAY = "1970-01-01"
ALL = phrase("Changes and corrections of all cases")
OF_CASE = phrase("{title}: changes and corrections")

routes = web.RouteTableDef()


class Feed(NamedTuple):
    """A feed in one language: its name, title, newest day, the path of its page, and its entries."""

    id: str
    title: str
    day: str
    path: str
    language: str
    entries: tuple[FeedEntry, ...]


class FeedStore:
    """The feeds that were made of the cases as they are; a reload of the cases drops them."""

    def __init__(self) -> None:
        self._feeds: dict[tuple[str, str], Feed] = {}
        self._made_from: Archive | None = None

    def feed(self, archive: Archive, case: str, presentation: Presentation) -> Feed:
        """The feed of a case, or of all where ``case`` is empty. Raises NotHere and NotProvenOnPayload."""
        if archive is not self._made_from:
            self._feeds, self._made_from = {}, archive
        feeds, key = self._feeds, (case, presentation.words.locale)
        if key not in feeds:
            feeds[key] = _feed(archive, case, presentation)
        return feeds[key]


FEED_STORE = web.AppKey("feed_store", FeedStore)


@routes.get("/feed.atom")
@routes.get("/cases/{case}/feed.atom")
async def atom_feed(request: web.Request) -> web.Response:
    """The feed of one case, or of all cases, as Atom (RFC 4287)."""
    body = atom(await _asked(request), request.app[SERVICE].public_url or "", request.path)
    return _response(request, body, "application/atom+xml")


@routes.get("/feed.json")
@routes.get("/cases/{case}/feed.json")
async def json_feed(request: web.Request) -> web.Response:
    """The feed of one case, or of all cases, as JSON Feed 1.1."""
    made = as_json(await _asked(request), request.app[SERVICE].public_url or "", request.path)
    return _response(request, web.json_response(made).body, "application/feed+json")


def _response(request: web.Request, body: object, kind: str) -> web.Response:
    headers = {"Vary": "Accept-Language", "Content-Language": presentation_of(request).words.language}
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)


async def _asked(request: web.Request) -> Feed:
    archive, case = request.app[SERVICE].archive, request.match_info.get("case", "")
    return await in_thread(partial(request.app[FEED_STORE].feed, archive, case, presentation_of(request)))


def _feed(archive: Archive, name: str, presentation: Presentation) -> Feed:
    library, words = archive.library, presentation.words
    if not name:
        entries = entries_of_all(library, presentation)
        day = max((entry.day for entry in entries), default=NO_DAY)
        return Feed(feed_urn("all"), words.say(ALL), day, "/", words.language, entries)
    case = library.cases.get(name)
    if case is None:
        raise NotHere(phrase("There is no such case."))
    title = words.say(OF_CASE.filled(title=words.label(case.title)))
    entries = entries_of(library, case, presentation)
    day = max((entry.day for entry in entries), default=case.revised)
    return Feed(feed_urn(name), title, day, f"/cases/{name}", words.language, entries)


def atom(feed: Feed, base: str, path: str) -> bytes:
    """A feed as Atom; ``base`` is the public address, or empty: links are then below the feed's own host."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _instant(feed.day))
    _add(ET.SubElement(root, "author"), "name", "verbatim")
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{base}{path}")
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=f"{base}{feed.path}")
    for entry in feed.entries:
        one = ET.SubElement(root, "entry")
        _add(one, "id", entry.id)
        _add(one, "title", entry.title)
        _add(one, "updated", _instant(entry.day))
        ET.SubElement(one, "link", rel="alternate", type="text/html", href=f"{base}{entry.path}")
        _add(one, "content", _absolute(entry.html, base)).set("type", "html")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def as_json(feed: Feed, base: str, path: str) -> Mapping[str, object]:
    """A feed as JSON Feed; without a public address it names no address of its own."""
    own = {"home_page_url": f"{base}{feed.path}", "feed_url": f"{base}{path}"} if base else {}
    return {
        "version": JSON_FEED,
        "title": feed.title,
        **own,
        "language": feed.language,
        "authors": [{"name": "verbatim"}],
        "items": [_item(entry, base) for entry in feed.entries],
    }


def _item(entry: FeedEntry, base: str) -> Mapping[str, object]:
    return {
        "id": entry.id,
        **({"url": f"{base}{entry.path}"} if base else {}),
        "title": entry.title,
        "content_html": _absolute(entry.html, base),
        "date_published": _instant(entry.day),
    }


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = NOT_XML.sub("\ufffd", text)
    return element


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _absolute(html: str, base: str) -> str:
    """The HTML with the addresses of its links below ``base``; quotation marks of words are escaped in it."""
    return re.sub(r'\b(href|cite)="/', lambda found: f'{found[1]}="{base}/', html)
