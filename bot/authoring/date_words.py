"""Words and patterns of English for days, months, seasons and years, as they stand in articles."""

import re

MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
"""The number of each month by its name and its short forms, in small letters."""
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
"""The number of each weekday, Monday 0, as ``date.weekday`` counts."""
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?"
SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
"""EDTF's number of each season of the north (level 1: https://www.loc.gov/standards/datetime/)."""
SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
YEAR = r"(?:1[5-9]|20)\d\d"
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1, "the": 1}
NUMBER = (
    # Not the end of a greater number, such as of “1,000” and “thirty-two”.
    r"(?<![\w-])(?<!\d[.,])(?:\d{1,2}|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight"
    r"|[Nn]ine|[Tt]en"
    r"|[Ee]leven|[Tt]welve|[Aa]n?)"
)
UNIT = r"(?:day|week|fortnight|month|year|decade)"
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth"),
)
DAYS_IN_WORDS = {
    word: number
    for number, word in enumerate(
        (*_ONES, *_TEENS, "twentieth", *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first"), 1
    )
}
"""The days of a month in words, as they are read out: “the eleventh of March”."""
DAY_NUMBER = rf"(?:(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(sorted(DAYS_IN_WORDS, key=len, reverse=True))})"
FEASTS = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "st patrick's day": (3, 17),
    "independence day": (7, 4),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
"""The month and day of each feast that has the same day every year."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
RELATIVE_DAYS = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
}
"""Words for a day by its distance from the day of publication."""
NO_YEAR_AFTER = re.compile(
    r"\A[ -](?:people|persons|men|women|homes?|homeowners|houses|jobs|employees|workers|members|shares"
    r"|votes|words|pages|pipes|times"
    r"|pounds|dollars|euros|miles|km|kilomet\w+|met(?:re|er)s|feet|tons|tonnes|units|cases|claims"
    r"|complaints|barrels|acres|students"
    r"|patients|customers|users|victims|residents|copies|articles|instruments|degrees|hours|days|percent"
    r"|per cent)\b|\A(?:,\d|\.\d|%)"
)
"""Matches after a number of four digits that counts something and is no year."""
FUTURE_BEFORE = re.compile(
    r"\b(?:will|shall|must|due|scheduled|set for|set to|fixed|listed|begins?|resumes?|expected|adjourn\w*"
    r"|to be|is to"
    r"|are to|going to|plans? to|starts?|opens?|no later than|deadline|'ll|’ll|returns?|takes? place"
    r"|comes out|bailed|remanded|takes? effect|comes into (?:force|effect)|expires?|runs until"
    r"|ha(?:s|ve) (?:until|till)"
    r"|can|postponed|slated|meets?|hear from|planned for)\b",
    re.IGNORECASE,
)
"""Matches words before a date that is still to come."""
DEADLINE_BEFORE = re.compile(
    r"\b(?:by|until|till|before)\s+(?:the\s+)?(?:(?:end|middle|week)\s+of\s+)?\Z", re.IGNORECASE
)
"""Matches words directly before a date up to which something is to be done, or was."""
FUTURE_AFTER = re.compile(r"\A,?\s(?:\w+\s){1,4}?(?:will|is to|are to|is due|is expected)\b")
"""Matches words after a date at the beginning of a sentence that is still to come."""
PAST_BEFORE = re.compile(
    r"\b(?:was|were|had|did|has|have|\w+ed|said|told|ruled|found|held|began|came|went|gave|took|wrote|heard"
    r"|sued|sent)\b"
)
"""Matches words before a date that has passed."""
EXPRESSIONS = re.compile(
    "|".join(
        (
            (
                rf"(?P<night>(?:night of )?(?P<night1>{DAY_NUMBER}) (?:to|and|-"
                rf"|–) (?P<night2>{DAY_NUMBER}) (?P<nightmonth>{MONTH})(?:,? (?P<nightyear>{YEAR}))?)"
            ),
            rf"(?P<years>(?<![\w-]){YEAR}[–-]{YEAR}(?![\w-]))",
            (
                r"(?P<nth>(?<=[Oo]n )the (?P<nth_day>\d{1,2})(?:st|nd|rd|th)(?!\w|[ -](?:floor|century"
                r"|anniversary|of|day)))"
            ),
            rf"(?P<iso>\b{YEAR}-\d\d-\d\d\b)",
            rf"(?P<slashed>\b\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR}\b)",
            (
                rf"(?:(?:{WEEKDAY}"
                rf"|{WEEKDAY_SHORT}),?\s(?:the\s)?)?(?P<dmy>(?:the\s)?(?P<dmy_day>{DAY_NUMBER})\s(?:of\s)?"
                rf"(?P<dmy_month>{MONTH})(?:,?\s(?P<dmy_year>{YEAR})"
                r"|\s(?P<dmy_last>last year|this year|next year))?)(?![\w-])"
            ),
            (
                rf"(?:(?:{WEEKDAY}"
                rf"|{WEEKDAY_SHORT}),?\s)?(?P<mdy>(?P<mdy_month>{MONTH})\s(?P<mdy_day>{DAY_NUMBER})(?!\d|:"
                rf"|,?\d{{3}})(?:,?\s(?P<mdy_year>{YEAR})(?!\d)|,?\s(?P<mdy_last>last year|this year"
                r"|next year))?)(?![\w-])"
            ),
            (
                rf"(?P<month_when>(?P<mw_month>{MONTH})(?:,|\s)\s?(?:of\s)?(?P<mw_when>last year|this year"
                rf"|next year|the year before last"
                rf"|the same year|that year|the following year|(?P<mw_year>{YEAR})(?!\d)))"
            ),
            rf"(?P<which_month>(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?P<wm_month>{MONTH}))(?!\w)",
            rf"(?P<which_season>(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?P<ws_season>{SEASON}))(?!\w)",
            rf"(?P<which_day>(?:[Ll]ast|[Tt]his|[Nn]ext)\s(?P<wd_day>{WEEKDAY}))(?!\w)",
            (rf"(?P<day_of_week>(?P<dow_day>{WEEKDAY})(?: of)?\s(?P<dow_which>last|next|this) week)(?!\w)"),
            rf"(?P<day_week>(?P<dw_day>{WEEKDAY})\s(?P<dw_what>week|fortnight))(?!\w)",
            (r"(?P<before_last>[Tt]he (?P<bl_unit>week|month|year) before last)(?!\w)"),
            (
                r"(?P<which_unit>(?:[Ee]arlier |[Ll]ater )?(?:[Ll]ast|[Tt]his|[Nn]ext)\s"
                r"(?P<wu_unit>week|month|year|decade))(?!\w|-)"
            ),
            (
                r"(?P<quarter>(?P<q_number>first|second|third|fourth|[1-4](?:st|nd|rd"
                rf"|th))[ -](?P<q_what>quarter|half)\sof\s(?P<q_year>{YEAR}))"
            ),
            (
                rf"(?P<season_year>(?P<sy_season>{SEASON})(?:,|\sof|\sin)?\s(?P<sy_year>{YEAR}|last year"
                r"|this year|next year))(?!\w)"
            ),
            (
                r"(?P<feast>(?P<feast_name>Christmas(?: (?:Eve|Day))?|Easter|Boxing Day|Halloween"
                r"|Independence Day|New Year(?:[’']s (?:Eve|Day))?|Valentine[’']s Day"
                r"|(?:St|Saint)\.? Patrick[’']s Day"
                rf")(?:\s(?:of\s)?(?P<feast_year>{YEAR}))?)(?!\w)"
            ),
            rf"(?P<ago>(?P<ago_number>{NUMBER})\s(?P<ago_unit>{UNIT})s?\sago)\b",
            (
                rf"(?P<shift>(?P<sh_number>{NUMBER})\s(?P<sh_unit>{UNIT})s?\s(?P<sh_way>earlier|later"
                r"|(?:before"
                r"|after)(?=[.,;)]|\s+\Z)|after\s(?:its|his|her|their)\s\w+|previously))\b"
            ),
            (
                r"(?P<following>(?:the\s)?(?:next|following|previous|same|that)\s(?P<fo_unit>day|morning"
                r"|evening|week"
                r"|month|year|spring|summer|autumn|fall|winter))(?!\w)"
            ),
            (
                r"(?P<relative>[Tt]he day before yesterday|[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow"
                r"|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))(?!\w)"
            ),
            r"(?P<decade>(?:the )?(?P<dec_year>(?:1[5-9]|20)\d)0s)\b",
            rf"(?P<weekday>{WEEKDAY})(?!\w|s\b)",
            (
                rf"(?<=[Ii]n )(?:the )?(?P<season>{SEASON})(?! (?:of|in)\b)(?!\w)"
                r"|(?<=[Tt]he )(?P<season2>spring|summer|autumn|winter)(?!\w| (?:of|in)\b)"
            ),
            (
                r"(?P<month>(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=[Bb]y )|(?<=[Oo]f )"
                r"|(?<=[Ff]rom )|(?<=[Ff]or )"
                r"|(?<=early )|(?<=late )|(?<=mid-)|(?<=and )|(?<=to )|(?<=[Bb]efore )"
                rf"|(?<=[Aa]fter )){MONTH})(?!\w)"
            ),
            rf"(?P<year>(?<![\w$£€.,/-]){YEAR})(?![\w/]|-\d|-CV)",
        )
    )
)
"""Matches each expression of a date; the name of the group that matched says how it is reckoned."""
KINDS = frozenset(
    (
        *(
            "night",
            "before_last",
            "iso",
            "slashed",
            "dmy",
            "mdy",
            "month_when",
            "which_month",
            "which_season",
            "which_day",
        ),
        *(
            "day_week",
            "day_of_week",
            "which_unit",
            "quarter",
            "season_year",
            "feast",
            "ago",
            "shift",
            "following",
            "relative",
        ),
        *("decade", "weekday", "years", "nth", "season", "season2", "month", "year"),
    )
)
"""The groups of ``EXPRESSIONS`` that stand for a whole expression."""
