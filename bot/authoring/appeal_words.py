"""Words of English by which articles tell what a court of appeal did."""

from bot.authoring.ruling_terms import APPEAL, DECISION, NEAR, WITHIN, ruling_pattern

APPEALS = (
    ruling_pattern(
        rf"\b(?:dismiss(?:ed|es|ing)|reject(?:ed|s)|thr(?:ew|own) out)\b{NEAR}\b{APPEAL}\b(?! court)"
        rf"|\b(?:the|his|her|its|their) {APPEAL}\b{WITHIN}\b(?:was|were) (?:dismissed|rejected)\b"
        rf"|\b{APPEAL}\b(?: against\b{NEAR})? (?:failed|fails)\b|\blost (?:again )?on appeal\b",
        "dismissed",
        "appeal",
    ),
    ruling_pattern(
        rf"\ballow(?:ed|s)\b{NEAR}\b{APPEAL}\b|\b{APPEAL}\b{NEAR}\b(?:was|were) allowed\b|\b(?:reversed"
        r"|reverses|overturned|overturns|quashed|quashes|reinstated|reinstates|revived|revives)\b"
        rf"|\b{APPEAL}\b(?: by\b{NEAR})? (?:succeeded|succeeds)\b|\bwon (?:on|(?:his|her|its|their"
        r"|the)) appeal\b",
        "reversed",
        "appeal",
    ),
    ruling_pattern(
        rf"\bthr(?:ew|ows|own) out\b{NEAR}\b{DECISION}\b"
        r"|\b(?:vacated|vacates|sets? aside(?! [$£€\d]| money| funds)|annulled|annuls|voided|nullified)\b",
        "vacated",
        "appeal",
    ),
    ruling_pattern(
        rf"\b(?:affirmed|affirms|upheld|upholds|confirmed|confirms)\b{NEAR}\b{DECISION}\b"
        rf"|\b{DECISION}\b{NEAR}\b(?:was|were) (?:upheld|affirmed|confirmed)\b|\b(?:affirmed|upheld)\b"
        rf"|\bleft (?:standing|in place)\b|\bleft\b{NEAR}\b(?:intact|undisturbed)\b|\bnot disturb(?:ed)?\b",
        "affirmed",
        "appeal",
    ),
    ruling_pattern(
        r"\b(?:remitted|remits|remitting)\b|\breturned the (?:case|matter|dispute) to\b"
        r"|\bremand(?:ed|s|ing)\b(?! (?:\w+ )?(?:in|into|on|until|till)\b)"
        rf"|\bsen(?:t|ds|ding)\b{NEAR}\bback (?:to|for)\b|\bordered a (?:new|second) trial\b",
        "remanded",
        "appeal",
    ),
    ruling_pattern(
        rf"\b(?:cut|cuts|reduced|reduces|trimmed|trims|slashed|lowered|halved)\b{WITHIN}\b{DECISION}\b"
        rf"|\b{DECISION}\b{NEAR}\b(?:was|were) (?:cut|reduced|trimmed|slashed|lowered|halved)\b",
        "reduced",
        "appeal",
    ),
    ruling_pattern(
        rf"\b(?:increased|raised|doubled|tripled)\b{NEAR}\b{DECISION}\b|\b{DECISION}\b{NEAR}\b(?:was"
        r"|were) (?:increased|raised|doubled|tripled)\b",
        "increased",
        "appeal",
    ),
)
"""In the order in which they are tried, after those of claims, motions and charges."""
