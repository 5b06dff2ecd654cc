"""Builds the address of a quotation on the bot's web pages."""

from __future__ import annotations

from bot.answers.answer import Quotation


def permalink(quotation: Quotation) -> str:
    """The path of the reading page that highlights a quotation."""
    return f"/cases/{quotation.case}/sources/{quotation.source.id}?q={quotation.id}#q-{quotation.id}"
