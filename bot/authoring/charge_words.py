"""Words of English by which articles tell what became of a criminal charge."""

from bot.authoring.ruling_terms import A_COURT, ruling_pattern

CHARGES = (
    ruling_pattern(
        r"\b(?:pleaded|pleads?|pled|entered? (?:a )?pleas? of) not guilty\b", "pleaded_not_guilty", "charge"
    ),
    ruling_pattern(
        r"\b(?:pleaded|pleads?|pled|admitted|entered? (?:a )?pleas? of) guilty\b"
        r"|\bguilty pleas?\b|\badmit(?:s|ted|ting) (?:(?:in|on|last) [\w ]{1,12})?(?:to )?(?:\w+ ){0,2}"
        r"(?:counts?|charges?|offences?)\b"
        r"|\badmitted (?:\w+ ){0,2}(?:fraud|theft|assault|manslaughter|murder|burglary|robbery|perjury"
        r"|bribery"
        r"|embezzl\w+|conspiracy|arson|stealing|causing|criminal damage|affray|wounding|blackmail|harass\w+"
        r"|possess\w+|supplying|perverting|false accounting)\b",
        "pleaded_guilty",
        "charge",
    ),
    ruling_pattern(r"\bnot guilty\b", "not_guilty", "charge"),
    ruling_pattern(
        r"(?<!not )(?<!plead )(?<!pleaded )(?<!pleads )(?<!pled )\bguilty (?:of|on|verdict)"
        r"|\bfound (?:\w+ ){0,4}guilty|\bguilty\b(?= of)",
        "guilty",
        "charge",
    ),
    ruling_pattern(r"\b(?:convicted|convicts?)\b", "convicted", "charge"),
    ruling_pattern(r"\b(?:acquitted|acquits?)\b", "acquitted", "charge"),
    ruling_pattern(
        r"\b(?:was|were|been) cleared\b(?=[.,;]| and\b)"
        r"|\b(?:cleared|clears?|exonerated)\b(?! the way)(?= (?:(?:[\w’'-]+ ){0,5}?of|him|her"
        r"|them)\b)(?! of (?:snow"
        r"|trees|debris))"
        rf"|\b{A_COURT} (?:also |had |has )?cleared (?!the way|up|away|[^.;]{{0,80}} for trial)",
        "cleared",
        "?clear",
    ),
    ruling_pattern(
        r"\bsentenced\b|\bfines? (?:was |were |has been )?(?:handed|imposed|issued)\b"
        r"|\bimposed an? [^.;]{0,30}\b(?:sentence|term)\b|\bjailed\b|\bsent to prison\b"
        r"|\bfined\b"
        r"|\b(?:given|received|handed) (?:an? )?(?:[\w-]+ ){0,3}"
        r"(?:suspended|prison|jail|community)\b"
        r"|\b(?:serving|got|received|given|handed|was given) (?:\w+ ){0,2}?(?:[\w-]+ )?(?:years?|months?"
        r"|weeks?|hours?)\b"
        r"(?=[’'.,;]| (?:in|of|behind|for|after|and|probation|unpaid|term|sentence|years)\b)"
        r"|\b(?:hit|slapped|handed|given) (?:with )?an? [^.;,]{0,30}\bfine\b"
        r"|\b(?:serving|got|received|given|handed) an? [\w-]+(?:-year|-month|-week|-hour)\b",
        "sentenced",
        "charge",
    ),
    ruling_pattern(
        r"\b(?:charged|indicted)\b(?= (?:with|on|over))(?![^.;]{0,90}\b(?:found|acquitted|convicted|cleared"
        r"|jailed)\b)|\bprosecutors charged\b",
        "charged",
        "charge",
    ),
)
"""In the order in which they are tried, before those of claims."""
