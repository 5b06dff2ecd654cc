"""Makes an article that was read for an editor of one whose lines were told apart by their markup."""

from collections.abc import Sequence
from dataclasses import replace

from bot.corpus.articles.html_pages import FEWEST_WORDS_OF_AN_ARTICLE, MOST_OF_A_SAMPLE
from bot.corpus.articles.limits import ArticleRemark, BesideLine, ReadArticle, article_remark


def whole(read: ReadArticle) -> ReadArticle:
    """An article with all lines of its page but those of menus, asides, footers, forms and figures."""
    return replace(read, text=read.with_lines(lambda one: one.kind != "element"), beside=())


def _left_out(lines: Sequence[BesideLine]) -> ArticleRemark:
    return article_remark(
        "What is no part of the article by its markup is left out, {count} lines, such as “{first}”. Add by"
        " hand what is missing.",
        count=len(lines),
        first=" ".join(lines[0].text.split()[:MOST_OF_A_SAMPLE]),
    )


def for_editors(read: ReadArticle) -> ReadArticle:
    """An article with the times of its page, and with a remark where lines are left out that may be its own.

    Where hardly a text would be left, nothing is taken for what stands beside it.
    """
    if len(read.text.split()) < FEWEST_WORDS_OF_AN_ARTICLE:
        return whole(read)
    left_out = [one for one in read.beside if one.kind in {"links", "marked"}]
    remarks = [_left_out(left_out)] if left_out else []
    text = read.with_lines(lambda one: one.kind == "stamp")
    return replace(read, text=text, beside=(), remarks=(*read.remarks, *remarks))
