"""Invented pages whose articles hold what changes at every look: lists, adverts, clocks and counters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

HEADLINE = "Tram bell must ring softly, court finds"
PARAGRAPHS = (
    "By Tilda Penhallow",
    "A court found Marmalade Lane Tramways liable for nuisance, and awarded Odalys Quillfeather $1,250.",
    "Quillfeather sued the company in 2018 over the bell of its night tram, which passes at three.",
    "“I have not slept since the bell came,” Quillfeather said. “Now I shall.”",
    "The lawyer of the company called the award “a rounding error” and said that it would appeal in June.",
    "She won.",
    "The bell was cast in 1911, and it has rung at every stop since then, as the company told the court.",
)
TEXT = "\n".join((HEADLINE, *PARAGRAPHS)) + "\n"
SUBJECTS = (
    "mayor",
    "ferry",
    "baker",
    "museum",
    "orchard",
    "lighthouse",
    "harbour",
    "swan",
    "library",
    "well",
)
DEEDS = (
    "opens a second time",
    "loses its roof in the storm",
    "is sold to a stranger",
    "wins the yearly prize",
)


def headline(look: int, place: int) -> str:
    """The headline of another article, another one at every look and place."""
    at = look * 7 + place
    return f"The {SUBJECTS[at % len(SUBJECTS)]} of Nowhere {DEEDS[at // 3 % len(DEEDS)]}, year {at}"


def _link(look: int, place: int, more: str = "") -> str:
    return f'<a href="/other/{look}-{place}">{headline(look, place)}{more}</a>'


def _links(look: int, count: int = 4) -> str:
    return "".join(f"<li>{_link(look, place)}</li>" for place in range(count))


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _around(before: str, lines: Sequence[str], between: str, after: str) -> str:
    """An article with something before its paragraphs, after the second of them, and at its end."""
    title, *text = lines
    return (
        f"<article><h1>{title}</h1>{before}{_paragraphs(text[:2])}{between}{_paragraphs(text[2:])}{after}"
        "</article>"
    )


def most_read(look: int, lines: Sequence[str]) -> str:
    """A list of links with its title, directly within the article."""
    return _around("", lines, "", f"<h3>Most read</h3><ol>{_links(look)}</ol>")


def most_read_in_a_section(look: int, lines: Sequence[str]) -> str:
    """The same in a section of its own, in which this very article stands too."""
    own = f'<li><a href="/tram">{lines[0]}</a></li>'
    return _around("", lines, "", f"<section><h2>Most read</h2><ul>{own}{_links(look)}</ul></section>")


def related_between(look: int, lines: Sequence[str]) -> str:
    """One link to another article between the paragraphs, with a label."""
    return _around("", lines, f"<p><strong>Read more:</strong> {_link(look, 0)}</p>", "")


def link_alone(look: int, lines: Sequence[str]) -> str:
    """The same without a label."""
    return _around("", lines, f"<p>{_link(look, 1)}</p>", "")


def teasers(look: int, lines: Sequence[str]) -> str:
    """Teasers as articles within the article, each with a sentence below its headline."""
    one = "<article><h3>{}</h3><p>What happened next to number {} surprised all who were there.</p></article>"
    return _around("", lines, "", "".join(one.format(_link(look, at), look * 9 + at) for at in range(3)))


def cards(look: int, lines: Sequence[str]) -> str:
    """Teasers as links around a headline and a sentence."""
    one = '<a href="/c/{0}"><h4>{1}</h4><p>Number {0} is not what anybody had expected of it.</p></a>'
    return _around("", lines, "", "".join(one.format(look * 9 + at, headline(look, at)) for at in range(3)))


def related_by_class(look: int, lines: Sequence[str]) -> str:
    """Teasers whose element says what it is, with sentences that are no links."""
    one = "<div><b>{}</b><p>We have looked at case {} for you, and this is what we found.</p></div>"
    found = "".join(one.format(headline(look, at), look * 9 + at) for at in range(3))
    return _around("", lines, f'<div class="article__related-content">{found}</div>', "")


def adverts(look: int, lines: Sequence[str]) -> str:
    """Adverts in three forms."""
    words = f"Buy the Nimbus {look * 100} now, and sleep like a stone for only £{look + 3} a night."
    return _around(
        f'<div class="ad-slot"><p>{words}</p></div>',
        lines,
        f'<ins class="adsbygoogle">{words}</ins>',
        f'<div role="complementary"><p>{words}</p></div><div hidden><p>{words}</p></div>',
    )


def clock(look: int, lines: Sequence[str]) -> str:
    """The times of the page, in markup and in words."""
    return _around(
        f'<p>Last updated at 10:4{look} on Monday, 3 March 2025</p><p>Updated <time datetime="2025-03-03">'
        f"{look + 2} hours and {look} minutes ago by the clock</time></p>",
        lines,
        "",
        f"<p>Zuletzt aktualisiert am {look + 1}. März 2025 um 10:4{look} Uhr</p>",
    )


def counters(look: int, lines: Sequence[str]) -> str:
    """Counters of readers, shares and comments."""
    return _around(
        f'<div class="share-tools"><span>Share this with others</span> <span>{look * 31} shares</span></div>',
        lines,
        f"<p>{look * 17 + 200} people are reading this story right now</p>",
        f'<p><a href="#comments">{look * 3} comments on this article so far</a></p>'
        f'<section id="comments"><p>I have heard that bell {look} times, and I liked it.</p></section>',
    )


def newsletter(look: int, lines: Sequence[str]) -> str:
    """Elements that stand beside a text by the standard."""
    return _around(
        "",
        lines,
        f"<aside><p>Sign up for letter number {look}, which is about trams.</p></aside>",
        f"<footer><p>Edition {look} of this page was made by a machine.</p></footer>"
        f"<form><p>What do you think of page {look} of ours?</p></form><nav>{_links(look)}</nav>",
    )


def german(look: int, lines: Sequence[str]) -> str:
    """Lists with German titles."""
    listed = "".join(f"<div>{_link(look, at)}<p>Folge {look}{at} ist da.</p></div>" for at in range(3))
    after = f"<div><h3>Meistgelesen</h3>{listed}</div>"
    return _around("", lines, f"<p>Lesen Sie auch: {_link(look, 2)}</p>", after)


def without_article(look: int, lines: Sequence[str]) -> str:
    """A page without an article element, whose list has a wrapper around its title."""
    inner = most_read(look, lines).removeprefix("<article>").removesuffix("</article>")
    listed = f"<div><div><h3>You may also like</h3></div><ul>{_links(look + 1)}</ul></div>"
    return f"<main>{inner}{listed}</main>"


PAGES: Mapping[str, Callable[[int, Sequence[str]], str]] = {
    page.__name__: page
    for page in (
        most_read,
        most_read_in_a_section,
        related_between,
        link_alone,
        teasers,
        cards,
        related_by_class,
        adverts,
        clock,
        counters,
        newsletter,
        german,
        without_article,
    )
}
"""The pages by their names: each gives its markup at a look, with the lines of its article."""
