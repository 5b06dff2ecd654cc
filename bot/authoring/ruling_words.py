"""Words of English by which articles tell what became of claims, motions, charges and appeals."""

import re
from collections.abc import Iterable

from bot.authoring.appeal_words import APPEALS
from bot.authoring.ruling_terms import (
    APPEAL,
    NEAR,
    THING_OF_CLAIM,
    THING_OF_MOTION,
    WITHIN,
    RulingPattern,
    ruling_pattern,
)

PATTERNS = (
    ruling_pattern(
        r"\bput\b[^.;]{0,40}\b(?:percent|per cent|half|all)\b[^.;]{0,20}\bof the (?:fault|blame)\b"
        r"|\b(?:found|finds|ruled|held)\b[^.;]{0,60}\bat fault\b",
        "at_fault",
        "claim",
    ),
    ruling_pattern(
        r"\b(?:pleaded|pleads?|pled|entered? (?:a )?pleas? of) not guilty\b", "pleaded_not_guilty", "charge"
    ),
    ruling_pattern(
        r"\b(?:pleaded|pleads?|pled|admitted|entered? (?:a )?pleas? of) guilty\b"
        r"|\bguilty plea\b|\badmit(?:s|ted|ting) (?:\w+ )?(?:counts?|charges?|offences?) of\b",
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
        r"|\b(?:cleared|clears?|exonerated)\b(?= (?:(?:[\w’'-]+ ){0,5}?of|him|her|them)\b)(?! of (?:snow"
        r"|trees|debris))",
        "cleared",
        "?clear",
    ),
    ruling_pattern(
        r"\bsentenced\b|\bjailed\b|\bsent to prison\b|\bfined\b"
        r"|\b(?:given|received|handed) (?:an? )?(?:[\w-]+ ){0,3}"
        r"(?:suspended|prison|jail|community)\b",
        "sentenced",
        "charge",
    ),
    ruling_pattern(
        r"\b(?:charged|indicted)\b(?= (?:with|on|over))|\bprosecutors charged\b", "charged", "charge"
    ),
    ruling_pattern(
        r"\bnot (?:be )?(?:held |found )?liable\b|\bfreed?\b[^.;,]{0,40}\bfrom paying\b|\bno liability\b",
        "not_liable",
        "claim",
    ),
    ruling_pattern(
        r"\bnot (?:been )?negligent\b|\bfound no negligence\b"
        r"|\b(?:jury|jurors|court|judge)\b[^.;,]{0,40}\bsided with"
        r" the (?:defendant|defence|defense|hospital|company|firm|insurer|city|county|council)\b"
        rf"|\bverdict\b{NEAR}\bfor the (?:defendants?|defence|defense)\b",
        "not_liable",
        "claim",
    ),
    ruling_pattern(
        rf"\b(?:found|finds|finding|held)\b(?! that){NEAR}(?<!not )(?<!been )\b(?:negligent(?:ly)?|libellous"
        r"|defamatory)\b"
        rf"|\b(?:returned|delivered|reached)\b{NEAR}\bverdict (?:of|for) [$£€₹]\d"
        r"|\bverdict (?:was|came (?:back|down)) (?:for|in favou?r of) the (?:plaintiff|claimant)s?\b"
        rf"|\bwon [$£€₹]\d{WITHIN}\b(?:trial|verdict|lawsuit|jury|court|case)\b"
        r"|\bentered judgment (?:for|in favou?r of)\b",
        "liable",
        "claim",
    ),
    ruling_pattern(
        r"\b(?:found|held|finds?|holds?|holding|finding|ruled|ruling|declared|deemed"
        rf"|jury)\b{WITHIN}(?<!not )\bliable\b",
        "liable",
        "claim",
    ),
    ruling_pattern(
        r"\b(?:ordered|orders|directed|directs|told|ordering"
        rf"|directing)\b(?! to have){NEAR}(?<!claimants )(?<!plaintiffs )\b(?:to pay(?! (?:the award"
        rf"|(?:[\w’']+ ){{0,4}}costs|(?:[\w’']+ ){{0,4}}fees|interest))|to cough up|to compensate"
        rf"|to reimburse|to refund|to (?:give|hand|pay) back|to repay|to hand over|to return|to remove"
        rf"|to take down|to apologise|to apologize|to demolish|to reinstate)\b"
        r"|^[^,.]{3,60} must pay\b|\bmust pay (?:him|her|them)\b"
        r"|\bhas to pay\b(?! ours)",
        "liable",
        "claim",
    ),
    ruling_pattern(
        rf"\b(?:ruled|rules|held|found)\b(?! out){NEAR}\b(?:was|were|is|had been) (?:libel\w*|defam\w+"
        r"|negligent|unlawful|illegal|a nuisance|discriminat\w+|a breach|in breach|unfair\w*"
        rf"|infring\w+)\b|\b(?:ruled|held|found)\b{NEAR}\b(?:dismissed"
        rf"|treated)\b[^.;,]{{0,50}}\bunfairly\b"
        rf"|\b(?:ruled|held|found)\b{NEAR}\bha(?:d|s|ve) no right to\b"
        r"|\b(?:found|decided|agreed|ruled|concluded) (?:that )?[^.;]{{0,50}}\b(?:had )?(?:defamed"
        r"|libelled|infringed"
        r"|discriminated|breached|violated)\b",
        "liable",
        "claim",
    ),
    ruling_pattern(
        rf"\b(?:awarded|awards)\b (?!costs){NEAR}[£$€₹]\d|\bbeen awarded\b {NEAR}[£$€₹]\d", "liable", "claim"
    ),
    ruling_pattern(
        r"\b(?:found|ruled|decided|finds|rules)\b (?:largely |mostly )?(?:for|in favou?r of|in (?:his|her"
        r"|its|their) favou?r)\b|\bagreed with the (?:claimant|plaintiff)s?\b|\bwon (?!(?:\w+ ){1,2}appeal)"
        r"(?:his|her|its"
        rf"|their|the|back)\b{NEAR}(?:case|claim|suit|lawsuit|job|appeal)?",
        "granted",
        "claim",
    ),
    ruling_pattern(
        r"(?<!had )\b(?:settled|settles|has settled|have settled)\b|\bagreed (?:on \w+ )?to pay\b"
        r"(?! [£$€₹][\d.,]+ ?\w* for [A-Z])"
        r"|\bconsent (?:judgment|decree|order)\b|\b(?:to|will) (?:resolve|settle) (?:a|the|its|claims"
        r"|allegations|his|her|charges)\b|\b(?:reached?|agreed (?:to|on)) (?:an? )"
        r"(?:[$£€₹][\d.,]+ ?\w* )?(?:\w+ )?settlement\b"
        rf"|\bvoted\b{NEAR}\bto settle\b",
        "settled",
        "claim",
    ),
    ruling_pattern(
        rf"\b(?:granted|grants|allowed|allows|approved|approves|awarded)\b{WITHIN}\b{THING_OF_MOTION}\b"
        rf"|\b{THING_OF_MOTION}\b{NEAR}\b(?:was|were|has been|is|been) (?:granted|allowed|approved)\b"
        rf"|\bgranted\b{NEAR}\b(?:fees|costs)\b"
        rf"|\b(?:slapp\w+|impos\w+|issu\w+|enter\w+|obtain\w+|secur\w+|won|there(?:’s|'s| is| was))\b{NEAR}"
        r"\b(?:injunction|interdict|restraining order)s?\b"
        r"|\b(?:was|were|been|is|are) (?:permanently |temporarily |also )?(?:enjoined|barred|restrained"
        r"|prohibited)\b(?= from| until)|\ballowed\b[^.;,]{0,50}\b(?:claim|case|suit|lawsuit)\b[^.;,]{0,30}"
        r"\b(?:to (?:go ahead|proceed|continue))\b|\blifted the stay\b|\bsustain(?:s|ed) (?:an"
        r"|the) objection",
        "granted",
        "motion",
    ),
    ruling_pattern(
        rf"\b(?:dismiss(?:ed|es))\b{NEAR}\b{THING_OF_MOTION}\b|\b{THING_OF_MOTION}\b{WITHIN}\b(?:was|were"
        r"|been|is) (?:also )?dismissed\b",
        "dismissed",
        "motion",
    ),
    ruling_pattern(
        r"\b(?:den(?:ied|ies|ying)|refus(?:ed|es|ing)|reject(?:ed|s|ing)|turned down|threw out|throws out"
        rf"|overrul(?:ed|es)|declined)\b{NEAR}\b{THING_OF_MOTION}\b"
        rf"|\b{THING_OF_MOTION}\b{WITHIN}\b(?:was|were|been|is) (?:also )?(?:denied|refused"
        r"|rejected|turned down|overruled)\b|\b(?:refused|declined) to (?:strike out|throw out"
        r"|dismiss|grant|order|stay|allow)\b|\b(?:award|request"
        rf"|bid)\b{WITHIN}\bwas refused\b|\b(?:denied|refused|rejected) it\b|\bdenied (?:his|her|their|its"
        rf"|the)\b{NEAR}(?:request|bid)",
        "denied",
        "motion",
    ),
    ruling_pattern(
        rf"\b(?:bid|motion|application|request|plea) (?:for|to|that)\b{NEAR}\bfailed\b", "denied", "motion"
    ),
    ruling_pattern(
        rf"\b(?:reject(?:ed|s)|den(?:ied|ies)|refused)\b(?! that){NEAR}\b(?:counterclaim|claim|suit)\b"
        rf"|\b(?:counterclaim|claim)\b{NEAR}\bwas (?:rejected|denied|refused)\b",
        "denied",
        "claim",
    ),
    ruling_pattern(
        r"\b(?:dismiss(?:ed|es|ing)|(?:thr(?:ew|own|ows)|kick(?:ed|s)) out"
        r"|struck out|str(?:uck|ikes) (?:out|down)"
        rf"|tossed(?: out)?|dropped)\b{NEAR}\b{THING_OF_CLAIM}\b|\b{THING_OF_CLAIM}\b{WITHIN}\b(?:was"
        r"|were|been|is) (?:later |also |then )?(?:dismissed|(?:thrown|kicked) out|struck out|dropped"
        rf"|tossed(?: out)?)\b|\b(?:was|were) dismissed from\b|\bdismissed\b{NEAR}\bclaim\b"
        r"|\bstruck out\b"
        rf"|\b{THING_OF_CLAIM}\b(?: (?:in|for|of|against)\b{NEAR})? failed\b(?! to)",
        "dismissed",
        "claim",
    ),
    *APPEALS,
    ruling_pattern(
        rf"\b(?:withdrew|withdrawn|withdraws|abandoned|discontinued)\b{NEAR}\b(?:{APPEAL}|{THING_OF_CLAIM}"
        rf"|{THING_OF_MOTION})\b",
        "withdrawn",
        "?",
    ),
    ruling_pattern(
        rf"\b{THING_OF_CLAIM}\b{NEAR}\b(?:was |were |, )?stayed\b|\bstayed\b{NEAR}\b(?:{THING_OF_CLAIM}"
        r"|order|proceedings)\b",
        "stayed",
        "claim",
    ),
    ruling_pattern(r"\b(?:ruled|held|holds|declared)\b that\b", "other", "claim"),
)
"""In the order in which they are tried; of two that match at one place, the first stands."""


def refusal_by(judges: Iterable[str]) -> RulingPattern:
    """What a court or one of some judges refused to do, whatever it is: “refused to freeze the accounts”."""
    who = "|".join((r"judge|court|justice|bench|tribunal|magistrates?|sheriff", *map(re.escape, judges)))
    return ruling_pattern(
        rf"\b(?:{who})\b(?:[’']s)?(?: (?:had|has|also|then|later)){{0,2}}"
        r" (?:refused|declined) to (?!comment|say)",
        "denied",
        "motion",
    )
