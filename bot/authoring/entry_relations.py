"""What the facts of an article do to those of the case, as the fields of a case file say it."""

from collections.abc import Iterator, Sequence

from bot.authoring.card_ids import CardIds
from bot.authoring.cards import Relation, ReviewCard
from bot.authoring.decisions import Review
from bot.authoring.known_case import KnownFact
from bot.authoring.yaml_text import Fields, Plain


def relations_of(card: ReviewCard, review: Review, ids: CardIds) -> Fields:
    """The fields that say what a card's fact does to those of the case."""
    facts = review.known.by_key if review.known else {}
    made = [(one, facts[one.fact]) for one in card.relations if one.fact in facts]

    def named(kind: str) -> list[tuple[Relation, KnownFact]]:
        return [(relation, known) for relation, known in made if relation.kind == kind]

    replaced = named("replaces")
    hows = {relation.how for relation, _ in replaced}
    fields: Fields = {"id": ids.new_id(card)} if named("replaced") else {}
    if len(hows) > 1:
        fields["supersedes"] = [
            {"fact": ids.old_id(known), "how": relation.how or "replaces"} for relation, known in replaced
        ]
    elif replaced:
        names = [ids.old_id(known) for _, known in replaced]
        fields = {"supersedes": names[0] if len(names) == 1 else names, "how": hows.pop()}
    fields["contradicts"] = [ids.old_id(known) for _, known in named("contradicts")]
    fields["same_as"] = next((ids.old_id(known) for _, known in named("same")), "")
    if card.kind in {"ruling", "award"} and made and not any(fields.values()):
        fields["reviewed"] = f"unrelated: {'; '.join(_reasons(made))}"
    return fields


def replaced_facts(review: Review, ids: CardIds) -> Iterator[tuple[KnownFact, list[Plain]]]:
    """The facts of the case that replace facts of the cards, each with what it supersedes, and how."""
    found: dict[str, list[Plain]] = {}
    for card in review.accepted:
        for one in card.relations:
            if one.kind == "replaced":
                how = one.how or "replaces"
                found.setdefault(one.fact, []).append({"fact": ids.new_id(card), "how": how})
    facts = review.known.by_key if review.known else {}
    yield from ((facts[key], olds) for key, olds in found.items() if key in facts)


def _reasons(made: Sequence[tuple[Relation, KnownFact]]) -> Iterator[str]:
    """Why facts of the case stand beside a newer one, as an answer to the review's ``unrelated``."""
    found = {"adds": "it adds to", "nothing": "it has nothing to do with"}
    for kind, words in found.items():
        labels = [known.label for relation, known in made if relation.kind == kind]
        if labels:
            # Words in “…” would make it an answer to warnings about these words alone.
            yield f"{words} {', '.join(labels).replace('“', '').replace('”', '')}"
