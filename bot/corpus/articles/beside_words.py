"""Words by which pages say what is no part of an article: names in markup, titles, times, counters."""

import re

from bot.cases.quotation_marks import CLOSING_MARKS


def _any(*lines: str) -> str:
    """A pattern that matches one of the patterns in some lines of them, separated by spaced bars."""
    return f"(?:{'|'.join(one for line in lines for one in line.split(' | '))})"


MARKED = re.compile(
    r"(?:^|[-_])"
    + _any(
        r"related | recommend(?:ed|ations?|s)? | recirc\w* | trending | popular",
        r"newsletters? | promos? | social",
        r"most[-_]?(?:read|viewed|popular|shared) | read[-_]?(?:more|next|also|on)",
        r"more[-_]?(?:on|from|stories)",
        r"(?:share|shares|sharing)(?:[-_]?(?:bar|buttons?|counts?|tools?|links?))?",
        r"adslots? | ads? | adsbygoogle | adverts?",
        r"advertis(?:ement|ements|ing|er) | sponsor(?:ed)? | outbrain | taboola",
        r"comments? | cookies? | consent",
        r"teasers? | breadcrumbs? | tags | topics | ticker | meistgelesen | weiterlesen | empfehlung(?:en)?",
    )
    + r"(?:$|[-_])"
)
"""Matches a name in ``class`` or ``id`` of an element that stands beside the text."""
ROLES = frozenset({"complementary", "navigation", "search", "contentinfo", "dialog", "status", "timer"})
"""Roles of such elements (https://www.w3.org/TR/wai-aria-1.2/#role_definitions)."""
TITLES = re.compile(
    _any(
        r"most (?:read|viewed|popular|shared) | read (?:more|also|next|on) | see also",
        r"watch(?: also)? | don['’]t miss",
        r"related(?: (?:articles?|stories|topics|links?|content|news))? | (?:top|latest) (?:stories|news)",
        r"more (?:from .* | on this(?: story)?|stories|news|like this)",
        r"recommended(?: .*)? | trending(?: .*)?",
        r"you (?:may|might) (?:also )?(?:like|be interested in).*",
        r"meist ?gelesen(?:e artikel)?",
        r"(?:mehr|weitere) (?:zum thema|artikel|von .*|nachrichten) | zum thema",
        r"lesen sie (?:auch|hierzu|mehr) | auch interessant | empfohlen(?: .*)? | das könnte sie .*",
        r"lo más (?:leído|visto) | te puede interesar | le[ae] también",
        r"(?:noticias )?relacionad[oa]s | más noticias",
    )
    + r"\W*",
    re.IGNORECASE,
)
"""Matches the title of a list of other articles, in English, German and Spanish."""
STAMP = re.compile(
    r"(?:(?:last|first|zuletzt|última) )?"
    + _any(
        "updated? | published | modified | posted | reading time | aktualisiert",
        "veröffentlicht | stand | lesezeit",
        "actualizad[oa] | publicad[oa] | actualización",
    )
    + r"\b",
    re.IGNORECASE,
)
"""Matches how a line begins that may tell only when the page was changed, or how long it takes to read."""
OF_TIMES = frozenset(
    word
    for line in (
        "a an one ago at on in am pm a.m p.m second seconds minute minutes min mins hour hours hr",
        "hrs day days",
        "just now today yesterday read gmt bst utc est edt pst pdt et cet cest",
        "monday tuesday wednesday thursday friday saturday sunday january february march april may",
        "june july august",
        "september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
        "um uhr vor am der den sekunden minute minuten stunde stunden tag tagen heute gestern mez mesz",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni",
        "juli oktober dezember",
        "hace el la las de a hoy ayer segundos minuto minutos hora horas día días",
        "lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio",
        "julio agosto",
        "septiembre octubre noviembre diciembre",
    )
    for word in line.split()
)
"""Words that such a line has beside numbers."""
COUNTER = re.compile(
    r"[\d.,]+[km]?\s+"
    + _any(
        r"people | readers | users | shares? | comments? | likes? | views? | reactions? | min(?:ute)?s? read",
        r"kommentare? | leser | personas | comentarios?",
    )
    + r"(?:\s+(?:(?:are|have|like|on|to|so|lesen|haben|auf|zu|están|han|en)\b.{0,20})?"
    r"\b(?:this|it|now|far|dies|diese[mn]|gerade|est[eo]|ahora)\b.{0,40})?",
    re.IGNORECASE,
)
"""Matches a line that counts who reads, shares or comments."""
NOTICE = re.compile(
    "^"
    + _any(
        "corrections? | clarification | editor['’]s note | update | korrektur",
        "berichtigung | richtigstellung",
        "anmerkung der redaktion | corrección | fe de erratas | nota del editor",
    )
    + r"(?=\s*[:–—(,.]|\s+\d)"
    + r"|\bthis (?:article|story|piece) (?:was|has been) (?:amended|corrected|updated|changed)"
    r"|\bfrüheren? (?:version|fassung)|\bversión anterior",
    re.IGNORECASE,
)
"""Matches a notice that says what an article had wrong; pages put it in footers and asides."""
SENTENCE = re.compile(rf"[.…][{CLOSING_MARKS})\]]*\Z")
"""Matches the end of a sentence; headlines of other articles have none."""
