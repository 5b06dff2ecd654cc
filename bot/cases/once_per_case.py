"""Keeps what follows from a case alone for as long as the case is in memory."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, TypeVarTuple
from weakref import ref

from bot.cases.model import Case


class _OfOneCase(Protocol):
    @property
    def case(self) -> Case: ...


OfCase = TypeVar("OfCase", bound=Case | _OfOneCase)
Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

_RESULTS: dict[int, tuple[ref[Case], dict[tuple[Any, ...], Any]]] = {}
"""The results for each case in memory, by the identity of the case: a case is frozen, but slow to hash.

They are not kept on the case itself, which is pickled with all of its attributes.
"""


def once_per_case(
    work: Callable[[OfCase, *Arguments], Result],
) -> Callable[[OfCase, *Arguments], Result]:
    """Make a function of a case, or of what has one, run once for each case object and further arguments.

    The result may depend on nothing else, and must not hold the case, which would then never be freed. The
    further arguments are ids of the case's own entries, so that there are few.
    """

    @wraps(work)
    def kept(subject: OfCase, *arguments: *Arguments) -> Result:
        results = _results_of(subject if isinstance(subject, Case) else subject.case)
        key = (work, *arguments)
        if key not in results:
            results[key] = work(subject, *arguments)
        result: Result = results[key]
        return result

    return kept


def _results_of(case: Case) -> dict[tuple[Any, ...], Any]:
    key = id(case)
    known = _RESULTS.get(key)
    if known is None or known[0]() is not case:
        # At exit the names of a module are gone before the last cases are.
        forget = _RESULTS.pop
        known = (ref(case, lambda _: forget(key, None)), {})
        _RESULTS[key] = known
    return known[1]
