"""Tells whether a question asks what a case is about or how far it is, as a whole and for nothing besides."""

import re

from bot.search.folding import fold

CASE = r"(?:this|that|it|here|(?:the|this|that) (?:whole )?(?:case|lawsuit|suit|trial|story|article|thing))"
"""A regular expression for what people call a case that they have before them."""
POLITELY = r"(?:(?:can|could|would) you )?(?:please )?"
ENGLISH = (
    rf"what(?:'s| is|s) (?:{CASE}|(?:all )?{CASE} (?:all )?about|up with {CASE}"
    rf"|the latest(?: (?:on|in|with) {CASE})?|(?:going on|happening|new)(?: (?:here|(?:in|with|on) {CASE}))?"
    r"|the (?:story|case|lawsuit|deal|gist)(?: here)?)"
    rf"|what(?:'s| has|s)? happened(?: (?:so far|here|in {CASE}|with {CASE}))?"
    rf"|{POLITELY}(?:(?:give|get|tell|show) (?:me|us) )?(?:(?:a|an|the) )?(?:short |quick |brief )?"
    rf"(?:summary|overview|recap|rundown|gist|basics)(?: (?:of|on) {CASE})?"
    rf"|{POLITELY}(?:(?:summari[sz]e|recap|explain|sum up)(?: {CASE})?|sum {CASE} up|tell me about {CASE})"
    rf"|tl ?;? ?dr|(?:any |the |latest )?(?:news|updates?|latest)(?: (?:on|in|about) {CASE})?"
    rf"|{POLITELY}(?:(?:catch|fill) (?:me|us) (?:up|in)|bring (?:me|us) up to speed)"
    r"|where do(?:es)? (?:it|this|things) stand"
)
"""A regular expression for questions for an overview, as in the two languages below."""
DER_FALL = (
    r"(?:(?:(?:dem|diesem|der|dieser|den|diesen|das|die) (?:ganzen )?)?(?:fall|prozess|klage|sache|artikel))"
)
GERMAN = (
    r"(?:worum|um was) (?:geht|dreht)(?:s| es| sich das|'s)(?: (?:hier|da|eigentlich|denn|genau))*"
    rf"(?: (?:in|im|bei) {DER_FALL})?"
    r"|was ist (?:(?:hier|denn|bisher) )*(?:los|passiert|geschehen)(?: hier)?"
    r"|was (?:gibt es|gibt's|gibts) neues|gibt(?: es|'s|s) (?:neuigkeiten|(?:et)?was neues)"
    r"|(?:wie|was) ist der (?:aktuelle )?stand(?: der dinge)?"
    r"|(?:gib (?:mir|uns) )?(?:(?:einen?|die|den|der) )?(?:kurzen? )?(?:zusammenfassung|überblick)"
    rf"(?: (?:von|zu|über) {DER_FALL})?"
    rf"|fass(?:e)? (?:es|das|{DER_FALL})(?: (?:kurz|mal|bitte))* zusammen"
    rf"|kannst du (?:mir )?(?:es|das|{DER_FALL}) (?:kurz )?zusammenfassen"
)
EL_CASO = r"(?:(?:el|este|la|esta) (?:caso|juicio|demanda|noticia|art[ií]culo))"
SPANISH = (
    rf"(?:de|sobre) qu[eé] (?:va|es|trata|se trata)(?: (?:esto|{EL_CASO}))?"
    r"|qu[eé] (?:(?:ha )?(?:pas|sucedi|ocurri)(?:a|o|ó|ado|do)|est[aá] pasando)"
    rf"(?: (?:aqu[ií]|hasta ahora|en {EL_CASO}))?|qu[eé] hay de nuevo"
    rf"|(?:(?:dame|hazme) )?(?:(?:un|el) )?(?:breve )?resumen(?: (?:de|del) (?:{EL_CASO}|caso))?"
    rf"|(?:(?:me )?puedes resumir|resume|res[uú]meme)(?: (?:esto|{EL_CASO}))?"
    r"|(?:hay |alguna )?novedad(?:es)?|[uú]ltimas noticias"
)
BEFORE = r"(?:(?:so|ok|okay|hey|hi|hello|and|but|wait|also|na|hallo|und|oye|hola|pues)\W+)*"
AFTER = r"(?:\W+(?:please|pls|plz|now|exactly|again|right now|bitte|por favor))*\W*"
OVERVIEW = re.compile(rf"\W*{BEFORE}(?:{ENGLISH}|{GERMAN}|{SPANISH}){AFTER}")
"""Matches a whole question for an overview; in folded text."""


def asks_for_an_overview(question: str) -> bool:
    """Whether a question, as it was typed, in English, German or Spanish, asks for nothing more exact."""
    return bool(OVERVIEW.fullmatch(fold(question).strip()))
