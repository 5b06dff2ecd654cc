"""Words of English that are told apart by what they do in a sentence; a few of German for chat."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NUMBER_WORDS = _set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "thousand million billion trillion dozen half third quarter first second fourth fifth sixth seventh "
    "eighth ninth tenth twice thrice percent m bn k"
)
FUNCTION_WORDS = _set(
    "the a an and or but nor of in on at by for with from to into as if so than that this these those "
    "he she it they we i you his her its their my our your him them me us who which what when where "
    "while is are was were be been being has have had do does did will would can could shall should may "
    "might must not no after before"
)
COMMON = _set(
    "the a an and or but of in on at by for with from to as if so than that this these those he she it "
    "they we i you his her its their my our your him them me us who which what when where while is are "
    "was were be been being has have had do does did will would can could should may might must not no "
    "yes ok okay lol look see just like oh well hey hi wow really very too also there here then now"
)
PRONOUNS = _set(
    "he she it they we i you who which that this and but or as so also then there one someone somebody "
    "everyone everybody people nobody anyone guy man woman er sie es wir ich wer und aber never not to"
)
ROLES = _set(
    "judge court jury panel lawyer lawyers attorney spokesman spokeswoman spokesperson source sources "
    "witness paper newspaper report reports story statement post tweet headline verdict ruling plaintiff "
    "defendant prosecutor article publisher president minister mayor company firm "
    "richter richterin gericht anwalt anwältin anwälte sprecher sprecherin präsident präsidentin ministerin "
    "bürgermeister bürgermeisterin kläger klägerin beklagter beklagte angeklagter angeklagte staatsanwalt "
    "zeuge zeugin zeitung artikel juez jueza tribunal jurado abogado abogada portavoz presidente ministro "
    "alcalde alcaldesa demandante demandado acusado acusada fiscal testigo periódico artículo"
)
"""Words for people and things that are no names: who is meant, the case alone can tell."""
OFFICERS = _set(
    "judge court jury panel lawyer lawyers attorney spokesman spokeswoman spokesperson prosecutor "
    "richter richterin gericht anwalt anwältin anwälte sprecher sprecherin staatsanwalt "
    "juez jueza tribunal jurado abogado abogada portavoz fiscal"
)
"""Those of the roles that nobody has in a lawsuit of their own."""
PEOPLE = OFFICERS | _set("witness plaintiff defendant president minister mayor source")
"""The roles that stand before a colon as names do: “The judge: …”."""
WRITINGS = _set("post tweet statement letter message")
"""Things with words in them: who wrote them speaks in them."""
TITLES = _set(
    "mr mrs ms miss dr sir president former ex-president judge justice senator governor mayor minister prime "
    "chief professor yesterday today later then when and but so as in on after before while because "
    "what how meanwhile again now also if once the even"
)
"""Words that may begin with a capital before a name and belong to none."""
HEADINGS = _set(
    "look quote quotes fact facts breaking update note source sources question claim claims check read "
    "see tldr example examples edit re ps fyi btw news verdict headline article answer text context "
    "thought thoughts wow trial reminder remember today important translation original exhibit seriously "
    "correction summary background a q screenshot me you us lol omg wtf spoiler warning lie lies true false "
    "verbatim imagine wikipedia truth social twitter facebook instagram mastodon bluesky threads linkedin "
    "yes no ok okay well honestly basically literally clearly exactly again also finally first second third "
    "key part page line chapter paragraph section hint tip caution attention alert opinion analysis "
    "conclusion result results outcome reason details reality myth rumor rumour caption title subject "
    "quoted quoting cited excerpt extract passage snippet proof evidence transcript press release "
    "hinweis zitat zitate achtung frage antwort quelle beispiel wichtig erinnerung heute übersetzung stimmt "
    "falsch wahr nachtrag zusammenfassung überschrift ergebnis fazit cita nota fuente ejemplo"
)
"""What may stand before a colon and names nobody."""
AUXILIARIES = _set(
    "is are was were am has have had do does did will would can could shall should may might must isn't "
    "wasn't aren't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't"
)
IRREGULAR = _set(
    "said told held took went won lost gave found paid sued wrote left kept fell sat saw ate came ran "
    "sold bought brought built knew began fought met made sent spent spoke stood thought became chose "
    "drew drove felt flew forgot got grew heard led meant rose sought taught threw understood wore says "
    "tells holds takes goes wins gives finds pays writes leaves keeps comes seeks owes wants denies "
    "rules claims asks argues calls"
)
NO_SUBJECT_BEFORE = _set(
    "the a an his her its their my our your this that these those be been being was were is are am have "
    "has had to of in on at by for with from very so as more most"
)
ARTICLES = _set("the a an der die das den dem el la los las")
DETERMINERS = _set("the a an his her its their my our your this that these those no every each some any")
PREPOSITIONS = _set(
    "of in on at by for with from against to into over under about between among during through after "
    "before since until than without within around towards toward upon"
)
COORDINATORS = _set("and or but nor")
RELATIVES = _set("who which that whose whom where")
SUBORDINATORS = _set("while whereas although though because when if so yet unless")
ADVERBS = _set("also then never still later already now soon only just even once again not yet")
NO_NAMES = (
    PREPOSITIONS
    | SUBORDINATORS
    | COORDINATORS
    | _set(
        "as monday tuesday wednesday thursday friday saturday sunday january february march april may june "
        "july august september october november december montag dienstag mittwoch donnerstag freitag samstag "
        "sonntag"
    )
)
"""What begins a phrase before a colon that names nobody: “In May: …”."""
