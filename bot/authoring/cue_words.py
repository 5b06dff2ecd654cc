"""Words beside a quotation that say, or do not say, who speaks."""

import re

from bot.authoring.speech_verbs import ADVERBS, SPEECH_VERB

VERB_FIRST = re.compile(
    rf"[\"”’»'›]?[,.]?[ \u00a0](?:(?:{SPEECH_VERB.pattern}))[ \u00a0](?!(?:that|of|to|in|on|at|about|how|by"
    r"|it|reporters)\b)"
)
GAP_BEFORE_A_NAME = re.compile(
    r"(?:the )?(?:[A-Z]\w+ (?:of|in|for) (?=[A-Z])|(?!(?:that|of|to|in|on|at|by|for|and|who|as|it"
    r"|they)\b)[\w&’'.-]+ ){0,5}"
)
"""Matches what stands between a verb and whoever spoke: “said Hull Health Commissioner Ann Boggis”."""
ACCORDING_AFTER = re.compile(r"[\"”’»'›]?[,.]? according to ")
WORDS_OF = re.compile(
    r"[\"”’»'›]?,? (?P<verb>was|is|were|are|came) (?P<whom>[\w .’'-]{1,60}?)(?:[’']s|(?<=s)[’'])"
    r" (?:\w+ ){0,2}?(?P<words>advice|verdict|reply|answer|response|message|words|comment|summary"
    r"|description|plea|view|retort|assessment|conclusion|take)\b"
)
"""Matches whose words a quotation is said to be: “…” was the judge’s advice."""
PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?\Z")
WHERE_HEARD = re.compile(r"(?:told|asked|warned|urged)\Z")
"""Verbs after whose passive stands what somebody heard, and not said."""
CALLED = re.compile(
    r"(?:called|described|branded|dubbed|label?led|termed|deemed|portrayed|characteri[sz]ed|hailed|likened"
    r"|dismissed|mocked|cast|styled|depicted|held|found|quoted|cited|referred to)\Z"
)
"""Verbs after whose passive stands what somebody is called, by whom is not told."""
NOMINAL = re.compile(
    r"(?:[’']s|(?<=s)[’']) (?:[\w-]+ ){0,2}?(?P<words>claim|description|characteri[sz]ation|assertion"
    r"|contention|argument"
    r"|suggestion|explanation|remark|comment|observation|words|phrase|promise|threat|warning|insistence"
    r"|complaint"
    r"|account|testimony|answer|response|reply|conclusion|admission|denial|boast|prediction|plea|apology"
    r"|advice|view|belief|allegation)s?"
    r"(?= (?:that|of|about|as|to|was|were|is)\b|,? [“\"‘«])"
)
"""Matches the words of somebody: “Ann Boggis’s claim that”."""
IS_BEFORE = re.compile(r"\b(?:was|were|is|are) [“\"‘«']\Z")
SOURCE_BEFORE = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the words of|[Tt]o quote) ")
DIRECTLY = re.compile(
    rf"(?:{ADVERBS}|,[^;:]*,\s?{ADVERBS}|(?: [KQ]C)?,? (?:who|for|of) [^;:]*,\s?{ADVERBS})\Z"
)
"""Matches what stands between a name and the verb of which it plainly is the subject."""
GIVES_A_REASON = re.compile(r"\b(?:because|since|while|when|after)\b")
"""Matches what follows “he was told to leave” where what he heard does not go on."""
OF_A_HOUSE = re.compile(
    r"(?:[’']s|(?<=s)[’'])? (?:(?!(?:of|the|for|at|in|from|and|who|on|to|a|an|by|with"
    r"|as)\b)[a-z][\w-]* ){1,4}"
)
"""Matches between an organization and the name of whoever speaks: “said Hull Mutual actuary Ann Boggis”."""
OF_ANOTHER = re.compile(r"\b(?:which|who) (?:\w+ )?[a-z]+(?:s|ed) [“\"‘«']?\Z")
"""Matches before a piece whose words are another's than the speaker's: “he cited a rule which bans “…””."""
PARENTHETICAL = re.compile(r",\s(?:[\w’'.-]+\s){1,3}\Z")
RELATIVE = re.compile(rf"\b(?:who|which|whom)\s+{ADVERBS}\Z")
FROM_SOMEBODY = re.compile(r"(?:[Ss]tatement|[Ll]etter|[Ee]mail|[Mm]essage) (?:from|by|of)")
NO_CUE_AFTER = re.compile(
    r"[\"”’»'›]*,?\s(?:and|but|while|whereas|although|because|so|which|with|after|before|when|then|or|to"
    r"|for|of|in which)\b"
)
"""Matches after a piece what goes on with the article's sentence and does not say who speaks."""
CLAUSE_AFTER = re.compile(r"[\"”’»'›]?[,.]?\s")
MEDIUM = re.compile(
    r"\b(?:in|by|on|via|told .{1,60} (?:by|in))\s+(?:a |an |the |his |her "
    r"|its )?(?P<medium>(?:\w+ )?(?:interview|statement|email"
    r"|e-mail|letter|post|tweet|judgment|ruling|order|brief|filing|complaint|phone|telephone|television"
    r"|memo|speech|note))\b"
)
NO_SHORTENED_WORD = "".join(
    rf"(?<!\b{word}[.!?])"
    for word in (
        *(
            "[A-Z]",
            "M[rs]",
            "Mrs",
            "Messrs",
            "Dr",
            "St",
            "Ltd",
            "Pvt",
            "Inc",
            "Corp",
            "Co",
            "Jr",
            "Sr",
            "Rs",
            "No",
        ),
        *("Prof", "Gov", "Sen", "Rep", "Rev", "Hon", "Capt", "Col", "Gen", "Lt", "Sgt", "v"),
    )
)
"""Matches after a mark that ends a sentence, which the full stop of a shortened word does not."""
SENTENCE_END = re.compile(rf"[.!?]{NO_SHORTENED_WORD}(?:\s+|(?=[\"“‘«'])|\Z)")
END_OF_CLAUSE = re.compile(rf"[.!?]{NO_SHORTENED_WORD}(?=\s)|;")
