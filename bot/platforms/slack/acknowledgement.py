"""What Slack is answered to a request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

HANDLED = 200


@dataclass(frozen=True)
class Acknowledgement:
    """An answer as of HTTP; Socket Mode puts its JSON into an envelope."""

    status: int = HANDLED
    text: str = ""
    content_type: str = "text/plain"


EMPTY = Acknowledgement()


def in_json(answer: dict[str, Any]) -> Acknowledgement:
    """An answer that says something."""
    return Acknowledgement(text=json.dumps(answer, ensure_ascii=False), content_type="application/json")
