"""Tells whether a question asks what a case is about or how far it is, as a whole and for nothing besides."""

import re

from bot.search.folding import fold

CASE = r"(?:this|that|it|here|(?:the|this|that) (?:whole )?(?:case|lawsuit|suit|trial|story|article|thing))"
"""A regular expression for what people call a case that they have before them."""
ENGLISH = (
    rf"what(?:'s| is|s) (?:{CASE}|{CASE} (?:all )?about|going on|happening|up with {CASE}|new|the latest"
    r"|the (?:story|case|lawsuit)|the gist)"
    rf"|what(?:'s| has|s)? happened(?: (?:so far|here|in {CASE}|with {CASE}))?"
    rf"|(?:(?:give|get|tell|show) (?:me|us) )?(?:(?:a|an|the) )?(?:short |quick |brief )?"
    rf"(?:summary|overview|recap|rundown|gist|basics)(?: (?:of|on) {CASE})?"
    rf"|(?:summari[sz]e|recap|explain|sum up) {CASE}|sum {CASE} up|tl ?;? ?dr"
    r"|(?:any |the )?(?:news|updates?|latest)|(?:catch|fill) (?:me|us) (?:up|in)"
    r"|bring (?:me|us) up to speed|where do(?:es)? (?:it|this|things) stand"
)
DER_FALL = (
    r"(?:(?:dem|diesem|der|dieser|den|diesen|das|die) (?:ganzen )?(?:fall|prozess|klage|sache|artikel))"
)
GERMAN = (
    rf"(?:worum|um was) geht(?:s| es|'s)(?: (?:hier|da|eigentlich|denn|genau))*(?: (?:in|bei) {DER_FALL})?"
    r"|was ist (?:hier )?(?:los|passiert|geschehen)(?: hier)?|was (?:gibt es|gibt's|gibts) neues"
    r"|wie ist der (?:aktuelle )?stand|(?:(?:eine?|die) )?(?:kurze )?(?:zusammenfassung|uberblick|überblick)"
    rf"(?: (?:von|zu) {DER_FALL})?|fass(?:e)? (?:es|das|{DER_FALL})(?: (?:kurz|mal|bitte))* zusammen"
)
EL_CASO = r"(?:(?:el|este|la|esta) (?:caso|juicio|demanda|noticia|articulo|artículo))"
SPANISH = (
    rf"¿?(?:de que|de qué) (?:va|trata|se trata)(?: (?:esto|{EL_CASO}))?|¿?qu[eé] (?:ha )?pas(?:a|o|ó|ado)"
    rf"|(?:(?:un|el) )?(?:breve )?resumen(?: (?:de|del) (?:{EL_CASO}|caso))?|¿?qu[eé] hay de nuevo"
)
BEFORE = r"(?:(?:so|ok|okay|hey|hi|hello|and|but|wait|also|na|hallo|und|oye|hola|pues)\W+)*"
AFTER = r"(?:\W+(?:please|pls|plz|now|exactly|again|right now|bitte|por favor))*\W*"
OVERVIEW = re.compile(rf"\W*{BEFORE}(?:{ENGLISH}|{GERMAN}|{SPANISH}){AFTER}")
"""Matches a whole question for an overview; in folded text."""


def asks_for_an_overview(question: str) -> bool:
    """Whether a question, as it was typed, in English, German or Spanish, asks for nothing more exact."""
    return bool(OVERVIEW.fullmatch(fold(question).strip()))
