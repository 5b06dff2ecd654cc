"""Reads a suggested link, so that the same article is the same entry however its address is written."""

import ipaddress

from yarl import URL

from bot.corpus.articles.fetching import is_public

LONGEST_LINK = 2_000
"""Characters of a link at most: longer ones are no article's."""
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref_src")
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
        if url.scheme not in {"http", "https"} or url.user or url.password or not _is_public(url.host or ""):
            raise NoLink
    except ValueError:
        raise NoLink from None
    kept = [(name, value) for name, value in url.query.items() if not name.lower().startswith(TRACKING)]
    return str(url.with_query(kept or None).with_fragment(None))


def _is_public(host: str) -> bool:
    """Whether a host can be a public one: a name with a dot, or a public address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".")
    return is_public(host)
