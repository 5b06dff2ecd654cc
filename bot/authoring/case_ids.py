"""Proposes the id of a new case, from the two names that its article says most often."""

import re
from collections.abc import Container

from bot.authoring.entry_ids import slug
from bot.authoring.proposals import Proposals, ProposedParty
from bot.cases.rules import LONGEST_SLUG

NAMES = 2
"""Names of an id, as in “stone-gull”."""


def proposed_id(text: str, proposals: Proposals, taken: Container[str] = ()) -> str:
    """An id that is not taken yet, such as “stone-gull” or “stone-gull-2”; “case” where nobody is named."""
    parties = sorted(
        (one for one in proposals.parties if one.kind in {"person", "organization"}),
        key=lambda one: (-_mentions(text, one), one.start),
    )
    words = list(dict.fromkeys(slug(one.name, set()) for one in parties))[:NAMES] or ["case"]
    base = "-".join(words)[: LONGEST_SLUG - 4].strip("-")
    tried = (base if number == 1 else f"{base}-{number}" for number in range(1, 1000))
    return next(one for one in tried if one not in taken)


def _mentions(text: str, party: ProposedParty) -> int:
    forms = {party.name, *party.aliases, party.name.rsplit(maxsplit=1)[-1]}
    return len(re.findall("|".join(rf"\b{re.escape(one)}\b" for one in sorted(forms, reverse=True)), text))
