"""Reads a suggested link, so that the same article is the same entry however its address is written."""

import ipaddress

from yarl import URL

from bot.corpus.articles.fetching import PORTS, is_public

LONGEST_LINK = 2_000
"""Characters of a link at most: longer ones are no article's."""
TRACKING = (
    *("utm_", "fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid", "ref_src"),
    *("wt_mc", "at_medium", "at_campaign", "cmpid"),
)
"""How the names of parameters begin that say where a reader came from, and nothing about the page."""


class NoLink(ValueError):
    """Raised for a text that is no address of a public page."""


def read_link(text: str) -> str:
    """The address that a link means, without a fragment and what tracks readers. Raises NoLink.

    An address inside that is written out is refused here; a name that leads inside, when it is fetched.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    if len(text) > LONGEST_LINK or any(one.isspace() or not one.isprintable() for one in text):
        raise NoLink
    try:
        url = URL(text)
        if url.scheme not in {"http", "https"} or url.port not in PORTS or url.user or url.password:
            raise NoLink
        if not _is_public(url.host or ""):
            raise NoLink
    except ValueError:
        raise NoLink from None
    # What is left of the query stays as it is written: “?12345” and “?12345=” can be two pages.
    kept = "&".join(one for one in url.raw_query_string.split("&") if not one.lower().startswith(TRACKING))
    return f"{url.origin()}{url.raw_path}{'?' if kept else ''}{kept}"


def folded(link: str) -> str:
    """What the spellings of one address have in common, by which two are the same article.

    Sites have one page for http and https, with and without “www.” and a slash at the end of the path.
    """
    url = URL(link)
    host = (url.raw_host or "").rstrip(".").removeprefix("www.")
    return f"{host}{url.raw_path.rstrip('/')}?{url.raw_query_string}"


def _is_public(host: str) -> bool:
    """Whether a host can be a public one: a name with a dot, or a public address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".")
    return is_public(host)
