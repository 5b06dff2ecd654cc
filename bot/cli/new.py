"""The command ``new``: a skeleton of a case file for those who write YAML, every proposal in its comments."""

import argparse

from bot.authoring.proposals import Proposals
from bot.cli.draft import content_folder, page_of, proposals_of, read, save
from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import echo


def new(arguments: argparse.Namespace) -> None:
    """Print the skeleton of a case file for an article, or write it as content/ID. Raises Stop."""
    from bot.authoring.case_file import case_text

    article = read(arguments)
    if not arguments.published:
        arguments.published = article.published
    if not arguments.published:
        raise Stop(EXIT_FAILED, "add --published with the day of the article, as 2023-07-12")
    proposals: Proposals = proposals_of(arguments, article)
    page = page_of(arguments, article)
    text = case_text(page, proposals, accept_sure=False)
    if not arguments.id:
        echo(text)
        return
    content = content_folder(arguments.id)
    save(content, arguments.id, text, {page.file: article.text})
    echo(f"Written: {content / arguments.id}, with every proposal in its comments.")
