"""How much is tried of what could be tried without end: some of it by ``make test``, more by ``make proofs``.

Both run every test. What is only tried more often, or with more of the same kind, is what the second adds.
"""

from __future__ import annotations

import os

LONG = bool(os.environ.get("PROOFS"))
"""Whether this is a run in which everything is tried, as ``make proofs`` sets it."""


def tries(in_proofs: int, in_tests: int) -> int:
    """How often something is tried: so often by ``make proofs``, and by ``make test``."""
    return in_proofs if LONG else in_tests
