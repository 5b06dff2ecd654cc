"""Learns from an article by which pronoun it speaks of each person whom no title or noun tells."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.authoring.article import MASK, Article
from bot.authoring.descriptions import Described
from bot.authoring.mentions import MentionIndex
from bot.authoring.name_words import COLLECTIVE, DOCUMENTS, FEMALE, MALE
from bot.authoring.names import Named
from bot.search.sentences import Span

FORMS = {
    **dict.fromkeys(("he", "him", "his", "himself"), MALE),
    **dict.fromkeys(("she", "her", "hers", "herself"), FEMALE),
}
"""The forms of the two pronouns."""
FORM = re.compile(rf"\b(?:{'|'.join(FORMS)})\b", re.IGNORECASE)
AT_THE_BEGINNING = re.compile(
    rf"(?:[“\"‘«']{MASK}+[,?!.—]?[”\"’»'],? )?(?P<form>{'|'.join(FORMS)})\b", re.IGNORECASE
)
"""Matches a pronoun that begins a sentence, or follows the quotation that does."""
BEFORE_A_QUOTATION = re.compile(r"[.!?] (?=[“\"‘«])")
TIMES_MORE = 3
"""How often one pronoun stands for each time that the other does, where it is the person's."""


def learned_pronouns(article: Article, mentions: MentionIndex) -> dict[int, str]:
    """The pronoun of people by the ``id`` of their ``Named``, where the article tells it plainly.

    A sentence tells it that mentions one person alone and then one of the pronouns; so does the next
    sentence of the paragraph where it begins with the pronoun, or with a quotation and the pronoun.
    """
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    before: tuple[Named | None, Span] = (None, Span(0, 0))
    for sentence in _parts(article):
        alone, after = _alone(mentions, sentence)
        forms = _forms(article.masked, after, sentence.end)
        if alone is not None and len(forms) == 1:
            votes[id(alone)].update(forms)
        first = AT_THE_BEGINNING.match(article.masked, sentence.start)
        same = article.paragraph_at(before[1].start) == article.paragraph_at(sentence.start)
        if first and before[0] is not None and same:
            votes[id(before[0])][FORMS[first["form"].lower()]] += 1
        before = (alone, sentence)
    return {key: pronoun for key, counted in votes.items() if (pronoun := _elected(counted))}


def _parts(article: Article) -> Iterator[Span]:
    """The sentences of an article, each divided before a quotation that begins a sentence of its own."""
    for sentence in article.sentences:
        start = sentence.start
        for end in BEFORE_A_QUOTATION.finditer(article.masked, sentence.start, sentence.end):
            yield Span(start, end.start() + 1)
            start = end.end()
        yield Span(start, sentence.end)


def _alone(mentions: MentionIndex, sentence: Span) -> tuple[Named | None, int]:
    """The only person of a sentence, and where the words after the name begin; None where several are."""
    people: list[Named] = []
    after = sentence.end
    for one in mentions.between(sentence.start, sentence.end):
        if isinstance(one.who, Described):
            if one.who.noun not in COLLECTIVE | DOCUMENTS:
                return None, sentence.end
        elif isinstance(one.who, Named) and one.who.kind == "person":
            after = one.end if not people else after
            people.append(one.who)
        elif one.who is None:
            return None, sentence.end
    return (people[0], after) if len({id(one) for one in people}) == 1 else (None, sentence.end)


def _forms(text: str, start: int, end: int) -> set[str]:
    return {FORMS[found.group().lower()] for found in FORM.finditer(text, start, end)}


def _elected(counted: Counter[str]) -> str:
    """The pronoun that stands far more often than the other, or “”."""
    (first, most), *others = counted.most_common()
    return first if all(most >= TIMES_MORE * times for _, times in others) else ""
