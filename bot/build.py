"""Which code runs: the commit that it was built from, as far as that is known."""

from pathlib import Path

PACKAGE = Path(__file__).parent
WRITTEN = PACKAGE / "REVISION"
"""A file that a build writes, with the name of the commit: an image and a wheel have no folder of git."""
UNKNOWN = "unknown"
SHOWN = 12
"""Hexadecimal digits of a commit's name that are shown."""


def revision(written: Path = WRITTEN, git: Path = PACKAGE.parent / ".git") -> str:
    """The commit, shortened: as the build wrote it, or as the checkout stands; “unknown” without either."""
    try:
        if written.is_file():
            return written.read_text("ascii").strip()[:SHOWN] or UNKNOWN
        return _checked_out(git)[:SHOWN] or UNKNOWN
    except (OSError, ValueError):
        return UNKNOWN


def _checked_out(git: Path) -> str:
    """The commit that a checkout stands at, read as git keeps it; empty where that is elsewhere."""
    head = (git / "HEAD").read_text("ascii").strip()
    if not head.startswith("ref: "):
        return head
    name = head.removeprefix("ref: ")
    if (loose := git / name).is_file():
        return loose.read_text("ascii").strip()
    packed = (git / "packed-refs").read_text("utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
