"""Wrappings of true words: each gives a text that shows these words and no others."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Wrap = Callable[[str, random.Random], str]


def _styled(text: str, generator: random.Random) -> str:
    first = generator.choice((0x1D5D4, 0x1D400, 0x1D63C))
    return "".join(
        chr(first + ord(letter) - 65)
        if "A" <= letter <= "Z"
        else chr(first + 26 + ord(letter) - 97)
        if "a" <= letter <= "z"
        else letter
        for letter in text
    )


def _hyphenated(text: str, generator: random.Random) -> str:
    long = list(re.finditer(r"[a-z]{7,}", text))
    if not long:
        return text
    found = generator.choice(long)
    at = found.start() + generator.randint(3, len(found.group()) - 3)
    return f"{text[:at]}-\n{text[at:]}"


def _hidden(text: str, generator: random.Random) -> str:
    at = generator.randint(1, len(text) - 1)
    return text[:at] + generator.choice("\u200b\u200c\u2060\ufeff\u00ad") + text[at:]


def _bracketed(text: str, generator: random.Random) -> str:
    del generator
    return f"“[{text[0].swapcase()}]{text[1:]}”" if text[:2].isalpha() else f"“{text}”"


MARKS = (
    "“{}”",
    '"{}"',
    "„{}“",
    "«{}»",
    "»{}«",
    "‹{}›",
    "「{}」",
    "『{}』",
    "❝{}❞",
    "‘{}’",
    "“{}",
    "&quot;{}&quot;",
)
PAGE = (
    "<q>{}</q>",
    "<blockquote><p>{}</p></blockquote>",
    "<p>{}</p>",
    "<b>{}</b>",
    "<em class=x>{}</em>",
    "“{}”[12]",
)
"""Elements of a page, as they are pasted."""
AROUND: dict[str, Wrap] = {
    "marks": lambda text, generator: generator.choice(MARKS).replace("{}", text),
    "line quote": lambda text, generator: generator.choice(("> {}", ">>> {}", ">{}", "&gt; {}")).replace(
        "{}", text
    ),
    "spoiler": lambda text, _: f"||{text}||",
    "emphasis": lambda text, generator: generator.choice(
        ("**{}**", "*{}*", "_{}_", "***{}***", "__{}__")
    ).replace("{}", text),
    "link": lambda text, generator: f"{text} https://t.co/{generator.randrange(16**10):010x}",
    "masked link": lambda text, _: f"[{text}](https://news.example/a?b=c)",
    "slack link": lambda text, _: f"<https://news.example/a|{text}>",
    "emoji": lambda text, generator: (
        f"{text} {generator.choice(('😂', '🔥🔥', '👀', ':joy:', '<:kek:123456789012345678>'))}"
    ),
    "mention": lambda text, _: f"<@123456789012345678> {text}",
    "bidi": lambda text, generator: generator.choice(
        ("\u200e{}\u200f", "\u2066{}\u2069", "\u202a{}\u202c")
    ).replace("{}", text),
    "list": lambda text, generator: generator.choice(("- {}", "* {}", "• {}", "1. {}")).replace("{}", text),
    "heading": lambda text, generator: generator.choice(("# {}", "### {}", "-# {}")).replace("{}", text),
    "page": lambda text, generator: generator.choice(PAGE).replace("{}", text),
    "code": lambda text, generator: generator.choice(("`{}`", "```\n{}\n```")).replace("{}", text),
}
INSIDE: dict[str, Wrap] = {
    "capitals": lambda text, _: text.upper(),
    "small": lambda text, _: text.lower(),
    "styled": _styled,
    "hyphen": _hyphenated,
    "hidden": _hidden,
    "lines": lambda text, _: text.replace(" ", "\n", 1),
    "spaces": lambda text, _: text.replace(" ", "\u00a0  "),
    "apostrophes": lambda text, _: text.replace("’", "'"),
    "bracket": _bracketed,
}


def wrapped(text: str, generator: random.Random) -> tuple[str, tuple[str, ...]]:
    """True words in up to three wrappings, at most one of them inside the words, and which."""
    names: list[str] = []
    if generator.random() < 0.4:  # noqa: PLR2004  -- a share
        name = generator.choice([*INSIDE])
        text, names = INSIDE[name](text, generator), [name]
    outer = [name for name in AROUND if "bracket" not in names or name != "marks"]
    chosen = generator.sample(outer, generator.randint(0 if names else 1, 2))
    for name in sorted(chosen, key=lambda one: one in LINE_STARTS):
        if "\n" in text and name in {"line quote", "heading", "list", "masked link", "slack link"}:
            continue
        if name in LINE_STARTS and LINE_STARTS.intersection(names):
            continue
        if name == "list" and text[:1].isdigit():
            continue
        text = AROUND[name](text, generator)
        names.append(name)
    return text, tuple(names)


LINE_STARTS = frozenset(("line quote", "heading", "list", "mention", "bidi", "code"))
"""Wrappings that show as such only at the beginning of a line, or that show all that is in them as it is."""
