"""Finds the sequences of capitalised words in an article that can be names, without titles and adjectives."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bot.authoring.article import Article
from bot.authoring.name_words import (
    COURT,
    HUMAN,
    JOBS,
    JUDGES_AFTER,
    NOT_NAMES,
    ORGANIZATION,
    POSTNOMINALS,
    TITLES,
)

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
TITLE_WITH_A_STOP = r"(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Capt|Col|Lt|Sgt|Sen|Rep|Gov|Gen|St)\.(?= )"
TOKEN = (
    rf"(?:{TITLE_WITH_A_STOP}|[A-Z]\.(?:[A-Z]\.)*"
    rf"|{CAPITAL}(?:[^\W\d_]|[’'-](?={CAPITAL})|-(?=\w)|\.(?=[A-Z]\.))*)"
)
PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|du|la|le|bin|al|el|dos|ten|ter)"
SEQUENCE = re.compile(
    rf"(?<![\w’'-]){TOKEN}(?:[ \u00a0](?:&[ \u00a0]|(?:{PARTICLE}[ \u00a0])*){TOKEN}|,[ ](?:LLC|Inc|Ltd"
    rf"|LLP)\b)*\.?(?<!\.)(?![\w])|(?<!\w){TOKEN}"
)
OF_SOMETHING = re.compile(rf"[ ]of[ ](?:the[ ])?({TOKEN}(?:[ ]{TOKEN})*)")
SURNAME_LENGTH = 3
ALSO_FIRST_NAMES = frozenset({"April", "May", "June", "August"})
"""Months that begin a person's name where no word of a date stands before them."""
OF_A_DATE = re.compile(
    r"\b(?:in|on|of|since|by|last|this|next|until|till|during|from|to|and|early|late|before|after) \Z"
    r"|[\d,] \Z",
    re.IGNORECASE,
)
NATIONS = frozenset(["American", "British", "English", "French", "German", "European"])
"""Words that begin the names of organizations, though no person's: “American Boggis League”."""
CURRENCIES = frozenset(["Rs", "Rs.", "Re", "USD", "EUR", "GBP", "INR", "CHF", "AUD", "CAD"])
DATELINE = re.compile(r"[A-Z][\w.’' ]{2,30}(?:, [A-Z][\w.]+)?(?: \([A-Z ]+\))?(?::| ?[—–]| -) ")
"""Matches the place at the beginning of an article: “HULL, Maine (ABC) — ”."""
OF_A_TRADE = re.compile(
    r".(?:writer|maker|keeper|worker|holder|owner|player|builder|seller|grower|wright|ologist)\Z"
)
"""Matches nouns for people that are made of two words, or of Greek: “songwriter”, “geologist”."""
OF_A_NUMBER = re.compile(r"\.?[ \u00a0]?\d")
"""Matches the number after a word that is none of somebody's name: “Rs 18”, “Flat 3”."""
OFFICE_BEFORE = re.compile(
    r"\b(?:Agent|Secretary|Minister|Director|Officer|Head|Chief|Counsel|Attorney|Deputy|Judge)s? (?:in|of"
    r"|for) \Z"
)
"""Matches an office whose last word stands before a name: “Special Agent in Charge Ann Boggis”."""
OFFICES = JOBS | {"Agent"}
OF_AN_OFFICE = re.compile(r" (?:in|of|for) [A-Z]")
"""Matches how an office goes on, which is nobody's name: “Special Agent in Charge”."""
FEWEST_AFTER_AN_OFFICE = 3
"""Tokens of the last word of an office and a full name."""
PREFIX = re.compile(r"\A(?:vice|deputy|ex|co|former)-")
FEWEST_WORDS_OF_A_HEADLINE = 4


class Found(NamedTuple):
    """A sequence of capitalised words in the text, without titles before it: its span and tokens."""

    start: int
    end: int
    tokens: tuple[str, ...]
    titles: tuple[str, ...]
    title_start: int


def name_sequences(article: Article) -> list[Found]:
    """The sequences of an article's own sentences that can be names, in the order of the text."""
    return list(_without_adjectives(article, list(_sequences(article))))


def _sequences(article: Article) -> Iterator[Found]:
    text = article.masked
    labels = {turn.span.start: turn.words.start for turn in article.turns}
    for paragraph in article.paragraphs:
        if _is_in_title_case(text[paragraph.start : paragraph.end]):
            continue
        start = labels.get(paragraph.start, paragraph.start)
        if paragraph.start == article.body and (dateline := DATELINE.match(text, start, paragraph.end)):
            start = dateline.end()
        for match in SEQUENCE.finditer(text, start, paragraph.end):
            yield from _trimmed(article.masked, match)


def _without_adjectives(article: Article, found: list[Found]) -> Iterator[Found]:
    """The sequences without a first word that begins a sentence and describes: “Furious Ann Boggis”."""
    starts = {span.start for span in article.sentences}
    inside = Counter(token for one in found for token in one.tokens[one.start in starts :])
    firsts = Counter(one.tokens[0] for one in found)
    whole = Counter(one.tokens for one in found)
    for one in found:
        first, *rest = one.tokens
        noun = PREFIX.sub("", first.lower()).split("-")[0]
        compound = "-" in first and first.split("-")[-1].islower()
        describes = rest and one.start in starts and not inside[first] and (len(rest) > 1 or compound)
        if noun in {"uncle", "aunt"}:
            yield one
        elif (describes and whole[one.tokens] == 1 and firsts[rest[0]]) or (
            rest and (noun in HUMAN or OF_A_TRADE.search(noun))
        ):
            at = one.start + len(first) + 1
            yield Found(at, one.end, tuple(rest), (*one.titles, first), one.title_start)
        else:
            yield one


def _trimmed(text: str, match: re.Match[str]) -> Iterator[Found]:
    """A sequence without the words at its beginning that are no name, and with its titles apart."""
    parts = [
        (one.start() + match.start(), one.group()) for one in re.finditer(r"[^\s\u00a0]+", match.group())
    ]
    parts = _without_what_is_no_name(text, parts)
    titles, parts = _after_a_job(parts)
    while len(parts) > 1 and parts[0][1] in TITLES:
        titles.append(parts.pop(0))
    while len(parts) > 1 and parts[-1][1] in POSTNOMINALS:
        if parts.pop()[1] in JUDGES_AFTER:
            titles.append((parts[0][0], "Justice"))
    if all(word in TITLES for _, word in (*titles, *parts)):
        return  # “the Chief Justice” is a noun.
    if (
        not parts
        or _is_no_name(text, parts)
        or _is_numbered(text, parts)
        or (parts[0][1] in TITLES and not titles)
    ):
        return
    if parts[-1][1] in OFFICES and OF_AN_OFFICE.match(text, parts[-1][0] + len(parts[-1][1])):
        return
    if len(parts) >= FEWEST_AFTER_AN_OFFICE and OFFICE_BEFORE.search(text[: parts[0][0]][-40:]):
        first = -FEWEST_AFTER_AN_OFFICE if parts[-2][1].endswith(".") else 1 - FEWEST_AFTER_AN_OFFICE
        parts = parts[first:]  # “Secretary of State Ann Boggis”
    if parts[-1][1] in ORGANIZATION | COURT and (more := OF_SOMETHING.match(text, match.end())):
        parts.append((match.end() + 1, more.group().strip()))
    parts = [(at, word.rstrip(",") if at != parts[-1][0] else word) for at, word in parts]
    start, end = parts[0][0], parts[-1][0] + len(parts[-1][1])
    tokens = tuple(_plain(word) for _, word in parts)
    if len(tokens) > 1 and all(word.isupper() and len(word) > SURNAME_LENGTH for _, word in parts):
        return
    yield Found(start, end, tokens, tuple(word for _, word in titles), titles[0][0] if titles else start)


def _without_what_is_no_name(text: str, parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The words of a sequence without a currency at its end, and without what begins no name."""
    while len(parts) > 1 and parts[-1][1] in CURRENCIES:
        parts.pop()
    while (
        parts
        and _is_no_name(text, parts)
        and not (parts[0][1] in TITLES and len(parts) > 1 and parts[0][1] not in {"Her", "His", "Former"})
    ):
        parts = parts[1:]
    return parts


def _is_no_name(text: str, parts: list[tuple[int, str]]) -> bool:
    """Whether the first word of a sequence is no part of a name: “June 3”, and not “June Boggis”."""
    at, word = parts[0]
    if word in ALSO_FIRST_NAMES and len(parts) > 1:
        return OF_A_DATE.search(text[max(0, at - 10) : at]) is not None
    if word in NATIONS and parts[-1][1] in ORGANIZATION:
        return False
    return word.rstrip(",") in NOT_NAMES


def _is_numbered(text: str, parts: list[tuple[int, str]]) -> bool:
    """Whether a word alone stands before a number: “Rs 18”."""
    return len(parts) == 1 and OF_A_NUMBER.match(text, parts[0][0] + len(parts[0][1])) is not None


def _after_a_job(parts: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The titles at the end of what stands before a person's name, and the name.

    “Hull County Circuit Judge Ann Boggis” is Ann Boggis; “Hull Director Services Ltd” is a whole.
    """
    words = [word for _, word in parts]
    if any(word.rstrip(".,") in ORGANIZATION | COURT for word in words[-1:]):
        return [], parts
    last = max((at for at, word in enumerate(words[:-1]) if at and word in JOBS), default=0)
    if not last:
        return [], parts
    first = last
    while first and words[first - 1] in TITLES:
        first -= 1
    return parts[first : last + 1], parts[last + 1 :]


def _plain(word: str) -> str:
    """A word of a name; one in capitals, as in the label of a transcript, as it is written elsewhere."""
    return word.title() if word.isupper() and len(word) > SURNAME_LENGTH and "." not in word else word


def _is_in_title_case(paragraph: str) -> bool:
    """Whether most words of a line have a capital, as in a headline, which tells nothing of names."""
    if paragraph.rstrip()[-1:] in '.:?!"”’»':
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", paragraph) if len(word) > SURNAME_LENGTH]
    return len(words) > FEWEST_WORDS_OF_A_HEADLINE and sum(word[0].isupper() for word in words) > 0.7 * len(
        words
    )
