"""Tells whether a sentence takes back, or limits, what the one before says; by the article's language."""

import re
from collections.abc import Mapping

from bot.cases.quotation_marks import OPENING_MARKS
from bot.search.sentences import Span

NOUN = (
    r"(?:claim|allegation|accusation|account|version|verdict|finding|ruling|decision|judge?ment|award|charge"
    r"|order|conviction|suggestion|remark)"
)
"""Matches what can be denied or thrown out."""
MEANT = (
    # “denied that he …” tells itself what is meant, and “denied that to a friend he …” too.
    r"(?:(?:it|them|both|this)(?=\s+(?:to|at|from|through|via|under|before|when|as|again|all|outright|publicly"
    r"|repeatedly|strongly)\b)"
    r"|(?:it|them|both|that|this)(?=\s+(?:and|but|later|too|out|on|in|yesterday)\b|\W*\Z|[,;.\"”’]))"
)
"""Matches a pronoun for what was said just before."""
TAKEN_BACK: Mapping[str, str] = {
    "en": MEANT
    + rf"|(?:that|this|these|those|the) {NOUN}s?\b(?!\s+(?:that|which|of|by|to|for|about|against|from|in)\b)",
    "de": r"(?:das|dies|es|beides)\b(?! nicht\b)|diese[mnrs]? \w+",
}
"""What is taken back: words that mean what was said just before."""
DENIED = r"(?:den(?:y|ies|ied)|disput(?:es?|ed)|reject(?:s|ed)|contest(?:s|ed))"
DISBELIEVED = r"(?:did|does|do) not (?:believe|accept)"
UNDONE = (
    r"(?:overturned|overruled|reversed|vacated|quashed|annulled|set aside|struck down|retracted|withdrawn"
    r"|rejected|dismissed|thrown out|denied|disputed)"
)
DENIED_IN_GERMAN = r"bestreite[nt]|bestritt(?:en)?|dementiert\w*"
UNDONE_IN_GERMAN = r"(?:aufgehoben|zurückgenommen|zurückgewiesen|verworfen|kassiert|widerrufen)"
TAKES_BACK: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?![^.!?…:;]*\b(?:never|nobody|no one|(?:not|\w+n['’]t|nor) (?:den|disput|reject|contest)\w+)\b)"
        rf"[^.!?…:;\"“”]*?\b(?:(?:{DENIED}|{DISBELIEVED}|over(?:turned|ruled)|reversed|vacated|quashed|annulled"
        rf"|set aside|struck down|retracted|withdrew|threw out) (?:{TAKEN_BACK['en']})"
        r"|(?:threw|set|struck) (?:it|them|that|this|both) (?:out|aside|down)\b)"
        rf"|(?:It|That|This|They|Both) (?:was|were|has been|have been) (?:later |since |then )?{UNDONE}\b"
    ),
    "de": re.compile(
        r"(?![^.!?…:;]*\b(?:nie|niemals|niemand)\b)"
        rf"(?:[^.!?…:;\"„“]*?\b(?:(?:{DENIED_IN_GERMAN}) (?:{TAKEN_BACK['de']})"
        rf"|(?:weist|wies|weisen|wiesen) (?:{TAKEN_BACK['de']})[^.!?…:;]*? zurück\b)"
        rf"|(?:Das|Dies|Beides) (?:{DENIED_IN_GERMAN})\b(?![^.!?…:;,]*\bnicht\b)"
        r"|(?:Das|Dies|Beides) (?:weist|wies|weisen|wiesen) [^.!?…:;]*?\bzurück\b"
        rf"|(?:Das|Dies|Es|Beides) (?:wurde|ist) (?:später |inzwischen |dann )?{UNDONE_IN_GERMAN}\b)"
    ),
    "es": re.compile(
        r"(?![^.!?…:;]*\b(?:nunca|nadie|jamás)\b)"
        r"[^.!?…:;\"“”«»]*?\b(?<!\bno )(?:lo|la|los|las) (?:ha |han )?(?:neg(?:ó|aron|ado)|niegan?"
        r"|rechaz(?:ó|aron|an?|ado)|desm(?:intió|intieron|ienten?|entido)|anul(?:ó|aron|ado)|revoc(?:ó|aron|ado))\b",
        re.IGNORECASE,
    ),
}
"""Matches a sentence, from its start on, that takes back the one before."""
LIMITS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:but|however|yet|nevertheless|nonetheless|even so)\b|(?:still|instead),"
        r"|(?:the|a) (?:jury|jurors|judges?|court|tribunal|panel)\b[^.;,]{0,40}"
        r"\b(?:rejected|dismissed|disagreed|threw out|reversed|overturned|did not believe|not persuaded)\b"
        rf"|(?:that|this|the) {NOUN}\b[^.;]{{0,60}}\b{UNDONE}\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?:aber|doch|jedoch|allerdings|dennoch|trotzdem)\b"
        r"|(?:das|die|der|dieser?|dieses) (?:urteil|entscheidung|beschluss|bescheid|verurteilung|freispruch"
        rf"|anordnung|klage|vorwurf|behauptung|darstellung)\b[^.;]{{0,60}}\b{UNDONE_IN_GERMAN}\b",
        re.IGNORECASE,
    ),
    "es": re.compile(r"(?:pero|sin embargo|no obstante|aun así)\b", re.IGNORECASE),
}
"""Matches the beginning of a sentence that limits the one before, or tells what became of what that tells."""
DENIES_WHAT_WAS_SAID = re.compile(
    rf"\b{DENIED} (?:{MEANT}|(?:that|this) {NOUN}(?=[.,;\"”’]|$| (?:and|but|too|later|yesterday|on)\b))"
    rf"|\b{DISBELIEVED} (?:it|that|this|them|him|her)(?=[.,;]|$)"
)
"""Matches words by which something is denied, or not believed, that an earlier sentence tells."""


def takes_back(language: str, text: str, sentence: Span) -> bool:
    """Whether a sentence of a text takes back the one before it: “The company denied it”."""
    pattern = TAKES_BACK.get(language)
    return bool(pattern and pattern.match(text, sentence.start, sentence.end))


def limits(language: str, text: str, sentence: Span) -> bool:
    """Whether a sentence of a text limits the one before it, as “But …” does, or takes it back."""
    pattern, said = LIMITS.get(language), text[sentence.start : sentence.end].lstrip(f" {OPENING_MARKS}")
    return bool(pattern and pattern.match(said)) or takes_back(language, text, sentence)


def denies_what_was_said(said: str) -> bool:
    """Whether folded English text denies, or does not believe, something that it does not tell itself."""
    return bool(DENIES_WHAT_WAS_SAID.search(said))
