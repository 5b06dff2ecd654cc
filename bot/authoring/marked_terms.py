"""Tells marked words that name something, as titles and defined terms do, from words that somebody said."""

import re

from bot.authoring.article import Article
from bot.authoring.marks import QuotedSpan
from bot.authoring.speech_verbs import SAYING

NAMING = re.compile(
    r"\b(?:so-called|known(?: [a-z]+){0,3} as|(?:en)?titled|headed|headlined|heading|captioned|nicknamed"
    r"|codenamed|trademarked?"
    r"|marketed as|sold as|registered as|defined as|abbreviated|under the (?:name|brand|title|label|heading)"
    r"|file named|called)(?: the| a| an)?\s*[“\"‘'«„]\Z",
    re.IGNORECASE,
)
"""Matches the words before a name in marks."""
SO_CALLED = re.compile(r"\bso-called\s*[“\"‘'«„]\Z", re.IGNORECASE)
DEFINED = re.compile(r"\((?:the |collectively,? (?:the )?|each,? an? |an? )?[“\"‘'«„]\Z")
"""Matches what stands before a term that a text defines: “(the “Deed”)”."""
SAID = re.compile(rf"(?<![\w-])(?:{SAYING}|to)\Z")
"""Matches a verb of speech directly before marked words: “a sign that reads”."""
NICKNAME = re.compile(r"\b[A-Z][a-z]+ [“\"‘'«]\Z")
"""Matches the first name before a nickname: “Ann “the Van” Boggis”."""
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "v",
        "vs",
    ]
)
"""Words that titles write small."""
MOST_LARGE_AFTER_A_COMMA = 2
"""Words with a capital that what somebody says can begin with after a comma: “Ann Boggis, …”."""
MOST_WORDS = 7
"""Words that a title or a term has at most."""


def is_term(article: Article, piece: QuotedSpan) -> bool:
    """Whether a piece is the name of a thing and nobody's speech: (the “Deed”), a film called “The Deed”."""
    if piece.label or piece.continues or piece.inner:
        return False
    words = article.text[piece.start : piece.end].strip(",.; ").split()
    if not words or len(words) > MOST_WORDS or article.text[piece.end - 1] in "!?…—":
        return False
    before = article.text[max(0, piece.start - 40) : piece.start]
    if NICKNAME.search(before) and article.text[piece.end + 1 : piece.end + 3].strip().isupper():
        return True
    if DEFINED.search(before) or SO_CALLED.search(before):
        return True
    return _is_title(words) and (bool(NAMING.search(before)) or _stands_inside(article, piece, words))


def _is_title(words: list[str]) -> bool:
    """Whether all words but the small ones begin with a capital or a digit."""
    large = [word for word in words if word.lower() not in SMALL]
    return bool(large) and all(word[0].isupper() or word[0].isdigit() for word in large)


def _stands_inside(article: Article, piece: QuotedSpan, words: list[str]) -> bool:
    """Whether a title of several words, or letters alone, stands inside a sentence, after no colon."""
    lead = article.text[max(0, piece.start - 40) : piece.start - 1].rstrip()
    if SAID.search(lead.rstrip(",")):
        return False
    inside = bool(lead) and (lead[-1].isalnum() or lead[-1] in ",’'")
    large = [word for word in words if word.lower() not in SMALL]
    letters = len(words) == 1 and words[0].isupper() and len(words[0]) > 1
    return inside and (letters or len(large) > (1 if lead[-1] != "," else MOST_LARGE_AFTER_A_COMMA))
