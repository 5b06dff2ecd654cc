"""Why a request of a program is not answered: each with its HTTP status and a sentence."""

import math
from collections.abc import Iterable, Mapping

from bot.api.models import FieldProblem

MOST_NAMED = 20
"""Mistakes of one request that are named."""


class RequestRefused(Exception):
    """A request that is not answered; ``errors`` name each field or parameter that is wrong."""

    def __init__(self, status: int, detail: str, errors: Iterable[FieldProblem] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)[:MOST_NAMED]
        self.headers: Mapping[str, str] = {}


class NoSuchThing(RequestRefused):
    """There is nothing with an id, or no such page; the sentence says of what."""

    def __init__(self, sentence: str) -> None:
        super().__init__(404, sentence)


class WithdrawnThing(RequestRefused):
    """A case or a source that was withdrawn; the sentence says when and why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(410, sentence)


class TryLater(RequestRefused):
    """A request that may be sent again after some seconds, which are rounded up."""

    def __init__(self, status: int, detail: str, seconds: float) -> None:
        super().__init__(status, detail)
        self.headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
