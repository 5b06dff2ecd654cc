"""The names that answers use for the values and fields of a case file."""

from collections.abc import Mapping

from bot.answers.phrases import Phrase, phrase

Vocabulary = Mapping[str, Phrase]
"""A phrase for each value of a field of the model."""

OUTCOMES: Vocabulary = {
    "liable": phrase("Found liable"),
    "not_liable": phrase("Found not liable"),
    "at_fault": phrase("Found at fault"),
    "cleared": phrase("Cleared"),
    "guilty": phrase("Found guilty"),
    "not_guilty": phrase("Found not guilty"),
    "dismissed": phrase("Dismissed"),
    "other": phrase("Ruling"),
    "charged": phrase("Charged"),
    "pleaded_guilty": phrase("Pleaded guilty"),
    "pleaded_not_guilty": phrase("Pleaded not guilty"),
    "convicted": phrase("Convicted"),
    "acquitted": phrase("Acquitted"),
    "sentenced": phrase("Sentenced"),
    "granted": phrase("Granted"),
    "granted_in_part": phrase("Granted in part"),
    "denied": phrase("Denied"),
    "affirmed": phrase("Affirmed"),
    "reversed": phrase("Reversed"),
    "vacated": phrase("Vacated"),
    "remanded": phrase("Sent back to the court below"),
    "reduced": phrase("Reduced"),
    "increased": phrase("Increased"),
    "settled": phrase("Settled"),
    "withdrawn": phrase("Withdrawn"),
    "stayed": phrase("Stayed"),
}
"""What became of a claim or a charge, before its name: “Found liable: defamation”."""
DECISIONS: Vocabulary = {
    "granted": phrase("granted"),
    "granted_in_part": phrase("granted in part"),
    "denied": phrase("denied"),
    "dismissed": phrase("dismissed"),
    "affirmed": phrase("affirmed"),
    "reversed": phrase("reversed"),
    "vacated": phrase("vacated"),
    "remanded": phrase("sent back to the court below"),
    "reduced": phrase("reduced"),
    "increased": phrase("increased"),
    "imposed": phrase("imposed"),
    "sentenced": phrase("sentenced"),
    "settled": phrase("settled"),
    "withdrawn": phrase("withdrawn"),
    "stayed": phrase("stayed"),
    "other": phrase("decided"),
}
"""What became of a motion, an appeal or a penalty, after its name: “Motion to dismiss: granted”."""
PREJUDICE: Vocabulary = {
    "with": phrase("with prejudice: it cannot be brought again"),
    "without": phrase("without prejudice: it can be brought again"),
}
AMOUNTS: Vocabulary = {
    "awarded": phrase("Awarded"),
    "sought": phrase("Sought"),
    "offered": phrase("Offered"),
    "settled": phrase("Settled"),
    "paid": phrase("Paid"),
    "fined": phrase("Fine"),
    "costs": phrase("Costs"),
    "fees": phrase("Fees"),
    "interest": phrase("Interest"),
    "bail": phrase("Bail"),
    "penalty": phrase("Penalty"),
}
RELIEF: Vocabulary = {
    "injunction": phrase("Injunction"),
    "declaration": phrase("Declaration"),
    "recall": phrase("Recall"),
    "monitoring": phrase("Monitoring"),
    "apology": phrase("Apology"),
    "retraction": phrase("Retraction"),
    "other": phrase("Relief"),
}
RELIEF_OUTCOMES: Vocabulary = {
    "sought": phrase("{kind}, sought: {what}"),
    "granted": phrase("{kind}, granted: {what}"),
    "denied": phrase("{kind}, denied: {what}"),
    "offered": phrase("{kind}, offered: {what}"),
}
"""What became of relief, in a whole line: a language may have other words for a motion that is granted."""
ROLES: Vocabulary = {
    "judge": phrase("judge"),
    "counsel": phrase("counsel"),
    "spokesperson": phrase("spokesperson"),
    "expert": phrase("expert"),
    "regulator": phrase("regulator"),
    "prosecutor": phrase("prosecutor"),
    "juror": phrase("juror"),
    "interviewer": phrase("interviewer"),
    "witness": phrase("witness"),
    "plaintiff": phrase("plaintiff"),
    "defendant": phrase("defendant"),
}
"""The roles that are said in the reader's language; others stand as the editor wrote them."""
FATES: Vocabulary = {
    "stands": phrase("{count} stand"),
    "moved": phrase("{count} moved"),
    "altered": phrase("{count} altered"),
    "withdrawn": phrase("{count} withdrawn"),
}
"""What became of an article's quotations in a newer edition, with how many."""
KINDS: Vocabulary = {
    "person": phrase("Person"),
    "organization": phrase("Institution"),
    "court": phrase("Court"),
    "unnamed": phrase("Not named"),
}
STANDINGS: Vocabulary = {
    "filed": phrase("filed"),
    "pending": phrase("pending"),
    "verdict": phrase("decided by a verdict"),
    "judgment": phrase("decided by a judgment"),
    "settled": phrase("settled"),
    "dismissed": phrase("dismissed"),
    "appealed": phrase("appealed"),
    "stayed": phrase("stayed"),
    "remanded": phrase("sent back to the court below"),
    "closed": phrase("closed"),
}
"""Where a lawsuit stands, beside when it was filed: “decided by a verdict · filed 2019”."""
QUOTE_TYPES: Vocabulary = {
    "indirect": phrase("Reported by the article"),
    "mixed": phrase("Reported by the article"),
    "declined": phrase("Did not comment"),
    "question": phrase("A question"),
}
"""How a statement is introduced where it is not quoted as a whole."""
VERDICTS: Vocabulary = {
    "verbatim": phrase("✓ Verbatim"),
    "altered": phrase("≠ Altered"),
    "misattributed": phrase("⇄ Misattributed"),
    "not_found": phrase("∅ Not in our sources"),
}
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
    "relief": phrase("relief"),
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
    "licence": phrase("licence"),
    "date_modified": phrase("day of its edition"),
    "edition_of": phrase("edition"),
    "from_page": phrase("what the page gives"),
    "correction": phrase("correction notice"),
    "on": phrase("what is ruled on"),
    "prejudice": phrase("prejudice"),
    "counts": phrase("counts"),
    "share": phrase("share"),
    "sentence": phrase("sentence"),
    "undisclosed": phrase("disclosure"),
    "purpose": phrase("purpose"),
    "per": phrase("unit"),
    "condition": phrase("condition"),
    "part_of": phrase("what it is a part of"),
    "what": phrase("what is to be done"),
    "deadline": phrase("deadline"),
    "attributed_by": phrase("who attributes it"),
    "denied_by": phrase("who denies it"),
    "answers": phrase("what it answers"),
    "event_status": phrase("whether it took place"),
    "weight": phrase("weight"),
}
"""The fields of the entries of a case file, for what a correction changed."""
