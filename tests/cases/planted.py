"""Case files with one wrong entry each, written as edits of the existing ones: what a review must find."""

from typing import NamedTuple

CARROLL = "carroll-v-trump"
CARRICK = "carrick-dunne-v-examiner"
MARROW = "marrow-v-tallis"
OKORO = "okoro-hale-v-corvane"
OYELARAN = "oyelaran-fuchs-v-maxilo"
PELL = "pell-v-wexcombe-vale"
SOLHEIM = "solheim-dray-v-vale"


class Planted(NamedTuple):
    """One edit of a case file: ``expected`` is a warning's code, or words of a mistake's sentence."""

    case: str
    old: str
    new: str
    expected: str


SIGN, CUT, GUILT, MARKS = (
    "is the sign or name of another",
    "inside a word",
    "says “liable”",
    "outside quotation",
)

# Written before the rules were.
FIRST = (
    Planted(PELL, "currency: GBP, raw: £1.4 million", "currency: USD, raw: £1.4 million", SIGN),
    Planted(OYELARAN, 'currency: EUR, raw: "9,750 euros"', 'currency: USD, raw: "9,750 euros"', SIGN),
    Planted(MARROW, "  - id: sought\n    kind: sought", "  - id: sought\n    kind: awarded", "award-kind"),
    Planted(SOLHEIM, "  - id: damages\n    kind: awarded", "  - id: damages\n    kind: sought", "award-kind"),
    Planted(
        SOLHEIM,
        "claim: breach of contract\n    outcome: liable",
        "claim: breach of contract\n    outcome: guilty",
        GUILT,
    ),
    Planted(
        CARROLL,
        "sexueller Missbrauch}\n    outcome: liable",
        "sexueller Missbrauch}\n    outcome: guilty",
        GUILT,
    ),
    Planted(
        OYELARAN,
        "quote: a labour tribunal in Valmorin ruled on Wednesday\n    date: {edtf: 2021-06-23",
        "quote: a labour tribunal in Valmorin ruled on Wednesday\n    date: {edtf: 2021-06-22",
        "weekday",
    ),
    Planted(MARROW, "edtf: 2022-06-14, raw: June 14", "edtf: 2022-06-15, raw: June 14", "day"),
    Planted(
        OYELARAN,
        "- id: locker\n    speaker: oyelaran-fuchs",
        "- id: locker\n    speaker: zbinden",
        "speaker",
    ),
    Planted(
        OKORO,
        "- id: fair-and-certain\n    speaker: anselmo",
        "- id: fair-and-certain\n    speaker: prusk",
        "speaker",
    ),
    Planted(
        SOLHEIM,
        "quote: The judge dismissed the counterclaim.\n\nrulings",
        "quote: The judge dismissed the counter\n\nrulings",
        CUT,
    ),
    Planted(
        CARRICK,
        "quote: It finished the harbour in June.\n    date",
        "quote: t finished the harbour in June.\n    date",
        CUT,
    ),
    Planted(PELL, "caveats: [clinic-claim, years-inferred]", "caveats: [years-inferred]", "unused"),
    Planted(
        CARRICK,
        "\nlawsuits:\n",
        "  - id: autumn\n    name: Grey Pelican\n    kind: organization\n"
        "    described_as: a yacht belonging to the dredging firm Ostrava Marine\n\nlawsuits:\n",
        "unused",
    ),
    Planted(
        PELL,
        "  - id: funeral-expenses\n    kind: paid\n"
        '    amount: {value: "25000", currency: GBP, raw: "£25,000"}\n'
        "    against: trust\n    lawsuit_candidates: [action]\n"
        "    quote: The trust, which paid £25,000 towards funeral and other expenses in 2021\n"
        '    date: {edtf: "2021", raw: "2021", certainty: stated}\n    caveats: [payment-due]\n',
        "",
        "uncovered-amount",
    ),
    Planted(MARROW, "      - It got into her head and it stayed there.\n", "", "uncovered-quotation"),
    Planted(
        SOLHEIM,
        "respects the court but disagrees with its conclusion. The gallery remains open.\n",
        "respects the court\n",
        "turned",
    ),
    Planted(
        OKORO,
        'exact: The judge called his objection "sincere, and not without force," but overruled it.\n',
        'exact: The judge called his objection "sincere, and not without force,"\n',
        "turned",
    ),
    Planted(
        OYELARAN,
        "- id: bread-van\n    speaker: oyelaran-fuchs\n    quote_type: indirect",
        "- id: bread-van\n    speaker: oyelaran-fuchs\n    quote_type: direct",
        MARKS,
    ),
    Planted(PELL, "date_filed: {edtf: 2021-05,", "date_filed: {edtf: 2021-06,", "date"),
)

# Written after the rules were.
SECOND = (
    Planted(
        OKORO,
        'amount: {value: "15000000", currency: CAD, raw: C$15 million}',
        'amount: {value: "15000000", currency: USD, raw: C$15 million}',
        SIGN,
    ),
    Planted(
        OKORO,
        "- id: canadian-awarded\n    kind: awarded",
        "- id: canadian-awarded\n    kind: paid",
        "award-kind",
    ),
    Planted(OKORO, "- id: refunds\n    kind: paid", "- id: refunds\n    kind: sought", "award-kind"),
    Planted(CARRICK, "- id: sought\n    kind: sought", "- id: sought\n    kind: awarded", "award-kind"),
    Planted(OKORO, "claim: negligence\n    outcome: liable", "claim: negligence\n    outcome: guilty", GUILT),
    Planted(
        SOLHEIM,
        "claim: two counts of fraud\n    outcome: cleared",
        "claim: two counts of fraud\n    outcome: dismissed",
        "outcome",
    ),
    Planted(
        MARROW, "outcome: not_liable\n    against: brandt", "outcome: liable\n    against: brandt", "outcome"
    ),
    Planted(
        PELL,
        "date: {edtf: 2020-02-14, raw: 14 February 2020",
        "date: {edtf: 2020-02-15, raw: 14 February 2020",
        "day",
    ),
    Planted(
        PELL,
        "        - exact: yesterday\n      date: {edtf: 2023-03-08",
        "        - exact: yesterday\n      date: {edtf: 2023-03-07",
        "day",
    ),
    Planted(
        CARRICK,
        "threw out his libel action\n    date: {edtf: 2024-09-16",
        "threw out his libel action\n    date: {edtf: 2024-09-15",
        "weekday",
    ),
    Planted(
        CARROLL, "- id: second-post\n    speaker: trump", "- id: second-post\n    speaker: carroll", "speaker"
    ),
    Planted(
        MARROW,
        "- id: cleared-tired-home\n    speaker: brandt",
        "- id: cleared-tired-home\n    speaker: tallis",
        "speaker",
    ),
    Planted(
        OKORO, "- id: cash-grab\n    speaker: renquist", "- id: cash-grab\n    speaker: landvik", "speaker"
    ),
    Planted(SOLHEIM, "      - Cleared of fraud\n", "      - Cleared of frau\n", CUT),
    Planted(
        OYELARAN,
        "- id: settlement-refused\n    speaker: brandstaetter\n    quote_type: indirect",
        "- id: settlement-refused\n    speaker: brandstaetter\n    quote_type: direct",
        MARKS,
    ),
    Planted(
        SOLHEIM,
        "  - id: jury-has-spoken\n    speaker: police\n    quote_type: direct\n    lawsuit: prosecution\n"
        "    cue: she said.\n    quote: The jury has spoken, and so for us this is closed,\n",
        "",
        "uncovered-quotation",
    ),
    Planted(
        OKORO,
        "- id: canadian-awarded\n    kind: awarded",
        "- id: canadian-awarded\n    supersedes: canadian-sought\n    kind: awarded",
        "superseded-question",
    ),
    Planted(
        OKORO,
        "- id: refunds\n    kind: paid",
        "- id: refunds\n    lawsuit: class-action\n    kind: paid",
        "unrelated",
    ),
    Planted(
        CARRICK,
        "  - id: harbour-finished\n    label: The harbour was finished\n    participants: [ostrava]\n"
        "    quote: It finished the harbour in June.\n"
        "    date: {edtf: 2024-06, raw: June, certainty: inferred}\n    caveats: [days-inferred]\n",
        "",
        "uncovered-date",
    ),
    Planted(
        CARRICK,
        "was not proved; but the paper had believed it\n      reasonably, and published it in the public "
        "interest.\n    caveats: [not-proved-but-protected, no-bribe-shown]",
        "was not proved\n    caveats: [no-bribe-shown]",
        "turned",
    ),
)
