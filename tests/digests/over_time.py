"""An invented lawsuit that is reported twice: what it said in September, and what a court cut in February."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

CASE = "adler-v-brenn"
SEPTEMBER = (
    "Adler sued Brenn in 2023. In a verdict the jury ordered Brenn to pay Adler €3.2 million.\n\n"
    '"I got €3.2 million," Adler said.\n\n'
    "Brenn said it would appeal.\n"
)
FEBRUARY = (
    "The award was cut to €1.9 million by the judge. Brenn withdrew its appeal.\n\n"
    "It was cut once more, to €1 million. The two sides settled the rest.\n"
)
HEAD = """\
title: Adler v. Brenn
revised: {day}
sources:
  - {{id: september, file: sources/september.txt, sha256: SHA(september), date_published: 2024-09-18{old}}}
"""
SECOND_SOURCE = (
    "  - {id: february, file: sources/february.txt, sha256: SHA(february), date_published: 2025-02-11}\n"
)
CAVEAT = "caveats:\n  - {id: due, text: The article does not say when the sum is due.}\n"
PARTIES = """\
parties:
  - {id: adler, kind: person, name: Adler, described_as: {exact: Adler sued, source: september}}
  - {id: brenn, kind: organization, name: Brenn, described_as: {exact: sued Brenn, source: september}}
"""
LAWSUIT = """\
lawsuits:
  - id: suit
    label: The suit
    plaintiffs: [adler]
    defendants: [brenn]
    quote: Adler sued Brenn in 2023.
    status:
      - {value: verdict, quote: In a verdict the jury ordered Brenn to pay Adler €3.2 million.}
"""
SETTLED = "      - {value: settled, quote: The two sides settled the rest.}\n"
RULINGS = """\
rulings:
  - {id: verdict, claim: The bill, outcome: liable, lawsuit: suit, against: brenn,
     quote: In a verdict the jury ordered Brenn to pay Adler €3.2 million.}
"""
AWARDS = """\
awards:
  - {id: first, kind: awarded, lawsuit: suit, quote: the jury ordered Brenn to pay Adler €3.2 million.,
     amount: {value: 3200000, currency: EUR, raw: €3.2 million}%s}
"""
CUT = """\
  - {id: cut, kind: awarded, lawsuit: suit, quote: The award was cut to €1.9 million by the judge.,
     amount: {value: 1900000, currency: EUR, raw: €1.9 million}, supersedes: first, how: reduces}
"""
AGAIN = """\
  - {id: again, kind: awarded, lawsuit: suit, quote: "It was cut once more, to €1 million.",
     amount: {value: 1000000, currency: EUR, raw: €1 million}, supersedes: cut, how: reduces}
"""
EVENTS = """\
events:
  - {id: announced, lawsuit: suit, quote: Brenn said it would appeal., label: Appeal announced}
"""
DROPPED = """\
  - {id: dropped, lawsuit: suit, quote: Brenn withdrew its appeal., label: Appeal withdrawn,
     supersedes: announced, how: withdraws}
"""


def first_report(day: str = "2024-09-20", *, caveat: bool = False, old: str = "") -> str:
    """The case file after the September article; with a caveat about the amount if asked."""
    award = AWARDS % (", caveats: [due]" if caveat else "")
    head = HEAD.format(day=day, old=old) + (CAVEAT if caveat else "")
    return head + PARTIES + LAWSUIT + RULINGS + award + EVENTS


def without_amount(day: str) -> str:
    """The case file after the September article, before anybody has entered the amount."""
    return HEAD.format(day=day, old="") + PARTIES + LAWSUIT + RULINGS + EVENTS


def both_reports(
    day: str = "2025-02-12", *, settled: bool = True, ruling: bool = True, again: bool = False
) -> str:
    """The case file after both articles, in which the newer facts supersede the older ones."""
    head = HEAD.format(day=day, old="") + SECOND_SOURCE
    status, rulings = SETTLED if settled else "", RULINGS if ruling else ""
    awards = AWARDS % "" + CUT + (AGAIN if again else "")
    return head + PARTIES + LAWSUIT + status + rulings + awards + EVENTS + DROPPED


def write_case(content: Path, text: str, *, keep: str | None = None) -> Path:
    """Write the case file and its articles below a content folder; gives the case's folder.

    ``keep`` is the name under which the file that stood there before is kept as an earlier version.
    """
    folder = content / CASE
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    articles = {"september": SEPTEMBER, "february": FEBRUARY}
    for name, words in articles.items():
        (folder / "sources" / f"{name}.txt").write_text(words, "utf-8")
    if keep:
        (folder / "versions").mkdir(exist_ok=True)
        (folder / "case.yaml").rename(folder / "versions" / f"{keep}.yaml")
    digests = {name: hashlib.sha256(words.encode()).hexdigest() for name, words in articles.items()}
    (folder / "case.yaml").write_text(re.sub(r"SHA\((.*?)\)", lambda found: digests[found[1]], text), "utf-8")
    return folder
