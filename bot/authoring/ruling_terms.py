"""Terms of courts from which the patterns of rulings are made, and the words that make a ruling none."""

import re
from typing import NamedTuple

THING_OF_MOTION = (
    r"(?:motion|request|application|bid|plea|petition|permission|leave|objection|stay|bail|injunction"
    r"|interdict|argument|contention|adjournment"
    r"|summary judgment|subpoena|order to|hearing|attempt|effort|relief|sanctions|extension|anonymity)"
)
THING_OF_CLAIM = (
    r"(?:claims?|counterclaims?|suits?|lawsuits?|case|complaint|action|countersuit|allegations?|charges?"
    r"|counts?|indictment)"
)
APPEAL = r"(?:appeals?)"
DECISION = (
    r"(?:award|verdict|judgment|ruling|finding|decision|conviction|sentence|order|fine|damages"
    r"|penalty|injunction|costs|compensation|payout|payment|sanction|assessment|refusal|notice|quantum"
    r"|citation)s?"
)
A_COURT = (
    r"(?:judges?|justices?|jury|jurors|court|tribunal|bench|panel|magistrates?|sheriff|arbitrators?|authority"
    r"|commission|recorder|registrar|master|he|she|they|it)"
)
"""Whoever decides, also by a pronoun."""
MONEY = r"(?:(?:US|A|C|NZ|S)?[$£€₹¥]|Rs\.? ?|R|SFr|USD |EUR |GBP )\d"
WRONG = (
    r"(?:retaliat|discriminat|defam|libel|slander|breach|violat|infring|negligen|unlawful|illegal|harass"
    r"|misrepresent|defraud|fraudulen|deceiv|deceit|misled|mislead|wrongful|unjustifi|unfair|fabricat|conspir"
    r"|trespass|nuisance|malicious|copied|plagiari|misus|abus|liable|unconstitutional|overcharg|underpaid)\w*"
)
"""The beginnings of words for wrongs that a court finds."""
DENYING = (
    r"(?:den(?:ied|ies|ying)|refus(?:ed|es|ing)|reject(?:ed|s|ing)|turn(?:ed|s|ing) (?:down|away|aside)"
    r"|thr(?:ew|ows) out|throwing out|overrul(?:ed|es)|declin(?:ed|es)|brush(?:ed|es) aside|rebuff(?:ed|s)"
    r"|spurn(?:ed|s)"
    r"|knock(?:ed|s) back|swatted (?:away|aside)|shot down|shoots down|waved (?:away|aside)|nixed"
    r"|did not (?:grant|allow))"
)
DENIED = (
    r"(?:denied|refused|rejected|turned (?:down|away|aside)|thrown out|overruled|declined|brushed aside"
    r"|rebuffed|spurned|knocked back|shot down|not (?:granted|allowed))"
)
WITHIN = r"(?:[^.;]|(?<=\d)\.(?=\d)|(?-i:\.(?= [a-z]))){0,90}?"
NEAR = r"(?:[^.;,]|(?<=\d)[.,](?=\d)|(?-i:\.(?= [a-z]))){0,60}?"
NOT_REAL = re.compile(
    r"\b(?:would|could|might|(?-i:may)|if|whether|should|asked|ask|asks|asking|urged|want(?:s|ed)?"
    r"|hop(?:es?|ed"
    r"|ing)|seeks?|seeking|sought"
    r"|plans?|planned|to (?:be )?|can|cannot|face[sd]?|deny|denies|denied being|argued?|argues"
    r"|argument that|unless|must decide|motion to|application to"
    r"|request to|requests to|bid to|refus\w+ to|declin\w+ to|will|before|expected|try to|trying to|likely"
    r"|threatened|had asked"
    r"|consider(?:s|ed|ing)?|says?|allege[sd]?|accused of|never|seek)\s+(?:(?!and\b|but\b)\w+\s+){0,3}\Z",
    re.IGNORECASE,
)
"""Matches words before a verb that make what it tells no outcome."""
CRIMINAL = re.compile(
    r"\b(?:guilty|convict\w+|acquit\w+|prosecut\w+|Crown Court|sentenced?|indict\w+|criminal|magistrates"
    r"|manslaughter|murder|fraud trial)\b",
    re.IGNORECASE,
)


class RulingPattern(NamedTuple):
    """Words that tell an outcome, the outcome, and what was ruled on (“?” where the words tell it)."""

    pattern: re.Pattern[str]
    outcome: str
    on: str


def ruling_pattern(words: str, outcome: str, on: str) -> RulingPattern:
    """A pattern of words in any case, with what they tell."""
    return RulingPattern(re.compile(words, re.IGNORECASE), outcome, on)
