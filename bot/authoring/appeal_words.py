"""Words of English by which articles tell what a court of appeal did."""

from bot.authoring.ruling_terms import APPEAL, DECISION, NEAR, WITHIN, ruling_pattern

APPEALS = (
    ruling_pattern(
        rf"\b(?:dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|thr(?:ew|own) out|turned down|knocked back"
        rf"|tossed)\b{NEAR}"
        rf"\b(?:{APPEAL}|challenges?)\b(?! court)|\bgrounds\b{NEAR}\b(?:was|were) (?:all )?(?:rejected"
        rf"|dismissed)\b"
        rf"|\b{APPEAL}\b{WITHIN}\b(?:was|were) (?:dismissed|rejected)\b"
        rf"|\b{APPEAL}\b(?: against\b{NEAR})? (?:failed|fails)\b|\blost (?:again )?on appeal\b"
        rf"|\b(?:lost|loses) (?:his|her|its|their|an?|the) (?:[\w-]+ ){{0,2}}?(?:{APPEAL}|challenge)\b"
        rf"|\bchallenge\b{NEAR}\b(?:was|were) (?:dismissed|rejected|thrown out)\b",
        "dismissed",
        "appeal",
    ),
    ruling_pattern(
        rf"\ballow(?:ed|s)\b{NEAR}\b{APPEAL}\b|\b{APPEAL}\b{NEAR}\b(?:was|were) allowed\b|\b(?:reversed"
        r"|reverses|overturned|overturns|quashed|quashes|reinstated|reinstates|revived"
        rf"|revives)\b|\b(?:restored|restores|restoring)\b{NEAR}\b{DECISION}\b"
        rf"|\b{APPEAL}\b(?: by\b{NEAR})? (?:succeeded|succeeds)\b|\bwon (?:on|(?:his|her|its|their"
        r"|the)) appeal\b",
        "reversed",
        "appeal",
    ),
    ruling_pattern(
        rf"\b(?:thr(?:ew|ows|own) out|wip(?:ed|es) out|eras(?:ed|es)|tossed(?: out)?"
        rf"|toss(?:es)?)\b{NEAR}\b{DECISION}\b"
        rf"|\b{DECISION}\b{NEAR}\b(?:was|were|been) (?:thrown out|tossed(?: out)?|wiped out)\b"
        r"|\b(?:cancel\w+|revok\w+|rescind\w+|annul\w+) (?:the|his|her|its|their|an?) (?:\w+ )?(?:bail"
        r"|licence|license"
        r"|order|permit|approval|contract|suspension|decision)\b"
        r"|\bsetting aside\b|\b(?:vacated|vacates|sets? aside(?! [$£€\d]| money| funds)|annulled|annuls"
        r"|voided|nullified)\b",
        "vacated",
        "appeal",
    ),
    ruling_pattern(
        r"\b(?:refused|declined|refuses|declines|refusing|declining) to (?:revive|reinstate|overturn"
        r"|disturb|reopen|reverse"
        r"|upset|second-guess)\b|\bdid uphold\b|\b(?:stood|stands) by\b[^.;,]{0,30}\b(?:ruling|decision"
        r"|verdict|finding|jury)\b|\b(?:leaves|left)\b[^.;,]{0,20}\bstanding\b"
        rf"|\b{DECISION}\b{NEAR}\bstands?\b(?=[.,;])|\bbacked\b{NEAR}\b{DECISION}\b"
        rf"|\b(?:affirmed|affirms|upheld|upholds|confirmed|confirms)\b{NEAR}\b{DECISION}\b"
        rf"|\b{DECISION}\b{NEAR}\b(?:was|were) (?:upheld|affirmed|confirmed)\b|\b(?:affirmed|upheld)\b"
        rf"|\b(?:left (?:standing|in place)|lets? stand)\b|\bleft\b{NEAR}\b(?:intact|undisturbed)\b"
        rf"|\bnot disturb(?:ed)?\b",
        "affirmed",
        "appeal",
    ),
    ruling_pattern(
        r"\b(?:goes|went|go|returns|returned|heads) back to (?:the|a) (?:[\w-]+ ){0,3}?(?:court|judge"
        r"|tribunal|committee"
        r"|commission|arbitrator)\b|\b(?:now )?returns to (?:the|a) (?:[\w-]+ ){0,3}?(?:court|judge"
        r"|tribunal)\b"
        r"|\b(?:remitted|remits|remitting)\b|\breturned the (?:case|matter|dispute) to\b"
        r"|\bremand(?:ed|s|ing)\b(?! (?:\w+ )?(?:in|into|on|until|till)\b)"
        rf"|\bsen(?:t|ds|ding)\b{NEAR}\bback (?:to|for)\b|\bordered a (?:new|second) trial\b",
        "remanded",
        "appeal",
    ),
    ruling_pattern(
        rf"\b(?:cut|cuts|reduced|reduces|trimmed|trims|did trim|slashed|slashes|lowered|halved"
        rf"|pared)\b{WITHIN}\b{DECISION}\b"
        rf"|\b{DECISION}\b{NEAR}\b(?:was|were) (?:cut|reduced|trimmed|slashed|lowered|halved|pared)\b",
        "reduced",
        "appeal",
    ),
    ruling_pattern(
        rf"(?<!for )\b(?:increased|raised|doubled|tripled|enhanced|enhances"
        rf"|enhancing)\b{NEAR}\b{DECISION}\b|\b{DECISION}\b{NEAR}\b(?:was"
        r"|were) (?:increased|raised|doubled|tripled)\b",
        "increased",
        "appeal",
    ),
)
"""In the order in which they are tried, after those of claims, motions and charges."""
