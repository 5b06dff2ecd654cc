"""Files for machines that look around: the sitemap, what not to crawl, and whom to write to."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.web.context import SECURITY_CONTACT, SERVICE, library_of
from bot.web.path_prefix import prefix_of

routes = web.RouteTableDef()

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ADDRESSES = 50_000
"""Addresses of one sitemap at most (https://www.sitemaps.org/protocol.html)."""
PAGES = ("/", "/check", "/about/accuracy", "/privacy", "/terms")
VALID_FOR = timedelta(days=180)
"""How long a security.txt is said to hold; RFC 9116, 2.5.5, recommends less than a year."""


@routes.get("/sitemap.xml")
async def sitemap(request: web.Request) -> web.Response:
    """The addresses of the pages and of all cases that stand; 404 without a public address."""
    base = request.app[SERVICE].public_url
    if not base:
        raise web.HTTPNotFound
    root = ET.Element("urlset", xmlns=SITEMAP)
    for path in PAGES:
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = f"{base}{path}"
    standing = [case for case in library_of(request).newest_first if not case.withdrawn]
    for case in standing[: MOST_ADDRESSES - len(PAGES)]:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = f"{base}/cases/{case.id}"
        ET.SubElement(entry, "lastmod").text = case.as_of
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return web.Response(body=body, content_type="text/xml", charset="utf-8")


@routes.get("/robots.txt")
async def robots(request: web.Request) -> web.Response:
    """What is not to be crawled: the playground, the gallery, which repeats it, and machines' endpoints."""
    base = request.app[SERVICE].public_url
    unread = ("/playground", "/gallery", "/metrics", "/readyz")
    lines = ["User-agent: *", *(f"Disallow: {prefix_of(base)}{path}" for path in unread)]
    if base:
        lines += ["", f"Sitemap: {base}/sitemap.xml"]
    return web.Response(text="\n".join([*lines, ""]))


@routes.get("/.well-known/security.txt")
async def security(request: web.Request) -> web.Response:
    """Whom to write to about a weakness (RFC 9116); 404 where no contact is set."""
    contact = request.app[SECURITY_CONTACT]
    if not contact:
        raise web.HTTPNotFound
    # By the day, so that the file is the same for all of it.
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires = (today + VALID_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: en, de"]
    if base := request.app[SERVICE].public_url:
        lines.append(f"Canonical: {base}/.well-known/security.txt")
    return web.Response(text="\n".join([*lines, ""]))
