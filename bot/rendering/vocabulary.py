"""The names that answers use for the values and fields of a case file."""

from collections.abc import Mapping

from bot.answers.phrases import Phrase, phrase

Vocabulary = Mapping[str, Phrase]
"""A phrase for each value of a field of the model."""

OUTCOMES: Vocabulary = {
    "liable": phrase("Found liable"),
    "not_liable": phrase("Found not liable"),
    "cleared": phrase("Cleared"),
    "guilty": phrase("Found guilty"),
    "not_guilty": phrase("Found not guilty"),
    "dismissed": phrase("Dismissed"),
    "other": phrase("Ruling"),
}
STATUSES: Vocabulary = {
    "filed": phrase("Filed"),
    "pending": phrase("Pending"),
    "verdict": phrase("Verdict"),
    "judgment": phrase("Judgment"),
    "settled": phrase("Settled"),
    "dismissed": phrase("Dismissed"),
    "appealed": phrase("Appealed"),
    "closed": phrase("Closed"),
}
AMOUNTS: Vocabulary = {"awarded": phrase("Awarded"), "sought": phrase("Sought"), "paid": phrase("Paid")}
KINDS: Vocabulary = {
    "person": phrase("Person"),
    "organization": phrase("Institution"),
    "court": phrase("Court"),
    "unnamed": phrase("Not named"),
}
QUOTE_TYPES: Vocabulary = {
    "indirect": phrase("Reported by the article"),
    "mixed": phrase("Reported by the article"),
}
"""How a statement is introduced where it is not quoted as a whole."""
VERDICTS: Vocabulary = {
    "verbatim": phrase("✓ Verbatim"),
    "typography": phrase("✓ Verbatim but for typography"),
    "elided": phrase("… Words left out"),
    "altered": phrase("≠ Altered"),
    "misattributed": phrase("⇄ Misattributed"),
    "disclaimed": phrase("⊘ Disclaimed"),
    "superseded": phrase("↷ Superseded"),
    "not_found": phrase("∅ Not in our sources"),
}
STRIPPED: Vocabulary = {
    "bidi": phrase("hidden marks of direction"),
    "bracket": phrase("brackets around a letter"),
    "code": phrase("marks of code"),
    "emoji": phrase("emoji"),
    "emphasis": phrase("marks of emphasis"),
    "entity": phrase("entities of HTML"),
    "escape": phrase("backslashes"),
    "heading": phrase("marks of a heading"),
    "letter_forms": phrase("special forms of letters"),
    "line_hyphen": phrase("hyphens at line ends"),
    "line_quote": phrase("marks of quoted lines"),
    "link": phrase("links"),
    "list_mark": phrase("list marks"),
    "look_alikes": phrase("letters of another alphabet that look alike"),
    "masked_link": phrase("addresses behind words"),
    "mention": phrase("mentions"),
    "reversed": phrase("a hidden mark that turns letters around"),
    "spoiler": phrase("marks of spoilers"),
    "struck": phrase("words struck out"),
    "zero_width": phrase("invisible characters"),
}
"""What a check took off a claim, since it is no part of its words."""
PARTS: Vocabulary = {
    "attachment": phrase("attachment"),
    "block": phrase("block"),
    "component": phrase("component"),
    "content": phrase("text"),
    "embed": phrase("embed"),
    "forwarded": phrase("forwarded message"),
    "link": phrase("label of a link"),
}
"""Where in a message a claim stood, by the first word of the part's name."""
CHANGES: Vocabulary = {
    "gained": phrase("Added: {entry} “{label}”"),
    "lost": phrase("Removed: {entry} “{label}”"),
    "corrected": phrase("Corrected: {entry} “{label}”"),
}
SECTIONS: Vocabulary = {
    "sources": phrase("source"),
    "lawsuits": phrase("lawsuit"),
    "rulings": phrase("ruling"),
    "awards": phrase("amount"),
    "statements": phrase("statement"),
    "events": phrase("event"),
    "parties": phrase("person or institution"),
    "caveats": phrase("open point"),
}
FIELDS: Vocabulary = {
    "id": phrase("id"),
    "quote": phrase("quotation"),
    "asserted_by": phrase("whose words"),
    "caveats": phrase("open points"),
    "date": phrase("date"),
    "lawsuit": phrase("lawsuit"),
    "lawsuit_candidates": phrase("possible lawsuits"),
    "file": phrase("file"),
    "sha256": phrase("sha256"),
    "date_published": phrase("day of publication"),
    "in_language": phrase("language"),
    "headline": phrase("headline"),
    "author": phrase("author"),
    "publisher": phrase("publisher"),
    "url": phrase("web address"),
    "text": phrase("text"),
    "kind": phrase("kind"),
    "name": phrase("name"),
    "aliases": phrase("other names"),
    "roles": phrase("roles"),
    "described_as": phrase("description"),
    "label": phrase("label"),
    "case_name": phrase("name of the case"),
    "docket_number": phrase("docket number"),
    "court": phrase("court"),
    "plaintiffs": phrase("plaintiffs"),
    "defendants": phrase("defendants"),
    "cause": phrase("cause of action"),
    "date_filed": phrase("day of filing"),
    "status": phrase("status"),
    "claim": phrase("claim"),
    "outcome": phrase("outcome"),
    "against": phrase("against whom"),
    "decider": phrase("who decided"),
    "amount": phrase("amount"),
    "to": phrase("to whom"),
    "speaker": phrase("speaker"),
    "quoted": phrase("quoted words"),
    "quote_type": phrase("kind of quotation"),
    "cue": phrase("words that attribute it"),
    "medium": phrase("medium"),
    "sequence": phrase("place in a sequence"),
    "attribution": phrase("attribution"),
    "repeats": phrase("what it repeats"),
    "participants": phrase("participants"),
    "supersedes": phrase("what it supersedes"),
    "how": phrase("how it supersedes that"),
    "contradicts": phrase("what it contradicts"),
    "same_as": phrase("what it tells again"),
    "withdrawn": phrase("withdrawal"),
}
"""The fields of the entries of a case file, for what a correction changed."""
