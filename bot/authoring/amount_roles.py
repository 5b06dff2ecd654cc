"""What an amount is (awarded, sought, fined …), who pays and who gets it, by the verb of its sentence."""

import re
from typing import NamedTuple

from bot.authoring.article import Article
from bot.authoring.descriptions import Described
from bot.authoring.found_amounts import FoundAmount
from bot.authoring.mentions import MentionFound, MentionIndex
from bot.authoring.name_words import FEMALE, MALE
from bot.authoring.names import Named
from bot.authoring.subjects import SubjectFinder

AFTER = (
    (
        "fees",
        (
            r"\A\s(?:in|for|of|toward|towards|for\sthe)\s(?:[\w’'.-]+\s){0,3}?(?:attorneys?[’']?s?\s"
            r"|lawyers[’']\s|legal\s)fees\b"
        ),
    ),
    (
        "costs",
        r"\A\s(?:in|for|of|to cover)\s(?:(?!medical|hospital|repair|funeral|the)[\w’']+\s){0,4}?costs\b",
    ),
    (
        "awarded",
        (
            r"\A\s(?:for|of)\s(?:[\w’']+\s){0,5}?(?:damages|compensation|distress|lost wages|costs|bills"
            r"|earnings|business|suffering|losses)\b"
        ),
    ),
    ("interest", r"\A\s(?:in|of)\s(?:[\w’']+\s){0,2}?interest\b"),
    ("penalty", r"\A\s(?:in\s(?:[\w’']+\s){0,2}?penalt(?:y|ies)|(?:civil\s|daily\s)?penalty)\b"),
    ("bail", r"\A\sbail\b"),
    ("fined", r"\A\sfine\b"),
    ("settled", r"\A\s(?:in\srestitution|settlement)\b"),
    ("sought", r"\A\s(?:claim|lawsuit|suit)\b"),
    ("awarded", r"\A\s(?:award|verdict|judgment)\b"),
)
"""Words directly after an amount that say what it is."""
BEFORE = (
    ("fees", r"\b(?:attorney|lawyer|legal)\w*[’']?s?\sfees\b|\bfees\b"),
    ("costs", r"(?<!medical )(?<!hospital )(?<!repair )\bcosts\b"),
    ("interest", r"\b[Ii]nterest\b"),
    ("bail", r"\bbail\b"),
    ("penalty", r"\bpenalt(?:y|ies)\b|\bconfiscation\s(?:order|hearing)\b"),
    ("fined", r"\bfine[ds]?\b"),
    ("offered", r"\boffer(?:ed|s|ing)?\b"),
    ("settled", r"\bsettle[ds]?\b|\bsettlement\b|\bagreed\s(?:on\s\w+\s)?to\spay\b|\bresolve\b"),
    (
        "sought",
        (
            r"\bclaim(?:ed|ing|s)?\b|\b(?:seek(?:s|ing)?|sought)\b|\bask(?:ed|s|ing)?\b(?=.{0,40}\bfor\b)"
            r"|\bdemand(?:ed|s|ing)?\b|\bwant(?:ed|s)?\b"
            r"|\bsu(?:es?|ed|ing)\b|\brequest\b|\bcounterclaim\b"
        ),
    ),
    (
        "awarded",
        (
            r"\baward(?:s|ed|ing)?\b|\border(?:s|ed|ing)?\b|\bdirect(?:s|ed)\b|\bmust\s(?:\w+\s)?pay\b"
            r"|\bha(?:s"
            r"|ve)\sto\spay\b|\btold\s(?=to\b)|\bwon\b|\bWINS\b|\bwins?\b"
            r"|\bdamages\b|\bgranted\b|\breduced\b|\bcut\b|\bentitled\b"
        ),
    ),
    ("paid", r"\bpaid\b|\bspent\b|\bbribe\b"),
)
"""Words before an amount in its sentence that say what it is; the last of them counts."""
NEITHER = re.compile(
    r"\b(?:worth|valued|cost(?=\s|\Z)|price|earn(?:s|ed)?|loan|shares?|raised|took\sin|set\saside|sold|bash"
    r"|earning|a\smonth|a\syear|estimated\sthat)\b[^,;]{0,40}\Z"
)
"""Words before an amount that is no money of the lawsuit's."""
ORDER = re.compile(r"\b(?:order(?:s|ed|ing)?|direct(?:s|ed)|told)\b")
PAYING = re.compile(
    r"\b(?:must|has to|have to|will|would|to|shall|should|agreed to|also) (?:also )?pay(?: up)?\b|\bpay(?:s"
    r"|ing)?\b|\bcough up\b|\breimburse\b"
)
PAID = re.compile(r"\bpaid\b|\bspent\b")
PASSIVE = re.compile(r"\b(?:was|were|been|is|are|be)\s(?:\w+\s)?\Z")
BOTH_WAYS = re.compile(
    r"\b(?P<verb>award(?:ed|s)|grant(?:ed|s)|fine[ds]?|offer(?:ed|s)|sought|seek(?:s|ing)|claim(?:ed|s|ing)"
    r"|ask(?:ed|s|ing)|demand(?:ed|s)|want(?:ed|s))\b"
)
OBJECT = re.compile(r"\b(him|her|them)\s\Z")


class AmountRoles(NamedTuple):
    """What an amount is, in the words of the model; who pays and who gets it. None where open."""

    kind: str | None
    by: str | None
    to: str | None


def roles_of(
    one: FoundAmount, article: Article, mentions: MentionIndex, subjects: SubjectFinder
) -> AmountRoles:
    """What an amount is and whose, by the verb of its sentence."""
    sentence = article.sentence_at(one.start)
    before = article.text[sentence.start : one.start] if sentence.start <= one.start else ""
    after = article.text[one.end : max(sentence.end, one.end)]
    kind = _kind(before, after)
    by, to = _Sides(article, mentions, subjects, sentence.start, one).found(before)
    return AmountRoles(kind, by, to)


def _kind(before: str, after: str) -> str | None:
    for kind, pattern in AFTER:
        if re.search(pattern, after):
            return kind
    if NEITHER.search(before):
        return None
    said = [(found.end(), kind) for kind, pattern in BEFORE for found in re.finditer(pattern, before)]
    return max(said)[1] if said else None


class _Sides:
    """Who pays and who gets an amount, as far as its sentence tells."""

    def __init__(
        self, article: Article, mentions: MentionIndex, subjects: SubjectFinder, start: int, one: FoundAmount
    ) -> None:
        self.article, self.mentions, self.subjects = article, mentions, subjects
        self.start, self.amount = start, one

    def found(self, before: str) -> tuple[str | None, str | None]:
        order = _last(ORDER, before)
        paying = _last(PAYING, before)
        if paying and (order is None or order.start() < paying.start()):
            return self._paying(before, order, paying)
        if paid := _last(PAID, before):
            subject = self._subject(paid.start())
            passive = PASSIVE.search(before[: paid.start()])
            return (None, subject) if passive else (subject, self._object(paid.end()))
        if verb := _last(BOTH_WAYS, before):
            return self._by_verb(before, verb)
        return None, None

    def _paying(
        self, before: str, order: re.Match[str] | None, paying: re.Match[str]
    ) -> tuple[str | None, str | None]:
        to = self._object(paying.end())
        if order and not PASSIVE.search(before[: order.start()]):
            return self._object(order.end(), paying.start()), to
        return self._subject(order.start() if order else paying.start()), to

    def _by_verb(self, before: str, verb: re.Match[str]) -> tuple[str | None, str | None]:
        subject, passive = self._subject(verb.start()), PASSIVE.search(before[: verb.start()])
        kind = verb["verb"][:3]
        if kind in {"awa", "gra"}:
            return None, subject if passive else self._object(verb.end()) or self._after()
        if kind == "fin":
            return subject if passive else self._object(verb.end()), None
        if kind == "off":
            return subject, self._object(verb.end()) or self._after()
        return None, subject

    def _subject(self, verb: int) -> str | None:
        return self._name(self.subjects.subject(self.start, self.start + verb))

    def _object(self, low: int, high: int | None = None) -> str | None:
        """Who stands between a verb and the amount, or between two verbs."""
        end = self.amount.start if high is None else self.start + high
        between = [one for one in self.mentions.between(self.start + low, end) if not one.is_pronoun]
        for one in between:
            if not self.mentions.is_possessive(one):
                return self._name(one)
        if pronoun := OBJECT.search(self.article.masked[self.start + low : end]):
            said = {"him": MALE, "her": FEMALE}.get(pronoun[1])
            return self._name(MentionFound(self.start + low, self.start + low, said)) if said else None
        return None

    def _after(self) -> str | None:
        """Who stands after “to” behind the amount."""
        if not re.match(
            r"\s(?:\w+\s){0,3}?to\s", self.article.masked[self.amount.end : self.amount.end + 40]
        ):
            return None
        later = self.mentions.between(self.amount.end, self.amount.end + 60)
        return self._name(later[0]) if later else None

    def _name(self, one: MentionFound | None) -> str | None:
        who = self.subjects.meant(one)
        if isinstance(who, Named):
            return who.name if who.kind in {"person", "organization"} else None
        return (
            who.words
            if isinstance(who, Described) and not who.is_collective and not who.is_document
            else None
        )


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(words))), None)
