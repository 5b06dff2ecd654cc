"""Parsers of settings: from the text that an operator wrote to a value, or ValueError with a sentence."""

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

LAST_PORT = 65_535
MOST_SHARDS = 100_000
LONGEST_NUMBER = 20
"""Digits of a number at most."""
LONGEST_HOST_NAME = 253
"""Characters of a host name at most (RFC 1123)."""


def matching(pattern: str, problem: str) -> Callable[[str], str]:
    """A parser that raises ValueError for what does not match; ``{text}`` in ``problem`` is what was set."""

    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(problem.format(text=text))
        return text

    return parse


def number_up_to(largest: int, problem: str, smallest: int = 1) -> Callable[[str], int]:
    """A parser of whole numbers from ``smallest``, like ``matching``."""

    def parse(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
        if not (is_number and smallest <= int(text) <= largest):
            raise ValueError(problem.format(text=text))
        return int(text)

    return parse


port = number_up_to(LAST_PORT, "“{text}” is not a port; use a number from 1 to 65535, such as 8080")


def host(text: str) -> str:
    """An address of the machine, or a name of it. Raises ValueError for one that cannot be listened on."""
    try:
        return str(ipaddress.ip_address(text.removeprefix("[").removesuffix("]")))
    except ValueError:
        label = r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"
        # A last part of digits alone is an address that was written wrong, such as 127.0.0.
        is_name = re.fullmatch(rf"(?:{label}\.)*(?!\d+\Z){label}\.?", text)
        if is_name and len(text) <= LONGEST_HOST_NAME:
            return text
    raise ValueError(
        f"“{text}” is not an address to listen on; use 127.0.0.1 (this machine alone), 0.0.0.0 (all) or a "
        "host name, without http:// and without a port"
    )


def url(text: str) -> str:
    """A web address without the slash at its end. Raises ValueError for a host or port that cannot be one."""
    if not _has_host(web_address(text)):
        raise ValueError(NOT_AN_ADDRESS.format(text=text))
    return text.rstrip("/")


def _has_host(address: str) -> bool:
    """Whether an address has a host, and its port is one or is left out."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def networks(text: str) -> tuple[IpNetwork, ...]:
    """Addresses and networks, listed with commas, such as “10.0.0.0/8, 192.0.2.7”."""
    found: list[IpNetwork] = []
    for one in text.replace(",", " ").split():
        try:
            found.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            raise ValueError(
                f"“{one}” is not an address or a network; use one such as 10.0.0.7 or 172.16.0.0/12"
            ) from None
    return tuple(found)


def database(text: str) -> str:
    """The address of an SQLite file or a PostgreSQL, with the driver that is installed."""
    is_file = text.startswith("sqlite:///")
    if not re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://)\S", text) or not (is_file or _has_port(text)):
        # The value is not repeated: it may hold a password.
        raise ValueError("use sqlite:///path/to/file.db or postgresql://user:password@host/database")
    return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", text)


def _has_port(address: str) -> bool:
    """Whether the port of a database's address is one or is left out, read as SQLAlchemy reads it."""
    server = address.partition("://")[2].rpartition("@")[2].partition("/")[0].partition("?")[0]
    return re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*)(:\d{1,5})?", server) is not None


def public_key(text: str) -> str:
    """The public key of a Discord application, in small hexadecimal digits."""
    return hexadecimal_key(text).lower()


def token(prefix: str) -> Callable[[str], str]:
    """A parser of Slack's tokens, whose kinds begin with a ``prefix`` each."""

    def parse(text: str) -> str:
        if not text.startswith(prefix) or not text.isprintable() or " " in text:
            raise ValueError(f"this is not such a token; it begins with {prefix}")
        return text

    return parse


def shard_ids(text: str) -> tuple[int, ...]:
    """The ids of shards, listed with commas, each once."""
    ids = [one.strip() for one in text.split(",")]
    if not all(one.isascii() and one.isdigit() and int(one) < MOST_SHARDS for one in ids):
        raise ValueError(f"“{text}” does not list shards; write them as 0,1")
    return tuple(dict.fromkeys(map(int, ids)))


def one_of(*allowed: str) -> Callable[[str], str]:
    """A parser that takes some words alone, in capitals or not."""

    def parse(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"“{text}” is not one of {', '.join(allowed)}")
        return text.lower()

    return parse


NOT_AN_ADDRESS = "“{text}” is not a web address; use one such as https://bot.example.org"
web_address = matching(r"https?://[^\s/]+(/\S*)?", NOT_AN_ADDRESS)
contact = matching(
    r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+)",
    "“{text}” is not a contact; use an address such as mailto:security@example.org, or a page with https://",
)
hexadecimal_key = matching(
    "[0-9a-fA-F]{64}", "“{text}” is not a public key; copy its 64 hexadecimal digits from the portal"
)
gateway = matching(
    r"wss?://[^\s/]+(/\S*)?", "“{text}” is not a gateway's address; use one such as wss://gateway.example.org"
)
command_prefix = matching(
    "[a-z0-9_-]{0,20}", "“{text}” cannot begin a command; use up to 20 small letters, digits, - or _"
)
# What should be secret is not repeated in a log.
encryption_key = matching("[A-Za-z0-9_-]{43}=", "this is not a key; make one with: python -m bot key")
secret = matching("[!-~]+", "this is no token or secret: it has characters that none has")


PLACE = re.compile(r"(slack|discord):([\w@.-]{1,80})")


def places(text: str) -> frozenset[tuple[str, str]]:
    """Workspaces and servers as their platform and id, such as “slack:T0123 discord:5678”."""
    found = [(one, PLACE.fullmatch(one)) for one in text.replace(",", " ").split()]
    if wrong := next((one for one, place in found if not place), None):
        raise ValueError(f"“{wrong}” is not a workspace or server; write it as slack:T0123 or discord:5678")
    return frozenset((place[1], place[2]) for _, place in found if place)


def watched_cases(text: str) -> frozenset[str]:
    """The ids of cases whose sources are watched, listed with commas, or “all”; “off” is none of them."""
    ids = frozenset(one.lower() for one in text.replace(",", " ").split())
    wrong = next((one for one in sorted(ids) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one)), None)
    if wrong or (len(ids) > 1 and ids & {"all", "off"}):
        raise ValueError(f"“{wrong or text}” does not say which cases; use off, all, or ids as smith-v-jones")
    return ids - {"off"}


def cases_for(text: str) -> tuple[tuple[str, frozenset[tuple[str, str]]], ...]:
    """Cases by their ids with who may see them, such as “smith-v-jones=slack:T0123; doe-v-roe=discord:5678”.

    Raises ValueError, for what a slip would show to everybody.
    """
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for entry in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        case, sign, listed = (part.strip() for part in entry.partition("="))
        if not sign or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case):
            raise ValueError(
                f"“{entry}” does not say who may see a case; write it as smith-v-jones=slack:T0123"
            )
        if case in found:
            raise ValueError(f"the case “{case}” is named twice; list all who may see it at once")
        found[case] = places(listed)
    return tuple(found.items())
