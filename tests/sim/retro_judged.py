"""What a simulated year of retros should have seen, by its own record, beside what the database and Slack show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from holidays import country_holidays

from bot.domain.action import MOST_CARRIED
from bot.domain.retro import RetroState
from bot.services import action_message, retro_message
from models import Action
from tests.factories.guesser import CAUGHT, chance
from tests.journeys.conftest import World
from tests.sim.company import Someone
from tests.sim.retro_cards import Written
from tests.sim.retro_company import AT, WRITING, RetroCompany, RetroOf
from tests.sim.retro_life import AT_FIVE, AT_NINE, Held, RetroLife
from tests.sim.retro_read import Held as Round
from tests.sim.retro_read import Question, Said
from tests.sim.syncs import DAY, SATURDAY

WORTH = timedelta(hours=4)
"""A round that is found late is opened while so much is left until its cards are shown."""

LONG = timedelta(days=12)
"""After so long with nothing changed, whoever should have heard of an action has: what may wait came by then."""

EVENLY = 0.5
SETTLED = (RetroState.ACTING, RetroState.CLOSED)


def wrong_rounds(company: RetroCompany, held: Sequence[Round], first: date, last: date) -> list[str]:
    """Return dates that have no round or two, and rounds that nobody asked for; and those that were missed wrongly."""
    found = []
    for retro in company.retros:
        those = Counter(one.day for one in held if one.retro == retro.name and first <= one.day <= last)
        due = Counter(retro.dates(first, last))
        found += [
            f"{retro.name}: {day} {those[day]} times, due {due[day]}"
            for day in {*due, *those}
            if due[day] != those[day]
        ]
    for one in held:
        down = next((each for each in company.downs if each.begins < one.opens_at <= each.ends), None)
        lost = down is not None and one.reveal_at - down.ends < WORTH
        if (one.state == RetroState.MISSED) is not lost:
            found.append(f"{one.retro} of {one.day} is {one.state}")
    return found


def wrong_questions(company: RetroCompany, held: Sequence[Round], asked: Sequence[Question]) -> dict[str, list[str]]:
    """Return who was asked while away or off work, twice, at another hour than their own, or not at all."""
    people = {one.email: one for one in company.people}
    by_id = {one.id: one for one in held}
    wrong: dict[str, list[str]] = {name: [] for name in ("asked while away", "twice", "at a wrong hour", "not asked")}
    for one in asked:
        who, retro = people[one.email], _of(company, by_id[one.round_id])
        said = f"{one.email} at {one.own:%F %H:%M} for {retro.name} of {by_id[one.round_id].day}"
        if not _works(company, who, one.own.date()):
            wrong["asked while away"].append(said)
        if one.prompts > 1:
            wrong["twice"].append(said)
        usual = one.own.date() == by_id[one.round_id].day and "zone" not in retro.row
        held_up = any(each.holds_up(by_id[one.round_id].opens_at) for each in company.downs)
        if (usual and not held_up and one.own.hour != AT) or not AT_NINE <= one.own.hour < AT_FIVE:
            wrong["at a wrong hour"].append(said)
    known = {(one.email, one.round_id) for one in asked}
    for round_ in held:
        if round_.state != RetroState.MISSED and not any(each.holds_up(round_.opens_at) for each in company.downs):
            for who in company.of(_of(company, round_)):
                if _there(company, who, round_.day) and (who.email, round_.id) not in known:
                    wrong["not asked"].append(f"{who.email} for {round_.retro} of {round_.day}")
    return wrong


def wrong_votes(life: RetroLife, held: Sequence[Round]) -> list[str]:
    """Return the rounds whose counts are not what people gave."""
    return [
        f"{one.retro} of {one.day}: {dict(one.votes)}, given {dict(life.cards.votes[one.id])}"
        for one in held
        if one.state in SETTLED and one.votes != life.cards.votes[one.id]
    ]


def lost_cards(life: RetroLife, held: Sequence[Round], kept: Mapping[int, int | None]) -> list[str]:
    """Return cards that are neither kept, nor withdrawn, nor thrown away unseen with their retro.

    `kept`: the round in which each card stands, None for the box.
    """
    thrown = {(one.retro, one.opens_at) for one in held if one.state == RetroState.DISCARDED}

    def may_be_gone(card: Written) -> bool:
        return card.withdrawn or any(name == card.retro.name and card.at < at + LONG for name, at in thrown)

    found = [
        f"card {card.number} is lost"
        for card in life.cards.written
        if card.number not in kept and not may_be_gone(card)
    ]
    return found + [
        f"card {one.number} was withdrawn" for one in life.cards.written if one.withdrawn and one.number in kept
    ]


def unheard(life: RetroLife, said: Sequence[Said], ids: Mapping[str, int]) -> list[str]:
    """Return which owners did not hear what they should: asked, reminded, asked after the day, and the long open."""
    sent = {(one.kind, one.key) for one in said if one.state == "sent"}
    found = []
    for one in life.seen.held:
        owner, mine = ids[one.owner], f"{one.action}:{ids[one.owner]}:"
        heard = {key for kind, key in sent if kind == action_message.ASKED}
        if one.state == "proposed" and not any(key.startswith(mine) for key in heard):
            found.append(f"{one.owner} was not asked about a{one.number}")
        if not _quiet(life, one):
            continue
        if one.due_on and _spans(one, one.due_on) and (action_message.LATE, f"{mine}{one.due_on}") not in sent:
            found.append(f"{one.owner} was not asked what became of a{one.number}, due {one.due_on}")
        carried = (action_message.CARRIED, f"{one.action}:{owner}:{one.carried}")
        if one.carried >= MOST_CARRIED and one.until - one.since > LONG and carried not in sent:
            found.append(f"{one.owner} was not asked about a{one.number}, open at {one.carried} retros")
    return found


def untold(
    life: RetroLife, made: Sequence[tuple[Action, str, str]], said: Sequence[Said], ids: Mapping[str, int]
) -> list[str]:
    """Return who chose an action that somebody else has done or dropped, and heard nothing of it."""
    news = [one for one in said if one.kind == action_message.NEWS and one.state == "sent"]
    now = life.world.clock.now()
    return [
        f"{raiser} of {action.text}, {action.state}"
        for action, _, raiser in made
        if action.settled_at is not None
        and action.settled_at < now - LONG
        and action.settled_by_id != ids[raiser]
        and raiser not in life.company.leavers
        and not any(one.email == raiser and one.key.startswith(f"{action.id}:") for one in news)
    ]


def unread(world: World, life: RetroLife) -> list[str]:
    """Return the owners who cannot read of what they were asked in their messages."""
    found = []
    for one in life.seen.held:
        if one.state == "proposed":
            direct = world.slack.state.direct(world.persona(one.owner).id)
            if not any(f"(a{one.number})" in f"{each.text} {each.blocks}" for each in direct.messages.values()):
                found.append(f"{one.owner} reads nowhere of a{one.number}")
    return found


def guessed(
    life: RetroLife, orders: Mapping[int, tuple[list[int], list[str]]], anonymous: set[int]
) -> tuple[int, int, bool]:
    """Return how often somebody who reads the database names the author of a card, of how many, and whether by chance.

    They know who wrote, in the order in which people were asked, and the cards in the order in which they are stored.
    """
    hits, trials, chances = 0, 0, 0.0
    for round_id, (cards, writers) in orders.items():
        if round_id in anonymous and writers:
            for place, number in enumerate(cards):
                author = life.cards.written[number - 1].by.email
                hits += writers[place * len(writers) // len(cards)] == author
                chances += 1 / len(writers)
                trials += 1
    likely = chances / trials if trials else EVENLY
    return hits, trials, chance(hits, trials, likely) > CAUGHT


def is_anonymous(company: RetroCompany, one: Round) -> bool:
    """Tell whether the cards of a round were shown without names."""
    return _of(company, one).anonymous


def is_over_and_archived(kind: str, state: str, reason: str) -> bool:
    """Tell whether a message is what of a retro that is over stands in an archived channel, and cannot change there."""
    return kind in retro_message.OF_ROUNDS and state == "failed" and "archived" in reason


def _of(company: RetroCompany, one: Round) -> RetroOf:
    return next(retro for retro in company.retros if retro.name == one.retro)


def _works(company: RetroCompany, one: Someone, day: date) -> bool:
    rests = day.weekday() >= SATURDAY or day in country_holidays(one.country, years=day.year)
    return not rests and not company.is_away(one, day)


def _there(company: RetroCompany, one: Someone, day: date) -> bool:
    """Tell whether somebody is surely asked in the round of a date: there for all of its writing time."""
    days = [day + DAY * number for number in range(WRITING + 3)]
    leaves = company.leavers.get(one.email, date.max)
    came = one.joins is None or one.joins < day - DAY
    return came and leaves > days[-1] and all(_works(company, one, each) for each in days if each.weekday() < SATURDAY)


def _spans(one: Held, due: date) -> bool:
    """Tell whether an action stood as it was from before its day until long after it."""
    return one.since.date() < due and one.until.date() > due + LONG


def _quiet(life: RetroLife, one: Held) -> bool:
    """Tell whether its owner was there all the while, so that nothing had to wait."""
    company = life.company
    if one.owner in company.leavers:
        return False
    return not any(
        leave.who.email == one.owner and leave.first <= one.until.date() and leave.last >= one.since.date()
        for leave in company.leaves
    ) and not any(down.begins < one.until and down.ends > one.since for down in company.downs)
