"""Claims made of articles: true quotations and their wrappings, misquotations by kind, splices and omissions.

Nothing here uses the checker: what is true and what is not follows from how a claim was made, and a
misquotation that happens to stand in some article is thrown away by comparing its words with all articles.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from _invented import FILE

from bot.cases.model import Case

WORD = re.compile(r"[\w$€£]+(?:['’.,-]\w+)*")
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*[.!?]+(?!\w)[”\"]?")


def _words(text: str) -> list[str]:
    return text.split()


NUMBERS = _words(
    "two three four five six seven eight nine ten eleven twelve nineteen thirty forty fifty hundred "
    "million billion"
)
NEGATABLE = _words("is are was were has had have will would could can did must may should")
ADDED = _words("quietly probably twice secretly again allegedly almost entirely later reportedly")
FIRST_NAMES = ("Berit", "Kasimir", "Dorothea", "Lysander")
LAST_NAMES = ("Mandelbaum", "Ostrowski", "Featherington", "Quist")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|had|have|will|would|could|can|must|did|found|ordered|lost|broke|blamed|tore|counted|put"
    r"|covered|paid|took|voted|resigned|became|stood|called|binds|offers|filed|awarded|announced|dismissed|survived"
    r"|inspected|reached|argued|disagreed|fined|knew|denied|thanked|rejected|testified|signed|debated|keeps|keep"
    r"|covers|admits|withdraws|questioned|closed|met|kept|gave|told|wrote|began|fell)\b"
)
JOINED = re.compile(r", (?:and|but|while|yet|although|whereas) |; ")
PRONOUN = re.compile(
    r"(?:it|they|he|she|his|her|its|their|we|i|you|who|which|that|this|not|none)\b", re.IGNORECASE
)
NEGATED = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|refus\w+|den[iy]\w*|reject\w+|dismiss\w+|fail\w*|lack\w*|declin\w+|acquit\w*|clear\w*|false\w*|hardly|unless)\b|n't",
    re.IGNORECASE,
)
FULL_NAME = r"[A-Z][a-zà-ÿ]+(?: [A-Z]\.)? [A-Z][\w’'-]+"
PERSON = re.compile(
    rf"(?P<aged>{FULL_NAME}), \d\d,|said (?P<speaker>{FULL_NAME})|(?P<saying>{FULL_NAME}) (?:said|told)\b"
)
COUNTING = re.compile(r"(?:first|second|third|fourth|percent|half|twice|quarter|thousand)")
LONGEST, SHORTEST = 25, 5


@dataclass(frozen=True)
class Article:
    """An article, its words joined by single spaces, its statements with their speakers, and its people."""

    case: Case
    text: str
    words: str
    said: tuple[tuple[str, str], ...]
    people: tuple[str, ...]


def article_of(case: Case) -> Iterator[Article]:
    """The articles of a case."""
    for source in case.sources:
        said = tuple(
            (one.exact, case.party_by_id[statement.speaker].name)
            for statement in case.statements
            for one in statement.spoken
            if one.source == source.id and len(WORD.findall(one.exact)) >= SHORTEST and "\n" not in one.exact
        )
        # Who took part stands in every article that is made from patterns, in the same words.
        shown = source.text.rsplit("\n\n", 1)[0] if source.file == FILE else source.text
        people = tuple(party.name for party in case.parties if party.kind == "person")
        yield Article(case, shown, joined(source.text), said, people or tuple(_people_of(source.text)))


def _people_of(text: str) -> Iterator[str]:
    """The people of an article without records: those with an age, and those beside “said” or “told”."""
    for found in PERSON.finditer(text):
        yield found["aged"] or found["speaker"] or found["saying"]


def joined(text: str) -> str:
    """The words of a text, folded, with single spaces around each."""
    return f" {' '.join(word.casefold() for word in WORD.findall(text.replace('’', chr(39))))} "


def stretch(article: Article, generator: random.Random) -> str:
    """Some words of a sentence, as they stand there; not cut inside an amount or a pair of marks."""
    while True:
        sentence = generator.choice(sentences(article.text))
        spans = [found.span() for found in WORD.finditer(sentence)]
        if len(spans) < SHORTEST:
            continue
        count = generator.randint(SHORTEST, min(LONGEST, len(spans)))
        first = generator.randint(0, len(spans) - count)
        found = sentence[spans[first][0] : spans[first + count - 1][1]]
        after = sentence[spans[first + count - 1][1] :]
        before = sentence[: spans[first][0]]
        if _is_uncut(before, found, after):
            return found


def sentences(text: str) -> list[str]:
    """The sentences of a text, as far as marks tell them."""
    return [found.group().strip() for found in SENTENCE.finditer(text)]


def _is_uncut(before: str, found: str, after: str) -> bool:
    """Whether words are taken out whole: no amount, hyphenated word or pair of marks is cut."""
    marks = '“”"«»‘()[]'
    if any(mark in found for mark in marks) or re.search(r"[A-Z]\.(?:\s|$)|\b(?:Mr|Dr|Mrs|St|No)$", found):
        return False
    if re.match(
        r"[\s-]*(?:million|billion|percent|per cent|thousand|hundred|m\b|bn\b|%|°)|[-‐/&’'@.,:]\w|[–—]\d",
        after,
    ):
        return False
    if before.rstrip().endswith(("$", "€", "£", "Mr.", "Dr.")) or re.search(
        r"[-‐/&@#'’.,:]$|\d[–-]$|\d\s$", before
    ):
        return False
    return not re.match(r"\s*\?", after)


# Misquotations: each changes one thing of true words, or gives None where they have nothing of that kind.

Mutation = Callable[[str, Article, random.Random], str | None]


def _number(text: str, _: Article, generator: random.Random) -> str | None:
    found = list(re.finditer(rf"\d+|\b(?:{'|'.join(NUMBERS)})\b", text, re.IGNORECASE))
    if not found:
        return None
    one = generator.choice(found)
    old = one.group()
    if old.isdigit():
        at = generator.randrange(len(old))
        new = (
            old[:at] + generator.choice([digit for digit in "123456789" if digit != old[at]]) + old[at + 1 :]
        )
    else:
        new = generator.choice([word for word in NUMBERS if word != old.lower()])
    return text[: one.start()] + new + text[one.end() :]


def _negation(text: str, _: Article, generator: random.Random) -> str | None:
    inner = text.split(" ")
    dropped = [at for at, word in enumerate(inner[1:-1], start=1) if word.lower() in {"not", "never", "no"}]
    if dropped:
        del inner[generator.choice(dropped)]
        return " ".join(inner)
    verbs = [at for at, word in enumerate(inner[:-1]) if word.lower() in NEGATABLE]
    if not verbs:
        return None
    inner.insert(generator.choice(verbs) + 1, generator.choice(("not", "never")))
    return " ".join(inner)


def _name(text: str, article: Article, generator: random.Random) -> str | None:
    names = [word for name in article.people for word in name.split() if len(word) > len("J.")]
    found = [one for name in names for one in re.finditer(rf"\b{re.escape(name)}\b", text)]
    if not found:
        return None
    one = generator.choice(found)
    new = generator.choice(LAST_NAMES if generator.random() < 0.5 else FIRST_NAMES)  # noqa: PLR2004  -- a share
    return text[: one.start()] + new + text[one.end() :]


def _word(text: str, _: Article, generator: random.Random) -> str | None:
    found = [
        one
        for one in re.finditer(r"\b[a-z]{5,}\b", text)
        if not NEGATED.search(one.group()) and one.group() not in NUMBERS and not COUNTING.match(one.group())
    ]
    if not found:
        return None
    one = generator.choice(found)
    new = generator.choice([word for word in OTHER_WORDS if word != one.group()])
    return text[: one.start()] + new + text[one.end() :]


OTHER_WORDS = _words(
    "garden window railway orange committee yesterday borrowed gentle harvest silence measured umbrella"
)


def _order(text: str, _: Article, generator: random.Random) -> str | None:
    words = text.split(" ")
    if len(words) < SHORTEST:
        return None
    one, other = sorted(generator.sample(range(len(words)), 2))
    if words[one].strip(".,;:") == words[other].strip(".,;:"):
        return None
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _insertion(text: str, _: Article, generator: random.Random) -> str | None:
    words = text.split(" ")
    words.insert(generator.randint(1, len(words) - 1), generator.choice(ADDED))
    return " ".join(words)


def _brackets(text: str, article: Article, generator: random.Random) -> str | None:
    """Words that the article does not have, put in as an editor marks his own."""
    added = generator.choice(BRACKETED)
    if any(re.search(rf"\b{re.escape(word)}\b", article.text, re.IGNORECASE) for word in added.split()[-1:]):
        return None
    words = text.split(" ")
    words.insert(generator.randint(1, len(words)), f"[{added}]")
    return " ".join(words)


BRACKETED = (
    *("secretly", "allegedly", "in Havana", "the swindler", "not", "never", "drunkenly", "Mr Umbrella"),
    *("his accomplice", "and stole it", "nineteen", "77", "without consent", "Ottokar", "a pack of lies"),
)


def _omission(text: str, _: Article, generator: random.Random) -> str | None:
    words = text.split(" ")
    inner = [
        at
        for at in range(1, len(words) - 1)
        if not NEGATED.search(words[at])
        and not re.search(r"\d", words[at])
        and words[at].lower() not in NUMBERS
    ]
    if not inner:
        return None
    del words[generator.choice(inner)]
    return " ".join(words)


MUTATIONS: dict[str, Mutation] = {
    "number": _number,
    "negation": _negation,
    "name": _name,
    "word": _word,
    "order": _order,
    "insertion": _insertion,
    "brackets": _brackets,
    "omission": _omission,
}


def misattributed(article: Article, generator: random.Random, said: frozenset[tuple[str, str]]) -> str | None:
    """Somebody's words beside another name; ``said`` are all words in all articles, with their speakers."""
    if not article.said:
        return None
    words, speaker = generator.choice(article.said)
    others = [name for name in article.people if name != speaker]
    other = generator.choice([*others, "Bettina Kross", "Joe Biden"])
    if set(other.split()) & set(speaker.split()) or (words, other) in said:
        return None
    pattern = generator.choice(
        (
            "{other} said “{words}”",
            '{other}: "{words}"',
            "“{words}”, {other} said.",
            "“{words}” — {other}, 2023",
            'According to {other}, "{words}"',
            "As {other} later wrote: “{words}”",
        )
    )
    return pattern.format(other=other, words=words.rstrip(".,"))


def attributed(article: Article, generator: random.Random) -> str | None:
    """Somebody's words beside their own name."""
    if not article.said:
        return None
    words, speaker = generator.choice(article.said)
    if "the " in speaker.lower() or "'" in speaker:
        return None
    pattern = generator.choice(
        (
            "{speaker} said “{words}”",
            '{speaker}: "{words}"',
            "“{words}” — {speaker}, 2023",
            "{speaker} wrote: {words}",
        )
    )
    return pattern.format(speaker=speaker, words=words.rstrip(".,"))


def spliced(article: Article, generator: random.Random) -> str | None:
    """The subject of one clause and what another clause says of another subject."""
    whole = sentences(article.text)
    at = generator.randrange(len(whole))
    if generator.random() < 0.5:  # noqa: PLR2004  -- a share
        if at + 1 == len(whole) or whole[at + 1] not in _same_paragraph(article.text, whole[at]):
            return None
        first, second = whole[at], whole[at + 1]
    else:
        clauses = JOINED.split(whole[at], maxsplit=1)
        if len(clauses) != 2:  # noqa: PLR2004  -- two clauses
            return None
        first, second = clauses
    one, other = _parted(first), _parted(second)
    if one is None or other is None or PRONOUN.match(other[0]) or one[0].casefold() == other[0].casefold():
        return None
    if any(mark in f"{first}{second}" for mark in '“”"«»'):
        return None
    dots = generator.choice(("…", "...", "[...]", "(…)"))
    return f"{one[0]} {dots} {other[1].rstrip('.')}"


def _same_paragraph(text: str, sentence: str) -> str:
    at = text.find(sentence)
    return text[at : (text.find("\n", at) + 1 or len(text) + 1) - 1]


def _parted(clause: str) -> tuple[str, str] | None:
    """The words before the first verb of a clause, and the rest; None where there is no verb."""
    found = VERB.search(clause)
    if not found or not clause[: found.start()].strip() or len(clause[found.start() :].split()) < 3:  # noqa: PLR2004  -- a predicate
        return None
    if len(clause[: found.start()].split()) > 6 or "," in clause[: found.start()]:  # noqa: PLR2004  -- a plain subject
        return None
    return clause[: found.start()].strip(), clause[found.start() :].strip()


DROPPABLE = re.compile(
    r"(?P<gap> (?:in|on|for|at|about|within|until|from|before|after) "
    r"(?:(?!and\b|but\b|who\b|that\b|which\b)[\w$€£.’'-]+ ?){1,3}(?<! ))"
    r"(?= (?:and|but|to|for|from|in|on|with|by|because|while)\b)"
)


def omitted(article: Article, generator: random.Random) -> str | None:
    """A sentence without words that do not change what it says, or two sentences around a third one."""
    whole = sentences(article.text)
    at = generator.randrange(len(whole))
    sentence = whole[at]
    dots = generator.choice(("…", "...", "[...]", "(…)", "[…]"))
    if any(mark in sentence for mark in '“”"«»'):
        return None
    kind = generator.randrange(3)
    if kind == 0 and at + 2 < len(whole):
        paragraph = _same_paragraph(article.text, sentence)
        between, after = whole[at + 1], whole[at + 2]
        if after not in paragraph or NEGATED.search(between) or any(mark in after for mark in '“”"«»'):
            return None
        return f"{sentence} {dots} {after}"
    if kind == 1:
        inner = re.search(r"(?<=\w)(?P<gap>, (?!and\b|but\b)[^,;]{5,60},)(?= \w)", sentence)
        return _without(sentence, inner, dots)
    return _without(sentence, DROPPABLE.search(sentence), dots)


def _without(sentence: str, found: re.Match[str] | None, dots: str) -> str | None:
    if not found or NEGATED.search(found.group()) or found.start() < SHORTEST:
        return None
    rest = sentence[found.end("gap") :].strip().rstrip(".")
    return f"{sentence[: found.start('gap')]} {dots} {rest}" if len(rest.split()) > 1 else None
