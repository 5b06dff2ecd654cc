"""Writes files that readers see whole or not at all, beside others that write the same one."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name first, in its folder, and rename it. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        # What was written of it would fill a full disk for good.
        Path(name).unlink(missing_ok=True)
        raise
