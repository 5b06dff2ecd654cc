"""Checks on single fields of a case that need more than the field's own kind (see rules.py)."""

import re
from collections.abc import Callable
from typing import Any

from bot.cases.local_text import LocalText
from bot.cases.numerals import counts_in
from bot.cases.outcomes import OUTCOMES_OF
from bot.cases.rules import RuleContext, RuleViolation, Unverifiable, in_a_source, not_quoted
from bot.cases.selectors import Selector
from bot.cases.validation import ValidationContext
from bot.cases.words import occurs_whole

PUBLISHER = "publisher"
CRIMINAL = frozenset({"guilty", "convicted", "pleaded_guilty"})
"""Outcomes that only a criminal court gives."""
PREJUDICE = re.compile(r"(?<!not )\b(with|without) prejudice\b")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.ASCII)


def readable(file: str, context: RuleContext) -> str:
    """Raise RuleViolation where a source's file cannot be read or lies outside the case's folder."""
    if refusal := context.validation.contents[file].refusal:
        raise RuleViolation(refusal)
    return file


def has_digest(sha256: str, context: RuleContext) -> str:
    """Raise RuleViolation where the SHA-256 that was typed is not that of the source's file."""
    # A file that cannot be read is reported already, and is not among the fields.
    file = context.fields.get("file")
    content = context.validation.contents[file] if file is not None else None
    if content and content.sha256 != sha256:
        raise RuleViolation(
            f"the file's sha256 is {content.sha256}: this is not the article that was summarised"
        )
    return sha256


def with_text(data: dict[str, Any], validation: ValidationContext) -> dict[str, Any]:
    """Give the field ``text`` of a source: the content of its file, empty where that cannot be read."""
    content = validation.contents.get(str(data.get("file")))
    return {"text": content.text if content else ""}


def with_identity(_: dict[str, Any], validation: ValidationContext) -> dict[str, Any]:
    """Give the fields ``id`` and ``version`` of a case: its folder's name, and the SHA-256 of its file."""
    return {"id": validation.case_id, "version": validation.version}


def web_address(url: str | None, _: RuleContext) -> str | None:
    """Raise RuleViolation where an address does not begin with http:// or https://."""
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        raise RuleViolation(f"“{url}” is not a web address")
    return url


def stated_or_open(candidates: tuple[str, ...], context: RuleContext) -> tuple[str, ...]:
    """Raise RuleViolation where a fact gives both its lawsuit and candidates for it."""
    if candidates and context.fields.get("lawsuit"):
        raise RuleViolation(
            "a lawsuit is either stated (“lawsuit:”) or open (“lawsuit_candidates:”), not both"
        )
    return candidates


def not_reserved(party: str, _: RuleContext) -> str:
    """Raise RuleViolation where a party takes the id that stands for the publisher."""
    if party == PUBLISHER:
        raise RuleViolation(f"“{PUBLISHER}” means whoever published the source; give the party another id")
    return party


def as_in_a_source(name: str, context: RuleContext) -> str:
    """Raise RuleViolation where no source gives the name of a party, unless its kind is “unnamed”."""
    if context.fields.get("kind") in {None, "unnamed"}:
        return name
    if isinstance(name, LocalText):
        raise RuleViolation(
            "a name is words of a source: only the unnamed are described in several languages"
        )
    return in_a_source(name, context)


def within_the_quotation(quoted: tuple[Selector, ...], context: RuleContext) -> tuple[Selector, ...]:
    """Raise RuleViolation where words of the speaker lie outside the statement's quotation."""
    content = context.fields.get("quote") or ()
    for selector in quoted:
        if content and not any(outer.contains(selector) for outer in content):
            raise RuleViolation(
                f"the quoted words “{selector.exact}” do not stand in the statement's quotation"
            )
    return quoted


def beside_the_quotation(cue: tuple[Selector, ...], context: RuleContext) -> tuple[Selector, ...]:
    """Raise RuleViolation where a cue stands in an article from which nothing of the statement is quoted."""
    article = context.validation.article
    quoted = {article(selector.source) for selector in context.fields.get("quote") or ()}
    for selector in cue:
        if quoted and article(selector.source) not in quoted:
            raise not_quoted(selector.exact, selector.source)
    return cue


def quoted_in_part(kind: str, context: RuleContext) -> str:
    """Raise RuleViolation where a direct statement, all of which is quoted, also lists quoted words."""
    if kind == "direct" and context.fields.get("quoted"):
        raise RuleViolation(
            "“quoted” is for indirect and mixed statements; a direct one is quoted as a whole"
        )
    return kind


def as_the_quotation_says(outcome: str, context: RuleContext) -> str:
    """Raise RuleViolation for an outcome of a criminal court where the quotation says “liable” alone."""
    said = " ".join(selector.exact for selector in context.fields.get("quote") or ()).lower()
    criminal = "guilty" in said or "convict" in said
    if outcome in CRIMINAL and re.search(r"\bliable\b", said) and not criminal:
        raise RuleViolation(f"the quotation says “liable”, which is not “{outcome}”: write “outcome: liable”")
    return outcome


def fits_what_is_ruled_on(outcome: str, context: RuleContext) -> str:
    """Raise RuleViolation for an outcome that the thing ruled on cannot have: a liable motion."""
    ruled_on = context.fields.get("on")
    if ruled_on is not None and outcome not in OUTCOMES_OF[ruled_on]:
        known = ", ".join(sorted(OUTCOMES_OF[ruled_on]))
        raise RuleViolation(f"the outcome of a ruling “on: {ruled_on}” is not “{outcome}”; known: {known}")
    return outcome


def only_of_a_dismissal(prejudice: str | None, context: RuleContext) -> str | None:
    """Raise RuleViolation where “prejudice” is not for a dismissal, or the quotation says the opposite.

    Granting a motion can dismiss something as well.
    """
    outcome = context.fields.get("outcome")
    outcomes = {"dismissed", None}
    if context.fields.get("on", "motion") == "motion":
        outcomes |= {"granted", "granted_in_part"}
    if prejudice and outcome not in outcomes:
        raise RuleViolation("“prejudice” is for a dismissal: with or without the right to sue again")
    said = " ".join(selector.exact for selector in context.fields.get("quote") or ())
    words = set(PREJUDICE.findall(said))
    if prejudice and words and prejudice not in words:
        [other] = words
        raise RuleViolation(f"the quotation says “{other} prejudice”: write “prejudice: {other}”")
    return prejudice


def as_many_as_the_quotation_says(counts: int | None, context: RuleContext) -> int | None:
    """Raise RuleViolation for a number of counts below 1, or for more than an English quotation says."""
    if counts is not None and counts < 1:
        raise RuleViolation(f"“{counts}” is no number of counts; write 1 or more")
    quotations = context.fields.get("quote") or ()
    said = [number for selector in quotations for number in counts_in(selector.exact)]
    if counts and said and counts > sum(said) and context.is_english:
        listed = " and ".join(map(str, said))
        raise RuleViolation(
            f"the quotation tells of {listed} counts, not of {counts}: correct “counts”, or quote more"
        )
    return counts


def amount_or_undisclosed(undisclosed: bool, context: RuleContext) -> bool:  # noqa: FBT001 - pydantic's call
    """Raise RuleViolation where an amount is both given and undisclosed, or neither."""
    if "amount" not in context.fields:
        return undisclosed
    if undisclosed and context.fields["amount"] is not None:
        raise RuleViolation("an amount that is given is not undisclosed")
    if not undisclosed and context.fields["amount"] is None:
        raise RuleViolation("“amount” is missing; where the source keeps it back, write “undisclosed: true”")
    return undisclosed


def in_its_source(field: str) -> Callable[[str | tuple[str, ...] | None, RuleContext], Any]:
    """A check that raises RuleViolation where an article does not give its own publisher, headline or author.

    A field that “from_page” lists is given by the editor, from the page that the article stood on.
    """

    def check(given: str | tuple[str, ...] | None, context: RuleContext) -> str | tuple[str, ...] | None:
        if not given or field in context.fields.get("from_page", ()):
            return given
        text = context.validation.texts.get(context.fields.get("id", ""))
        if text is None:
            raise Unverifiable
        for words in (given,) if isinstance(given, str) else given:
            if not occurs_whole(words, text):
                raise RuleViolation(
                    f"“{words}” does not stand in this article; where the page gave it, "
                    f"list the field in “from_page”"
                )
        return given

    return check


def not_its_own(edition_of: str | None, context: RuleContext) -> str | None:
    """Raise RuleViolation where an article is said to be an edition of itself."""
    if edition_of and edition_of == context.fields.get("id"):
        raise RuleViolation("an article is no edition of itself; name the one that was published before it")
    return edition_of


def not_before_publication(day: str | None, context: RuleContext) -> str | None:
    """Raise RuleViolation where an article was modified before it was published."""
    published = context.fields.get("date_published")
    if day and published and day < published:
        raise RuleViolation(f"an article of {published} cannot have been modified on {day}, before it")
    return day


def said_by_somebody(quote_type: str, context: RuleContext) -> str:
    """Raise RuleViolation where nobody attributes or denies words that are said to be disclaimed."""
    fields = context.fields
    if quote_type == "disclaimed" and not (fields.get("attributed_by") or fields.get("denied_by")):
        raise RuleViolation(
            "“disclaimed” words need “denied_by”, who denies them, or “attributed_by”, who tells of them"
        )
    if quote_type != "disclaimed" and fields.get("denied_by"):
        raise RuleViolation("“denied_by” is for words that are “quote_type: disclaimed”")
    return quote_type


def only_with_supersedes(how: str | None, context: RuleContext) -> str | None:
    """Raise RuleViolation for a “how” of a fact that supersedes none."""
    if how and not context.fields.get("supersedes"):
        raise RuleViolation("“how” says how another fact is superseded; name that fact as “supersedes”")
    return how
