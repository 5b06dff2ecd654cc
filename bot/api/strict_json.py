"""Reads JSON strictly: in UTF-8, each name once, and no value that is none."""

import json
from collections.abc import Sequence
from typing import Any

from bot.api.refusals import RequestRefused


def parsed_json(raw: bytes) -> Any:
    """The value that some bytes hold as JSON in UTF-8 (RFC 8259). Raises RequestRefused."""
    try:
        return json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise RequestRefused(400, "The body is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise RequestRefused(400, f"The body is not JSON: {error.msg} at character {error.pos}.") from None
    except RecursionError:
        raise RequestRefused(400, "The body is not JSON that can be read: it is nested too deeply.") from None
    except ValueError:
        raise RequestRefused(400, "The body is not JSON: a number in it is too long.") from None


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestRefused(400, f"The field {twice[:80]!a} is given twice.")
    return found


def _no_number(name: str) -> Any:
    raise RequestRefused(400, f"The body is not JSON: {name} is no value.")
