"""How people ask for each kind of fact, in English and German: wordings with places for a case's names.

No wording claims what its fact does not say: an amount that was awarded is not one that somebody has got, and
nobody is “guilty” in a wording about a finding of liability. Claims have English labels, so that no German
wording has one.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple


class Wordings(NamedTuple):
    """Ways of asking for one thing, in English and in German; names stand in braces."""

    english: tuple[str, ...]
    german: tuple[str, ...]


class GapWords(NamedTuple):
    """Something that articles often do not say: which words would say it, and how people ask for it."""

    name: str
    said_by: str
    """A regular expression for the words by which an article would say it."""
    needs: str
    """A regular expression for what the article must have, so that the question takes nothing for granted."""
    ask: Wordings


AWARDS: Mapping[str, Wordings] = {
    "awarded": Wordings(
        ("how much was awarded", "how much was {to} awarded", "how high is the award against {against}"),
        ("wie viel wurde zugesprochen", "wie viel wurde {to} zugesprochen"),
    ),
    "sought": Wordings(
        ("how much money is sought", "how much is {to} asking for", "how much is sought from {against}"),
        ("wie viel Geld wird gefordert", "wie viel fordert {to}", "wie viel wird von {against} gefordert"),
    ),
    "offered": Wordings(
        ("how much was offered", "how much did {against} offer"),
        ("wie viel wurde angeboten", "wie viel hat {against} angeboten"),
    ),
    "settled": Wordings(
        ("how much is the settlement", "how much did they settle for"),
        ("wie hoch ist der Vergleich", "auf wie viel hat man sich geeinigt"),
    ),
    "paid": Wordings(
        ("how much was paid", "how much did {against} pay", "how much was {to} paid"),
        ("wie viel wurde gezahlt", "wie viel hat {against} gezahlt"),
    ),
    "fined": Wordings(
        ("how high is the fine", "how much was {against} fined"),
        ("wie hoch ist die Geldstrafe", "wie viel Strafe muss {against} zahlen"),
    ),
    "costs": Wordings(("how high are the costs",), ("wie hoch sind die Kosten",)),
    "fees": Wordings(("how high are the legal fees",), ("wie hoch sind die Anwaltskosten",)),
    "interest": Wordings(("how much interest is there",), ("wie hoch sind die Zinsen",)),
    "bail": Wordings(("how high is the bail",), ("wie hoch ist die Kaution",)),
    "penalty": Wordings(("how high is the penalty",), ("wie hoch ist die Strafzahlung",)),
}
"""Ways of asking for an amount, by its kind."""
_LIABLE = Wordings(
    ("was {against} found liable", "is {against} liable"),
    ("wurde {against} haftbar gemacht", "haftet {against}"),
)
_PLEADED = Wordings(
    ("how did {against} plead", "what was the plea"), ("hat sich {against} schuldig bekannt",)
)
_VERDICT = Wordings(
    ("what was the verdict", "was {against} found guilty"), ("wurde {against} schuldig gesprochen",)
)
_MOTION = Wordings(("what was decided on {claim}", "was {claim} granted"), ())
_APPEAL = Wordings(
    ("what did the appeals court decide", "how did the appeal end"),
    ("was hat das Berufungsgericht entschieden", "wie ging die Berufung aus"),
)
OUTCOMES: Mapping[str, Wordings] = {
    "liable": Wordings(
        ("what was {against} found liable for", *_LIABLE.english), ("wofür haftet {against}", *_LIABLE.german)
    ),
    "not_liable": _LIABLE,
    "at_fault": Wordings(("who was at fault",), ("wer war schuld daran",)),
    "cleared": Wordings(("was {against} cleared",), ("wurde {against} entlastet",)),
    "charged": Wordings(
        ("what is {against} charged with", "was {against} charged"),
        ("was wird {against} vorgeworfen", "wurde {against} angeklagt"),
    ),
    "pleaded_guilty": _PLEADED,
    "pleaded_not_guilty": _PLEADED,
    "convicted": Wordings(
        ("was {against} convicted", "what was the verdict"), ("wurde {against} verurteilt",)
    ),
    "acquitted": Wordings(
        ("was {against} acquitted", "what was the verdict"), ("wurde {against} freigesprochen",)
    ),
    "guilty": _VERDICT,
    "not_guilty": _VERDICT,
    "sentenced": Wordings(
        ("what is the sentence", "what sentence did {against} get"),
        ("wie hoch ist die Strafe", "welche Strafe hat {against} bekommen"),
    ),
    "granted": _MOTION,
    "granted_in_part": _MOTION,
    "denied": _MOTION,
    "dismissed": Wordings(("what was dismissed", "was {claim} dismissed"), ("was wurde abgewiesen",)),
    "affirmed": _APPEAL,
    "reversed": _APPEAL,
    "remanded": _APPEAL,
    "vacated": Wordings(("was {claim} set aside",), ()),
    "reduced": Wordings(("was {claim} reduced",), ()),
    "increased": Wordings(("was {claim} increased",), ()),
    "imposed": Wordings(("which penalty was imposed",), ("welche Strafe wurde verhängt",)),
    "settled": Wordings(("did they settle", "was there a settlement"), ("gab es einen Vergleich",)),
    "withdrawn": Wordings(("was {claim} withdrawn",), ()),
    "stayed": Wordings(("is {claim} on hold",), ()),
}
"""Ways of asking for a ruling, by its outcome."""
DECIDED = Wordings(
    ("what was decided", "what was the ruling"), ("was wurde entschieden", "wie wurde entschieden")
)
"""Ways of asking for all rulings of an article together."""
DECIDED_BY_COURT = Wordings(("what did the court decide",), ("was hat das Gericht entschieden",))
"""More of these, where the article speaks of a court."""
DECIDED_WHEN = Wordings(
    ("when was it decided", "what is the date of the ruling"),
    ("wann wurde entschieden", "von wann ist das Urteil"),
)
"""Ways of asking for the day of a ruling, or of an amount that one gave."""
PAID_WHEN = Wordings(("when was the money paid",), ("wann wurde das Geld gezahlt",))
FINED_WHEN = Wordings(("when was the fine imposed",), ("wann wurde die Strafe verhängt",))
HAPPENED = Wordings(("what happened {day}",), ("was geschah {tag}",))
PLANNED = Wordings(("what is planned {day}",), ("was ist {tag} geplant",))
"""Ways of asking for what an article of an earlier day says about a day to come."""
SAID = Wordings(
    ("what did {name} say", "how did {name} react", "statement by {name}"),
    ("was hat {name} gesagt", "wie hat {name} reagiert", "Stellungnahme von {name}"),
)
DECLINED = Wordings(("did {name} comment",), ("hat sich {name} geäußert",))
SILENT = Wordings(("did {name} comment", "is there a statement by {name}"), ("hat sich {name} geäußert",))
DENIED = Wordings(("does {name} deny it",), ("bestreitet {name} das",))
WHO = Wordings(("who is {full}", "who is {name}"), ("wer ist {full}", "wer ist {name}"))
ROLES: Mapping[str, Wordings] = {
    "judge": Wordings(("who is the judge",), ("wer ist der Richter", "wie heißt die Richterin")),
    "plaintiff": Wordings(("who is suing", "who is the plaintiff"), ("wer klagt", "wer hat geklagt")),
    "defendant": Wordings(("who is the defendant",), ("gegen wen richtet sich das Verfahren",)),
    "prosecutor": Wordings(("who is the prosecutor",), ("wer ist der Staatsanwalt",)),
    "counsel": Wordings(("who are the lawyers",), ("wer sind die Anwälte",)),
}
"""Ways of asking for the parties of a role."""
COURT = Wordings(
    ("which court is it", "where is the case heard"), ("welches Gericht ist es", "wo wird verhandelt")
)
APPEAL = Wordings(
    ("is there an appeal", "will anyone appeal"), ("gibt es eine Berufung", "legt jemand Berufung ein")
)
STANDS = Wordings(
    ("where does the case stand", "what is the latest"), ("wie steht der Fall", "was ist der neueste Stand")
)
GAPS = (
    GapWords(
        "judge",
        r"\b(?:Judge|Justice|Sheriff|Magistrate|Master) [A-Z]|[Jj]udge,? (?:\w+ )?[A-Z]",
        r"(?i)\bcourt|\bjudge|tribunal",
        Wordings(
            ("who is the judge", "what is the judge's name"), ("wie heißt der Richter oder die Richterin",)
        ),
    ),
    GapWords(
        "court",
        r"[A-Z][\w’'-]+ (?:\w+ )?(?:Court|Tribunal)|(?:Court|Tribunal) (?:of|for|in)"
        r"|court (?:in|of|at) [A-Z]",
        r"(?i)\bcourt|\bjudge|tribunal",
        COURT,
    ),
    GapWords("appeal", r"(?i)\bappeal", "", APPEAL),
    GapWords(
        "lawyers",
        r"(?i)\b(?:lawyer|attorney|counsel|barrister|solicitor|advocate|represent(?:s|ed|ing))",
        "",
        Wordings(("who are the lawyers", "is anyone represented by a lawyer"), ("wer sind die Anwälte",)),
    ),
    GapWords(
        "hearing",
        r"(?i)\b(?:next|further|second|later|new) (?:hearing|trial|session|date)|\bscheduled|\bpending"
        r"|\bdue (?:to|on|in)\b|\bset for\b|\bwill (?:be heard|decide|resume|continue|begin|start)"
        r"|\badjourn|\bresumes?\b",
        "",
        Wordings(
            ("is there another hearing", "will there be another hearing"), ("gibt es noch eine Verhandlung",)
        ),
    ),
    GapWords(
        "filed",
        r"(?i)\b(?:filed|filing|sued|lodged|brought|since)\b",
        r"(?i)\b(?:lawsuit|suit|claim|complaint)\b",
        Wordings(("when was the lawsuit filed",), ("wann wurde die Klage eingereicht",)),
    ),
    GapWords(
        "costs",
        r"(?i)\b(?:costs?|legal fees|fees|legal bills?)\b",
        "",
        Wordings(
            ("who pays the legal costs", "how high are the legal costs"), ("wer zahlt die Gerichtskosten",)
        ),
    ),
    GapWords(
        "settlement",
        r"(?i)\bsettle",
        "",
        Wordings(("was there a settlement", "did they settle"), ("gab es einen Vergleich",)),
    ),
    GapWords(
        "jury",
        r"(?i)\b(?:\w+|\d+)[- ](?:member|person|man|woman) jury|jury of"
        r"|\b(?:\d+|six|seven|eight|nine|ten|twelve) jurors",
        r"(?i)\bjur(?:y|ors?)\b",
        Wordings(
            ("how many people were on the jury", "who was on the jury"), ("wie viele Geschworene gab es",)
        ),
    ),
    GapWords(
        "police",
        r"(?i)\bpolice|\bprosecut|\bcriminal|\barrest|\bcharge[sd]?\b",
        "",
        Wordings(("are there criminal charges", "did the police investigate"), ("ermittelt die Polizei",)),
    ),
    GapWords(
        "insurance",
        r"(?i)\binsur",
        "",
        Wordings(("is there any insurance",), ("zahlt eine Versicherung",)),
    ),
)
"""What articles often do not say, the most asked for first."""
AMOUNT = Wordings(("how much money is it about", "is any money asked for"), ("um wie viel Geld geht es",))
"""Ways of asking for an amount where the article has none."""
PAID = GapWords(
    "paid",
    r"(?i)\b(?:has|have|had|already|was|were|been) (?:already |been )?paid\b",
    "",
    Wordings(("has the money been paid",), ("wurde das Geld schon gezahlt",)),
)
"""What is asked for where money was awarded."""
DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?")
"""Matches a date in EDTF that is a day, a month or a year."""
MONTHS = (
    ("January", "Januar"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
)
"""The months in English and in German."""


def in_words(edtf: str) -> Mapping[str, str]:
    """A date in EDTF as it is asked for, by the places of wordings; empty if no day, month or year."""
    found = DAY.fullmatch(edtf)
    if not found:
        return {}
    year, day = found["year"], found["day"]
    if not found["month"]:
        return {"day": f"in {year}", "tag": f"im Jahr {year}"}
    english, german = (f"{name} {year}" for name in MONTHS[int(found["month"]) - 1])
    if not day:
        return {"day": f"in {english}", "tag": f"im {german}"}
    return {"day": f"on {int(day)} {english}", "tag": f"am {int(day)}. {german}"}
