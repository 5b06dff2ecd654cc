"""Words of English by which articles tell what became of claims, motions, charges and appeals."""

import re
from collections.abc import Iterable

from bot.authoring.appeal_words import APPEALS
from bot.authoring.charge_words import CHARGES
from bot.authoring.ruling_terms import (
    A_COURT,
    APPEAL,
    DENIED,
    DENYING,
    MONEY,
    NEAR,
    THING_OF_CLAIM,
    THING_OF_MOTION,
    WITHIN,
    WRONG,
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
    *CHARGES,
    ruling_pattern(
        rf"\b(?:found|held|ruled|decided|concluded)\b{NEAR}\b(?:no|not|never|neither)\b{NEAR}\b{WRONG}"
        rf"|\b{A_COURT}\b[^.;]{{0,40}}\b(?:did not|didn[’']t|had not|hadn[’']t) (?:\w+ly )?{WRONG}"
        r"|\bcleared\b[^.;]{0,50}\bof\b[^.;]{0,30}\b(?:liability|wrongdoing|negligence)\b"
        r"|\bnot (?:be )?(?:held |found )?liable\b|\bfreed?\b[^.;,]{0,40}\bfrom paying\b|\bno liability\b",
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
        rf"\b{WRONG}[^.;]{{0,80}}, (?:an?|the) (?:[\w-]+ ){{0,3}}{A_COURT} (?:has |had )?(?:ruled|found"
        rf"|held|decided)\b"
        rf"|\b{A_COURT}\b{NEAR}\b(?:found|finds|held|ruled|rules|decided|concluded|agreed)\b(?! not| no\b)"
        rf"(?:(?!\b(?:no|not|never|neither|whether|if|question|may|might|could|arguabl[ey]"
        rf"|unless)\b)[^.;,]){{0,90}}?\b{WRONG}"
        rf"|\b{A_COURT}\b{NEAR}\bput (?:the )?damages? at\b"
        rf"|\b{A_COURT}\b (?:had |has |also )?(?:gave|handed|made)\b{NEAR}(?:{MONEY}|\bpay\b)"
        rf"|\b(?:found|finds|finding|held)\b(?! that){NEAR}(?<!not )(?<!been )\b(?:negligent(?:ly)?|libellous"
        r"|defamatory)\b"
        rf"|\b(?:returned|delivered|reached)\b{NEAR}\bverdict (?:of|for) [$£€₹]\d"
        r"|\bverdict (?:was|came (?:back|down)) (?:for|in favou?r of) the (?:plaintiff|claimant)s?\b"
        rf"|\bwon [$£€₹]\d{WITHIN}\b(?:trial|verdict|lawsuit|jury|court|case)\b"
        r"|\bentered (?:\w+ )?judgment (?:\w+ )?(?:for|in favou?r of|against)\b",
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
        rf"|directing)\b(?! to have)(?:{NEAR}|[^.;,]{{0,40}}, which [^.;,]{{0,60}}, )"
        r"(?<!claimants )(?<!plaintiffs )\b(?:to pay(?! (?:the award"
        rf"|(?:[\w’'-]+ ){{0,7}}(?:costs|fees|bills?)|interest))|to cough up|to spend|to surrender|to forfeit"
        rf"|to restore|to replace|to vacate|to dismantle|to stop|to cease|to compensate"
        rf"|to reimburse|to refund|to (?:give|hand|pay) back|to repay|to hand over|to return|to remove"
        rf"|to take down|to apologise|to apologize|to demolish|to reinstate)\b"
        r"|^[^,.]{3,60} must pay\b(?! (?:[\w’'-]+ ){0,7}(?:costs|fees|bills?)\b)|\bmust pay (?:him|her"
        r"|them)\b"
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
        rf"\b(?:awarded|awards|awarding)\b (?!costs){NEAR}{MONEY}|\bbeen awarded\b {NEAR}{MONEY}",
        "liable",
        "claim",
    ),
    ruling_pattern(
        rf"\b(?:ruled|rules|held|found|declared)\b{NEAR}\b(?:was|were|is|are) entitled to\b"
        rf"|\b(?:rul(?:ed|ing)|h(?:eld|olding)|decid(?:ed|ing)) that\b{NEAR}\b(?:may|can|was free to"
        rf"|is free to)\b"
        r"|\b(?:found|ruled|decided|finds|rules)\b (?:largely |mostly )?(?:for|in favou?r of|in (?:his|her"
        r"|its|their) favou?r)\b|\bagreed with the (?:claimant|plaintiff)s?\b|\bsided with\b"
        r"|\bsiding with\b|\bwon the right\b"
        r"|\bwon (?!(?:\w+ ){1,2}appeal)(?:his|her|its"
        rf"|their|the|back)\b{NEAR}(?:case|claim|suit|lawsuit|job|appeal)?",
        "granted",
        "claim",
    ),
    ruling_pattern(
        r"(?<!had )\b(?:settled|settles|has settled|have settled)\b|\bagreed (?:on \w+ )?to pay\b"
        r"(?! [£$€₹][\d.,]+ ?\w* for [A-Z])"
        r"|\b(?:under|by|in|through|entered|signed|approved|agreed to|filed) (?:an?"
        r"|the) (?:\w+ )?consent (?:judgment|decree"
        r"|order)\b|\bconsent (?:judgment|decree|order) (?:was|were) (?:entered|approved|signed)\b"
        r"|\b(?:reached|struck|signed|cut) (?:an?|the) (?:[\w-]+ ){0,2}?(?:deal|agreement|settlement)\b"
        r"|\bunder (?:the|an?|its|their) (?:[\w-]+ ){0,2}?(?:settlement|deal)\b"
        r"|\bended\b[^.;,]{0,30}\bsettlement\b"
        r"|\b(?:was|were) (?:resolved|compromised)\b|\b(?:resolved|settled) out of court\b|\b(?:to"
        r"|will) (?:resolve|settle) (?:a|the|its|claims"
        r"|allegations|his|her|charges)\b|\b(?:reached?|agreed (?:to|on)) (?:an? )"
        r"(?:[$£€₹][\d.,]+ ?\w* )?(?:\w+ )?settlement\b"
        rf"|\bvoted\b{NEAR}\bto settle\b",
        "settled",
        "claim",
    ),
    ruling_pattern(
        rf"\b{A_COURT}\b(?: in [A-Z]\w+)?(?: (?:has|have|had|also|then|later|late|and|yesterday|\w+ly"
        rf"|on \w+day"
        rf"|\w+day)){{0,3}}"
        r" (?:blocked|blocks|halted|halts|froze|freezes|barred|bars|restrained|restrains|enjoined|enjoins"
        r"|banned"
        r"|prohibited|suspended|shut down)\b(?! for)"
        rf"|\b{A_COURT}\b{NEAR}\b(?:blocked|halted|froze|barred|restrained|enjoined"
        rf"|stopped)\b [^.;,]{{0,60}}\bfrom \w+ing\b"
        r"|\bcertif(?:ied|ies|ying)\b[^.;]{0,60}\bclass\b|\bclass (?:was|has been) certified\b"
        r"|\bordered the (?:immediate )?(?:closure|release|removal|demolition|destruction|return|seizure"
        r"|sale|eviction"
        r"|disclosure|suspension)\b"
        r"|\b(?:ordered|orders|directed|directs|told|instructed)\b[^.;,]{0,60}\bto (?:also )?(?:file|submit"
        r"|produce|disclose"
        r"|take down|publish|report|reveal|identify)\b"
        rf"|\b(?:gave|gives|given)\b{NEAR}\b(?:permission|leave|the go-ahead|the green light)\b"
        rf"|\b(?:allowed|allows|permitted|permits|let)\b{NEAR}\bto (?:join|intervene|amend|appeal|proceed"
        rf"|go ahead"
        r"|continue|withdraw)\b|\bissued notices?\b|\baward(?:ed|ing)\b[^.;]{0,40}\b(?:costs|fees)\b"
        rf"|\border\b{NEAR}\b(?:was|were|has been) (?:continued|extended|made permanent)\b"
        rf"|\b(?:granted|grants|allowed|allows|approved|approves)\b{WITHIN}\b{THING_OF_MOTION}\b"
        rf"|\b{THING_OF_MOTION}\b{NEAR}\b(?:was|were|has been|is|been) (?:granted|allowed|approved)\b"
        rf"|\bgranted\b{NEAR}\b(?:fees|costs)\b"
        rf"|\b(?:slapp\w+|impos\w+|issu\w+|enter\w+|obtain\w+|secur\w+|won|there(?:’s|'s| is| was))\b{NEAR}"
        r"\b(?:injunction|interdict|restraining order|protective order)s?\b"
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
        rf"\b{DENYING}\b{NEAR}\b{THING_OF_MOTION}\b"
        rf"|\b{THING_OF_MOTION}\b{WITHIN}\b(?:was|were|been|is) (?:also )?{DENIED}\b"
        r"|\b(?:lost|loses|failed in|fails in) (?:his|her|its|their|an?|the) (?:[\w-]+ ){0,2}?(?:bid"
        r"|attempt|application"
        r"|motion|effort|request)\b|\b(?:refused|declined) to (?:strike out|throw out"
        r"|dismiss|grant|order|stay|allow|make an order)\b|\b(?:court|bench|judge|tribunal|justice"
        r"|panel)\b[^.;]{0,120}"
        r"\b(?:and|but) (?:also )?(?:refused|declined) to (?!comment|say)|\b(?:award|request"
        rf"|bid)\b{WITHIN}\bwas refused\b|\b(?:denied|refused|rejected) it\b|\bdenied (?:his|her|their|its"
        rf"|the)\b{NEAR}(?:request|bid)|\b(?:would not|won[’']t|declined to|refused to) hear (?:the|his|her"
        rf"|its"
        r"|their) (?:case|appeal|challenge)\b",
        "denied",
        "motion",
    ),
    ruling_pattern(
        rf"\b(?:bid|motion|application|request|plea) (?:for|to|that)\b{NEAR}\b(?:failed|went nowhere)\b",
        "denied",
        "motion",
    ),
    ruling_pattern(
        rf"\b(?!thr|down)(?:{DENYING})\b(?! that){NEAR}\b(?:counterclaim|claim|suit)\b"
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
        rf"|\b{THING_OF_CLAIM}\b(?: (?:in|for|of|against|that)\b{NEAR})? (?:failed|fails)\b(?! to)"
        rf"|\b{THING_OF_CLAIM}\b{NEAR}\b(?:did not succeed|did not survive|was not (?:allowed|upheld"
        rf"|made out))\b"
        rf"|\b(?:threw|throws|tossed|kicked) (?:\w+ ){{1,3}}?{THING_OF_CLAIM} out\b"
        r"|\b(?:lost|loses) (?:his|her|its|their|an?|the) (?:\S+ ){0,3}?(?:case|claim|action|lawsuit|suit"
        r"|battle"
        rf"|fight)\b|\b(?:had|saw) (?:his|her|its"
        rf"|their) (?:\S+ ){{0,3}}?{THING_OF_CLAIM}\b{NEAR}\b(?:thrown|tossed|struck) out\b"
        rf"|\btoss(?:es|ing)?\b{NEAR}\b{THING_OF_CLAIM}\b|\btossed\b{NEAR}\b{THING_OF_CLAIM}\b",
        "dismissed",
        "claim",
    ),
    *APPEALS,
    ruling_pattern(
        rf"\bimposed\b{NEAR}\b(?:costs?|penalty|penalties|fine|sanctions?)\b"
        rf"|\bslapped\b{NEAR}\bcosts? order\b",
        "imposed",
        "penalty",
    ),
    ruling_pattern(
        rf"\b(?:{THING_OF_CLAIM}|{APPEAL})\b{NEAR}\b(?:was|were|been) (?:withdrawn|abandoned|discontinued"
        rf"|not pursued)\b",
        "withdrawn",
        "?",
    ),
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
    ruling_pattern(
        rf"\b{A_COURT}\b{NEAR}\b(?:ordered|orders|directed|directs)\b (?!to){NEAR}\bto (?!pay\b)[a-z]+",
        "liable",
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
