"""Verbs of English by which articles report what somebody said, wrote, claimed or ruled."""

import re
from collections.abc import Iterator

_FORMS = (
    "said|says|say|saying|told|tells|tell|telling|wrote|writes|writing|added|adds|adding|argued|argues"
    "|arguing|asked|asks"
    "|announced|announces|announcing|replied|replies|answered|answers|explained|explains|insisted|insists"
    "|insisting"
    "|observed|observes|observing|noted|notes|noting|remarked|testified|testifies|testifying|stated|states"
    "|stating"
    "|recalled|recalls|warned|warns|warning|sobbed|sobs|fumed|fumes|laughed|laughs|wailed|joked|jokes"
    "|whispered"
    "|whispers|shouted|shouts|cried|cries|snapped|quipped|declared|declares|complained|complains|maintained"
    "|maintains|suggested|suggests|stressed|stresses|vowed|vows|submitted|submits|alleged|alleges|alleging"
    "|contended|contends|continued|continues|concluded|concludes|conceded|concedes|countered|counters"
    "|responded"
    "|responds|confirmed|confirms|confirming|admitted|admits|admitting|acknowledged|acknowledges|accepted"
    "|accepts"
    "|claimed|claims|claiming|boasted|boasts|posted|tweeted|repeated|repeats|reiterated|objected|pleaded"
    "|protested|pointed out|points out|pointing out|went on|put it|puts "
    "it|agreed|agrees|thinks|believes|estimated"
    "|estimates|predicted|predicts|promised|promises|urged|urges|begged|revealed|reveals|disclosed|raged"
    "|blasted"
    "|gushed|beamed|sighed|muttered|murmured|yelled|screamed|roared|groaned|stormed|thundered|ruled|held"
    "|found"
    "|holding|finding|ruling|heard|learned|described|describes|describing|called|calls|calling|branded"
    "|brands|labelled|labels"
    "|labeled|dubbed|termed|deemed|dismissed it "
    "as|accused|accuses|denied|denies|denying|rejected|demanded|demands"
    "|hoped|feared|offered|commented|comments|remembers|remembered|reads|read|counselled|intoned|exclaimed"
    "|volunteered"
    "|joins|grumbles|grumbled|scoffs|scoffed|reckons|reckoned|retorts|retorted|shrugs|shrugged|muses"
    "|opines|opined|recounts|recounted|reflects|reflected|laments|rejects|rules|blasts|slams|slammed|begins"
    "|began"
    "|remarks|summed up|quoted|cautioned|lamented|mused|reported|reports"
    "|shot back|shoots back|fired back|fires back|hit back|hits back|snapped back|chimed in|chimes in|piped "
    "up"
    "|put in|blurted(?: out)?|called out|cried out|spelled out|wanted to know|wants to know|let slip"
    "|grinned|grins|smiled|smiles|chuckled|chuckles|giggled|shuddered|nodded|winced|shouting|screaming"
    "|yelling"
    "|chanting|crying|sobbing|laughing|joking|asking|replying|wondering|wondered|wonders|marvelled|marveled"
    "|confessed|confesses|swore|swears|attested|attests|texted|texts|emailed|e-mailed|emails|tweets|blogged"
    "|scribbled|penned|inked|signed off|praised|praises|praising|hailed|hails|hailing|lauded|lauds|welcomed"
    "|welcomes|applauded|credited|thanked|thanks|condemned|condemns|condemning|criticised|criticises"
    "|criticized|criticizes|decried|decries|denounced|denounces|derided|derides|mocked|mocks|mocking"
    "|ridiculed|lambasted|lambasts|castigated|berated|chided|chides|rebuked|scolded|attacked|attacks|assailed"
    "|skewered|excoriated|faulted|faults|faulting|accusing|likened|likens|likening|compared|compares"
    "|comparing"
    "|characterised|characterises|characterized|characterizes|characterizing|portrayed|portrays|painted|cast"
    "|depicted|summarised|summarises|summarized|styled|referred to|refers to|referring to|spoke of|speaks of"
    "|speaking of|talked of|talks of|talking of|complaining of|warned of|expressed|expresses|expressing"
    "|voiced"
    "|voices|recorded|records|cited|cites|citing|invoked|invoking|recited|recites|apologised|apologises"
    "|apologized|apologizes|deplored|regretted|regrets|bemoaned|bemoans|pledged|pledges|pledging|vowing"
    "|promising|urging|insists|pressed|presses|pleads|implored|begs|countering|counters|rejoined|parried"
    "|ventured|ventures|offers|advised|advises|instructed|instructs|reminded|reminds|assured|assures"
    "|informed|informs|theorised|theorized|speculated|surmised|inferred|reasoned|reasons|reasoning|posited"
    "|opining|decided|decides|determined|determines|declares|declaring|pronounced|pronounces|proclaimed"
    "|proclaims|trumpeted|crowed|crows|enthused|enthuses|effused|gloated|sniffed|sniffs|tutted|huffed|spat"
    "|hissed|bellowed|barked|growled|mumbled|stammered|whimpered|intones|deadpanned|deadpans|wisecracked"
    "|quips|jokes|allowed|allows|granted that|acknowledging|conceding|emphasised|emphasises|emphasized"
    "|emphasizes|stresses|stressing|underlined|underlines|highlighted|highlights|signalled|signaled|indicated"
    "|indicates|implied|implies|hinted|hints|intimated|affirmed that|avers|averred|asserted|asserts|asserting"
    "|deposed|submitting|contending|telling|informing|reporting|adjudged|characterising|depicting|labelling"
    "|labeling|branding|dubbing|dismissing|dismissed|dismisses|scorned|spurned|rubbished|slated|slating"
    "|mouthed|mouths|invited|invites|quotes|blasting|savaged|savages|ripped|rips|trashed|hammered|bashed"
)


def _with_participles(forms: str) -> str:
    """The forms of verbs with “arguing” for each “argued”, as an alternative of a pattern."""
    known = forms.split("|")
    regular = [one.removesuffix("ed") for one in known if one.endswith("ed") and " " not in one]
    added = [f"{stem[:-1]}ying" if stem.endswith("i") else f"{stem}ing" for stem in regular]
    return "|".join(dict.fromkeys((*known, *added)))


SAYING = _with_participles(_FORMS)
"""Verbs after or before a quotation, or before a report."""
SPEECH_VERB = re.compile(rf"(?<![\w-])(?:{SAYING})(?![\w-])")
NOUN_BEFORE = re.compile(r"\b(?:the|an?|his|her|its|their|any|no|such|most|best|much|often|[\w-]+[’']s)\s+\Z")
ADVERBS = (
    r"(?:\s+|(?:also|then|later|once|again|since|just|earlier|repeatedly|reportedly|famously|angrily|had"
    r"|has|have|was|is|would|will"
    r"|could|must|previously|today|yesterday|tonight|simply|still|always|never|now|further|only|even|both"
    r"|all|\w+ly"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last night|last week|last month|last year|not"
    r"|been)(?=\s|\Z))*"
)
"""What may stand between whoever speaks and the verb."""
REPORTING = (
    r"said|says|say|saying|observing|told|tells|telling|wrote|writes|added|adds|adding|argued|argues"
    r"|arguing|announced|announces|replied|replies"
    r"|answered|explained|explains|insisted|insists|insisting|observed|noted|notes|testified|testifies"
    r"|stated|states|recalled"
    r"|recalls|warned|warns|declared|complained|maintained|maintains|suggested|suggests|stressed|vowed"
    r"|submitted"
    r"|alleged|alleges|alleging|contended|contends|conceded|countered|responded|confirmed|confirms|admitted"
    r"|admits"
    r"|acknowledged|acknowledges|accepted|claimed|claims|claiming|boasted|believes|thinks|estimated"
    r"|estimates|predicted"
    r"|promised|revealed|reveals|denied|denies|denying|points out|pointed out|repeated|reiterated|pleaded"
    r"|accused|accuses"
    r"|holding|ruling|finding|concluded|asks|asked|agreed|heard|reported|hoped|feared|stating|warning"
    r"|noting|concedes"
)
"""Verbs that report what somebody said without quoting it."""
REPORT_VERB = re.compile(rf"(?<![\w-])(?:{REPORTING})(?![\w-])")
ONLY_WITH_THAT = re.compile(
    r"(?:holding|ruling|finding|concluded|agreed|accepted|heard|asked|asks|reported|pleaded|responded"
    r"|observed"
    r"|recalled|repeated|hoped|feared|noted|suggested)\Z"
)
"""Verbs that report speech only before “that”, “if” or “whether”."""


def speech_verbs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The verbs of speech between two offsets, without the nouns of the same letters: “the ruling”."""
    for found in SPEECH_VERB.finditer(text, start, end):
        if not NOUN_BEFORE.search(text, max(start, found.start() - 30), found.start()):
            yield found
