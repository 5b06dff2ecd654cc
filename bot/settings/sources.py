"""Where the texts of settings come from: the environment, ``.env``, and files that hold one secret each."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path

FROM_FILE = "_FILE"
"""What follows the name of a secret in the setting that names a file with it: DISCORD_TOKEN_FILE."""
LONGEST_SECRET = 64 * 1024
"""Bytes of a file with one secret at most."""
LONGEST_ENV_FILE = 1024 * 1024
"""Bytes of ``.env`` at most."""
MOST_LIKE = 0.8
"""How much alike two names are, from 0 to 1, from which on one is held to be the other with a slip."""
FAMILIES = ("DISCORD_", "SLACK_")
"""How names begin that are settings of ours and of few others."""
MOUNTED_SECRETS = ("/run/secrets/", "/var/run/secrets/")
"""Where container engines put secrets, which all may read there: nobody else is in the container."""


class UnusableSource(Exception):
    """A source of settings cannot be used; the message is a sentence that names the cure."""


def texts(
    environ: Mapping[str, str], env_file: Path, names: Collection[str], secret: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """The text of each setting that is given, by name, and a sentence for each source that is of no use.

    The environment goes before the file. In either, a ``secret`` one may be given by the path of a file.
    """
    found: dict[str, str] = {}
    problems: list[str] = []
    try:
        of_file = file_values(env_file)
    except UnusableSource as problem:
        of_file, problems = {}, str(problem).splitlines()
    for name in names:
        # Set to nothing in the environment, it is not given at all.
        given = environ if environ.keys() & {name, name + FROM_FILE} else of_file
        try:
            found[name] = _text(name, given, may_be_in_file=name in secret)
        except UnusableSource as problem:
            problems.append(str(problem))
    return found, problems


def _text(name: str, given: Mapping[str, str], *, may_be_in_file: bool) -> str:
    text = given.get(name, "").strip()
    path = given.get(name + FROM_FILE, "").strip() if may_be_in_file else ""
    if text and path:
        raise UnusableSource(f"{name}: {name}{FROM_FILE} is set too; remove one of them")
    return _secret_of(name + FROM_FILE, Path(path)) if path else text


def _secret_of(name: str, path: Path) -> str:
    """The text of a file with one secret, without the spaces and line ends around it."""
    try:
        if path.is_dir():
            raise UnusableSource(f"{name}: {path} is a folder; name the file that holds the secret")
        if path.exists() and not path.is_file():
            raise UnusableSource(f"{name}: {path} is a pipe or a device; name a file that holds the secret")
        with path.open("rb") as file:
            held = file.read(LONGEST_SECRET + 1)
        text = held.decode("utf-8-sig").strip()
    except OSError as error:
        raise UnusableSource(
            f"{name}: {path} cannot be read: {error.strerror}; name a file that can"
        ) from None
    except UnicodeDecodeError:
        raise UnusableSource(
            f"{name}: {path} is not text; it has to hold the secret and nothing else"
        ) from None
    if not text or len(held) > LONGEST_SECRET:
        what = "too long for a secret" if text else "empty"
        raise UnusableSource(f"{name}: {path} is {what}; write the secret into it, and nothing else")
    return text


def file_values(path: Path) -> dict[str, str]:
    """The values of ``.env``; none where it is missing. Raises UnusableSource with all its mistakes."""
    if not os.path.lexists(path):
        return {}
    text = _text_of(path)
    # Imported here: most commands run where there is no such file.
    from dotenv import dotenv_values  # noqa: PLC0415
    from dotenv.parser import parse_stream  # noqa: PLC0415

    if mistakes := [
        f"{path}, line {line.original.line}: this is not NAME=value, or a quotation mark is not closed; "
        "correct the line, or put a # before it"
        for line in parse_stream(StringIO(text))
        if line.error
    ]:
        raise UnusableSource("\n".join(mistakes))
    return {name: value for name, value in dotenv_values(stream=StringIO(text)).items() if value is not None}


def _text_of(path: Path) -> str:
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):
            what = "folder" if path.is_dir() else "pipe or a device"
            raise UnusableSource(f"{path} is a {what}; remove it, and make a file of that name")
        with path.open("rb") as file:
            held = file.read(LONGEST_ENV_FILE + 1)
    except OSError as error:
        raise UnusableSource(
            f"{path} cannot be read: {error.strerror}; mend its rights, or remove it"
        ) from None
    if len(held) > LONGEST_ENV_FILE:
        raise UnusableSource(f"{path} is too long for settings; leave NAME=value lines alone in it")
    try:
        # Editors of Windows begin a file with a mark.
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = held[: error.start].count(b"\n") + 1
        raise UnusableSource(f"{path}, line {line}: this is not UTF-8; save the file as UTF-8") from None


def unknown(given: Iterable[str], names: Collection[str]) -> Iterator[str]:
    """A sentence for each given name that looks like a setting and is none, with the nearest right name."""
    for name in sorted(set(given) - set(names)):
        near = _nearest(name, names)
        if near:
            yield f"{name} is not a setting, and does nothing: do you mean {near}?"
        elif name.startswith(FAMILIES):
            yield f"{name} is not a setting, and does nothing: .env.example lists those that there are."


def _nearest(name: str, names: Collection[str]) -> str | None:
    # Imported here: most starts have no unknown name that is like one of ours.
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(name.upper(), names, 1, MOST_LIKE)), None)


def exposed(given: Mapping[str, str], secret: Collection[str]) -> Iterator[str]:
    """The name and path of each file with a secret that others than its owner and group may read."""
    for name in sorted(one + FROM_FILE for one in secret):
        path = given.get(name, "").strip()
        if path and not path.startswith(MOUNTED_SECRETS) and _is_open(Path(path)):
            yield f"{name}: {path}"


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))
    except OSError:
        return False
