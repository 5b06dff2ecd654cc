"""The noun for a person beside a name, as an article introduces somebody: “lawyer ”, “, a dairy chemist,”."""

import re

from bot.authoring.name_words import HUMAN


def noun_before(before: str) -> str:
    """The noun for a person directly before a name: “lawyer ” or “lawyer, ”."""
    found = re.search(
        r"(?<![\w’'])([\w-]+)(?: |(?:,| KC,) (?:the |a )?|,? (?:named|called|whose name (?:is|was)) )\Z",
        before,
    )
    word = found[1].lower() if found else ""
    return word if word in HUMAN or word == "host" else ""


def noun_after(after: str) -> str:
    """The noun for a person in the apposition directly after a name: “, a dairy chemist,”."""
    found = re.match(
        r",(?: \d\d,)? (?:(?:a|an|the|his|her|its|their|who was|who is)\b|[A-Z][\w ]*’s"
        r"|[\w ]+['’]s)? ?((?:[\w’'-]+ ){0,4}?[\w-]+)(?=[,.]| of | for | who | from )",
        after,
    )
    words = found[1].lower().split() if found else []
    return words[-1] if words and words[-1] in HUMAN else ""
