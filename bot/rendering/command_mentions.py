"""Commands as Discord knows them by their ids, which a press enters: ``</case status:1234>``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.rendering.sections import Item, Line, MentionLine, Section


@dataclass(frozen=True)
class CommandIds:
    """The ids of commands by what is typed for them, such as ``/case status``, with their prefix."""

    ids: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.ids, key=len, reverse=True)
        return re.compile(rf"(?<![\w/<])(?:{'|'.join(map(re.escape, longest_first))})(?![\w/-])")

    def linked(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        """Sections with a mention for each command that the bot names in their lines."""
        return tuple(Section(tuple(map(self._linked, section.items))) for section in sections)

    def _linked(self, item: Item) -> Item:
        if not (self.ids and isinstance(item, Line) and item.names_commands):
            return item
        named = (MentionLine(one, "command", self.ids[one]) for one in self._pattern.findall(item.text))
        return replace(item, mentions=(*item.mentions, *named))
