"""Other readings of a claim's letters and marks, in which it may stand in a source but for typography."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from bot.checking.unwrapping import Unwrapped, Wrapping

BRACKETED_LETTER = re.compile(r"(?<!\w)\[(?P<kept>[^\W\d_])\](?=\w)|\[(?P<also>[.,;])\]")
INNER_MARKS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"[“”\"„«»]"), lambda _: "'"),
    (re.compile(r"(?<!\w)['‘](?=\w)|(?<=[\w.,!?])['’](?!\w)"), lambda _: '"'),
)
"""Marks inside a quotation, each with those that take their place where the outer ones are of their kind."""
LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s+(?=[^\W\d_])")
TYPED_DASH = re.compile(r"(?<=\s)-{2,3}(?=\s)|(?<=\w)--(?=\w)")
LIGATURES = "\ufb00-\ufb06"
SPACED_LIGATURE = re.compile(rf"(?<=\w) (?=[{LIGATURES}])|(?<=[{LIGATURES}]) (?=[a-z])")
STYLED = re.compile(
    "[\u2100-\u214f\u2460-\u249b\u24b6-\u24e9\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f189]"
)
LATIN = dict(
    zip(
        "аевкмнорстухіјѕԁԛԝүһАВЕКМНОРСТУХІЈЅԌԚԜҮαονρτυχιΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɑɡ",
        "aebkmhopctyxijsdqwyhABEKMHOPCTYXIJSGQWYaovptuxiABEZHIKMNOPTYXiag",
        strict=True,
    )
)
"""Letters of other alphabets, each with the Latin letter that looks like it."""
WORD = re.compile(r"[^\W\d_]+")


def readings(claim: str) -> Iterator[tuple[str, tuple[Wrapping, ...]]]:
    """Other readings of a claim's letters, each with what was taken off, such as brackets and hyphens."""
    found = Unwrapped.plain(claim)
    found = found.rewritten("bracket", BRACKETED_LETTER).rewritten("marks", TYPED_DASH, lambda _: "—")
    spaced = SPACED_LIGATURE.search(found.text) is not None
    joined = found.rewritten("letter_forms", SPACED_LIGATURE) if spaced else found
    for begun in dict.fromkeys((joined, found)) if spaced else (found,):
        plain = begun.rewritten("letter_forms", STYLED, _plain_letter)
        plain = plain.rewritten("look_alikes", WORD, _in_latin)
        without = plain.rewritten("line_hyphen", LINE_HYPHEN)
        kept = plain.rewritten("line_hyphen", LINE_HYPHEN, lambda _: "-")
        for reading in (without, kept) if without.text != kept.text else (without,):
            if reading.text != claim:
                yield reading.text, tuple(dict.fromkeys(one.what for one in reading.taken))
    for pattern, other in INNER_MARKS:
        turned = found.rewritten("marks", pattern, other)
        if turned is not found:
            yield turned.text, tuple(dict.fromkeys(one.what for one in turned.taken))


def _plain_letter(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def _in_latin(found: re.Match[str]) -> str:
    """A word that could be Latin, with Latin letters for those that look like them; other words unchanged."""
    word = found.group()
    plain = "".join(LATIN.get(letter, letter) for letter in word)
    return plain if plain.isascii() or "LATIN" in unicodedata.name(word[0], "") else word
