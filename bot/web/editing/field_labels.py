"""What the fields of a card's form are called, for those whose names do not say what to fill in."""

from collections.abc import Mapping

from bot.answers.phrases import Phrase, phrase

FIELD_LABELS: Mapping[str, Phrase] = {
    "undisclosed": phrase("Does the article keep the amount back"),
    "part_of": phrase("Of which amount it is a part"),
    "purpose": phrase("What it is for"),
    "per": phrase("For what it is due each time, such as day"),
    "condition": phrase("On what it depends, in words of the article"),
    "counts": phrase("How many counts the article gives"),
    "sentence": phrase("The penalty of a criminal court, in words of the article"),
    "share": phrase("The share of the fault, in words of the quotation"),
    "percent": phrase("The share in percent, where the words do not say it alone"),
}
"""The labels of the fields that few entries have, by their names."""
