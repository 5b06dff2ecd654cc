"""Reads a site's robots.txt: which pages it lets this bot fetch (https://www.rfc-editor.org/rfc/rfc9309)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

LONGEST = 512 * 1024
"""Bytes of a robots.txt that are read: more than the 500 kibibytes that the standard asks for."""
TOKEN = re.compile(r"\*|[A-Za-z_-]+")
SAFE = "/*$=&?:@!+,;~'()[]%#-._"
"""Characters that stay as they are where a path or a rule is compared; all others are percent-encoded."""


@dataclass(frozen=True)
class RobotRule:
    """A rule: the pattern of the paths it is about, and whether these may be fetched."""

    pattern: str
    allows: bool

    def matches(self, path: str) -> bool:
        """Whether a path begins as the pattern says; “*” stands for anything, “$” for the end."""
        ends = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        for number, part in enumerate(others, 1):
            is_last = number == len(others)
            found = path.rfind(part, at) if ends and is_last else path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return not ends or at == len(path)


@dataclass(frozen=True)
class RobotRules:
    """The rules of a site for this bot; without any, all of its pages may be fetched."""

    rules: tuple[RobotRule, ...] = ()

    def allow(self, path: str) -> bool:
        """Whether the page at a path, with its query, may be fetched: the longest rule decides (2.2.2)."""
        path = _encoded(path)
        matching = [rule for rule in self.rules if rule.matches(path)]
        return max(((len(rule.pattern), rule.allows) for rule in matching), default=(0, True))[1]


NOTHING_ALLOWED = RobotRules((RobotRule("/", allows=False),))
"""What holds where a robots.txt cannot be reached (2.3.1.4)."""


def read_robots(raw: bytes, product: str) -> RobotRules:
    """The rules of a robots.txt for the bot with a product token; those for all (“*”) where it names none."""
    groups = list(_groups(raw[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff")))
    named = [rules for agents, rules in groups if product.lower() in agents]
    for_all = [rules for agents, rules in groups if "*" in agents]
    return RobotRules(tuple(rule for rules in named or for_all for rule in rules))


def _groups(text: str) -> Iterator[tuple[frozenset[str], list[RobotRule]]]:
    """The groups of a file: the product tokens that each is for, and its rules."""
    agents: set[str] = set()
    rules: list[RobotRule] = []
    is_open = False
    for line in text.splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if key.lower() == "user-agent":
            if not is_open:
                yield frozenset(agents), rules
                agents, rules = set(), []
            found = TOKEN.match(value)
            agents.add(found[0].lower() if found else "")
            is_open = True
        elif key.lower() in {"allow", "disallow"}:
            is_open = False
            # An empty rule matches no path (2.2.2).
            if value:
                rules.append(RobotRule(_encoded(value), allows=key.lower() == "allow"))
    yield frozenset(agents), rules


def _encoded(path: str) -> str:
    """A path as it is compared: unreserved characters as they are, all others percent-encoded (2.2.2)."""
    return quote(unquote(path, errors="surrogateescape"), safe=SAFE, errors="surrogateescape") or "/"
