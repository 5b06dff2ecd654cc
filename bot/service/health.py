"""Named checks of a process, which say together whether it is ready to do its work."""

from collections.abc import Callable, Collection, Mapping

Check = Callable[[], str | None]
"""Says why something is not in order, or gives None. The event loop calls it, so it never waits."""


class Health:
    """The checks of a process; each part of it adds one for what it cannot do without."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Add a check by a name such as “database”; one of the same name is replaced."""
        self._checks[name] = check

    def remove(self, name: str) -> None:
        """Forget a check, where there is one of this name."""
        self._checks.pop(name, None)

    def states(self) -> Mapping[str, str | None]:
        """The name of each check with what it says now: a reason, or None where all is well."""
        return {name: check() for name, check in self._checks.items()}

    def problems(self, exclude: Collection[str] = ()) -> Mapping[str, str]:
        """The reasons of the checks that fail, by their names, without those that are excluded."""
        found = self.states().items()
        return {name: reason for name, reason in found if reason is not None and name not in exclude}
