"""What the fields of a card's form are called, in plain words beside their names in a case file."""

from collections.abc import Mapping

from bot.answers.phrases import Phrase, phrase
from bot.authoring.card_fields import FIELDS, CardKind

_LAWSUIT: Mapping[str, Phrase] = {
    "lawsuit": phrase("Lawsuit"),
    "lawsuit_is": phrase("Whether the article says which lawsuit"),
}
_LABELS: Mapping[CardKind, Mapping[str, Phrase]] = {
    "party": {
        "name": phrase("Name"),
        "kind": phrase("Kind of party"),
        "role": phrase("Role in the case"),
        "aliases": phrase("Other names, with “; ” between them"),
    },
    "lawsuit": {
        "label": phrase("What it is called"),
        "plaintiffs": phrase("Who sues"),
        "defendants": phrase("Who is sued"),
        "court": phrase("Before which court"),
    },
    "statement": {
        "speaker": phrase("Who speaks"),
        "quote_type": phrase("How the words are given"),
        "attribution": phrase("Whether the article names the speaker"),
        "medium": phrase("Where it was said, such as in court"),
    },
    "award": {
        "kind": phrase("Kind of amount"),
        "value": phrase("The number, such as 5000000"),
        "currency": phrase("Currency, such as USD"),
        "to": phrase("Who gets it"),
        "against": phrase("Who pays it"),
        "undisclosed": phrase("Does the article keep the amount back"),
        "part_of": phrase("Of which amount it is a part"),
        "purpose": phrase("What it is for"),
        "per": phrase("For what it is due each time, such as day"),
        "condition": phrase("On what it depends, in words of the article"),
    },
    "ruling": {
        "on": phrase("What was ruled on"),
        "outcome": phrase("How it was decided"),
        "claim": phrase("The claim, motion or charge"),
        "against": phrase("Against whom"),
        "decider": phrase("Who decided"),
        "prejudice": phrase("Whether it can be brought again"),
        "counts": phrase("How many counts the article gives"),
        "sentence": phrase("The penalty of a criminal court, in words of the article"),
        "share": phrase("The share of the fault, in words of the quotation"),
        "percent": phrase("The share in percent, where the words do not say it alone"),
    },
    "relief": {
        "kind": phrase("Kind of relief"),
        "outcome": phrase("What became of it"),
        "what": phrase("What is to be done or left undone"),
        "deadline": phrase("Until when"),
        "to": phrase("In whose favour"),
        "against": phrase("Against whom"),
    },
    "date": {
        "edtf": phrase("Date, such as 2023-07-12"),
        "certainty": phrase("Whether the article states all of it"),
        "of": phrase("Of which entry it is the date"),
        "label": phrase("What happened"),
        "participants": phrase("Who took part"),
        "event_status": phrase("Whether it has happened or is planned"),
    },
    "status": {"value": phrase("Where it stands")},
    "caveat": {
        "text": phrase("What is open, in a sentence"),
        "weight": phrase("How much it weighs"),
        "about": phrase("What it is about"),
    },
}


def field_labels(kind: CardKind) -> Mapping[str, Phrase]:
    """The label of each field of a kind of cards, by the field's name."""
    known = {**_LAWSUIT, **_LABELS[kind]}
    return {name: known[name] for name in FIELDS[kind]}
