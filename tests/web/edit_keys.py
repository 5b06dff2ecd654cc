"""Plays the decisions of a reader on the review page by keys alone, and counts what was pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.async_api import Page

from bot.authoring.decisions import Accept, AcceptSure, Add, Decision, EditFields, LinkParty, Reject

SETTLED = """(seen) => state.seen === seen && !waiting
    && document.querySelector("#card article")?.dataset.card === current"""
KIND_KEYS = {"party": "n", "statement": "s", "award": "m", "date": "d", "ruling": "r"}
WHERE = """(id) => [cards().findIndex((one) => one.id === current),
    cards().findIndex((one) => one.id === id), cards().length]"""
FOCUSED = "document.activeElement.name"
ORDER = (
    """[...document.querySelectorAll("[data-fields] input, [data-fields] select")].map((one) => one.name)"""
)
LABEL = """([name, value]) => [...document.querySelector(`[data-fields] [name=${name}]`).options]
    .find((one) => one.value === value).text"""
PLACE = "(one) => [...one.parentNode.children].indexOf(one)"
VALUE = "document.activeElement.value"


@dataclass
class KeyHands:
    """Hands on the keyboard of one review; every key and every character that is typed counts."""

    page: Page
    strokes: int = 0
    decisions: int = 0
    typed: list[str] = field(default_factory=list)
    """What was typed into fields, to be looked at: no offset, prefix or id is among it."""

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.strokes += 1
            await self.page.keyboard.press(key)

    async def type(self, words: str) -> None:
        """Type words into what has the focus."""
        self.strokes += len(words)
        self.typed.append(words)
        await self.page.keyboard.type(words)

    async def play(self, decision: Decision) -> None:
        """Go to the card of a decision and take it."""
        if isinstance(decision, AcceptSure):
            await self.press("b")
        elif isinstance(decision, Add):
            await self._add(decision)
        elif isinstance(decision, Accept | Reject | LinkParty | EditFields):
            await self._go_to(decision.card)
            await self._decide(decision)
        else:
            raise TypeError(decision)
        self.decisions += 1
        await self.page.wait_for_function(SETTLED, arg=self.decisions)

    async def _go_to(self, card: str) -> None:
        now, then, count = await self.page.evaluate(WHERE, card)
        on, back = (then - now) % count, (now - then) % count
        await self.press(*(["j"] * on if on <= back else ["k"] * back))
        await self.page.wait_for_function("(id) => !waiting && current === id", arg=card)

    async def _decide(self, decision: Accept | Reject | LinkParty | EditFields) -> None:
        if isinstance(decision, LinkParty):
            button = self.page.locator(f'[data-link="{decision.party}"]')
            key = await button.get_attribute("data-key")
            if key is None:
                await button.focus()
                self.strokes += int(
                    await button.evaluate("(one) => [...one.parentNode.children].indexOf(one)")
                )
            await self.press(key or "Enter")
        elif isinstance(decision, EditFields):
            await self._edit(decision.fields)
        else:
            await self.press("a" if isinstance(decision, Accept) else "x")

    async def _edit(self, fields: Mapping[str, str]) -> None:
        await self.press("e")
        await self.page.wait_for_function("() => !waiting")
        order: list[str] = await self.page.evaluate(ORDER)
        for name in sorted(fields, key=order.index):
            steps = order.index(name) - order.index(await self.page.evaluate(FOCUSED))
            await self.press(*(["Tab"] * steps if steps >= 0 else ["Shift+Tab"] * -steps))
            if await self.page.evaluate("document.activeElement.tagName") == "SELECT":
                await self.type(await self.page.evaluate(LABEL, [name, fields[name]]))
            else:
                await self.press("Control+a")
                await self.type(fields[name])
            assert await self.page.evaluate(VALUE) == fields[name]
        await self.press("Enter")

    async def _add(self, decision: Add) -> None:
        words: str = await self.page.evaluate(
            "([start, end]) => text.slice(units[start], units[end])", [decision.start, decision.end]
        )
        await self.press(KIND_KEYS[decision.kind])
        await self.page.wait_for_function("() => document.activeElement.id === 'add-words'")
        await self.type(words)
        await self.press("Enter")
