"""Messages of IRC as they come in (RFC 2812, section 2.3.1), and the names that a bot may answer to."""

from __future__ import annotations

import re
from typing import NamedTuple

NICK = re.compile(r"[A-Za-z\[\]\\`_^{|}][\w\[\]\\`^{|}-]{0,29}", re.ASCII)
"""A nickname (RFC 2812, section 2.3.1), with the 30 characters that the larger networks allow."""
CHANNEL = re.compile(r"[#&+!][^\x00-\x20,:\x7f-\U0010ffff]{1,49}")
"""A channel's name of at most 50 characters (RFC 2812, section 1.3), ASCII alone."""
FORMATTING = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6})?|[\x00-\x08\x0a-\x1f\x7f]")
"""Colours and styles that clients put into text, and every other control character but the tab."""


class Message(NamedTuple):
    """One message: who sent it, the command or the three digits of a reply, and its parameters."""

    nick: str
    command: str
    params: tuple[str, ...]


def read_message(line: bytes) -> Message:
    """The message of a line; bytes that are not UTF-8 are read as U+FFFD."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    source, _, text = text[1:].partition(" ") if text.startswith(":") else ("", "", text)
    words, colon, last = text.partition(" :")
    command, *params = words.split() or [""]
    return Message(source.partition("!")[0], command.upper(), (*params, last) if colon else tuple(params))


def typed_words(text: str) -> str:
    """What somebody typed, without formatting and without the half of a character that a server left."""
    return FORMATTING.sub("", text).rstrip("\ufffd").strip()


def folded(name: str) -> str:
    r"""A nickname or channel's name in lower case, which ``{}|^`` are of ``[]\~`` (RFC 2812, section 2.2)."""
    return name.lower().translate(str.maketrans("[]\\~", "{}|^"))
