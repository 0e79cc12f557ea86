"""The sync map: which teams wait on which, as a table and a chart, for whoever asks and for the thread of a summary."""

from collections.abc import Sequence

from bot.domain.list_file import Listing
from bot.domain.sync_list import SyncRow
from bot.domain.sync_map import Closed, MapFacts, OfRound, Pair
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks, chart
from bot.views.list_file import download

SHOW, CHOOSE, NEXT = "sync_map", "sync_map_choose", "sync_map_page"

PAIRS = 20
"""Pairs of teams a message."""

MOST = 4
"""Pairs that wait on each other, and circles, that are told in words."""

SYNCS = 100
"""Syncs that a menu of Slack offers."""

HEAD = ("Waits", "On", "Raised", "Open now", "Half closed within")


def sync_map(words: Words, facts: MapFacts, command: str) -> Message:
    """Return the map, from the pair at `facts.first` on, with what it takes to see more."""
    if not facts.map.pairs:
        text = words("sync_map/none.mrkdwn.j2", facts=facts, command=command)
        return blocks.message(text, [blocks.section("map", text)])
    page = facts.map.pairs[facts.first : facts.first + PAIRS]
    shown = [*_head(words, facts), _table(page)]
    rest = len(facts.map.pairs) - facts.first - len(page)
    below = [download(Listing.MAP, facts.ritual_id)]
    if rest > 0 and page:
        value = f"{facts.ritual_id}:{facts.first + PAIRS}"
        below.insert(0, blocks.button(f"Show {min(rest, PAIRS)} more", NEXT, value))
    shown.append(blocks.actions("map_more", *below))
    return _message(words, facts, [*shown, *_chart(words, facts)])


def map_in_thread(words: Words, facts: MapFacts, command: str) -> Message | None:
    """Return the map as it stands below a summary; None where nobody waits or waited on anybody."""
    if not facts.map.pairs:
        return None
    shown = [*_head(words, facts), _table(facts.map.pairs[:PAIRS])]
    if len(facts.map.pairs) > PAIRS:
        text = words("sync_map/below.mrkdwn.j2", facts=facts, shown=PAIRS, command=command)
        shown.append(blocks.context("map_more", text))
    return _message(words, facts, [*shown, *_chart(words, facts)])


def choose(words: Words, rows: Sequence[SyncRow]) -> Message:
    """Return the question of which sync the map is to be shown."""
    text = words("sync_map/choose.mrkdwn.j2")
    options = [blocks.option(row.name, str(row.ritual_id)) for row in rows[:SYNCS]]
    menu = blocks.select(CHOOSE, options, placeholder="Choose the sync")
    return blocks.message(text, [blocks.section("choose", text), blocks.actions("syncs", menu)])


def _head(words: Words, facts: MapFacts) -> list[blocks.Block]:
    weeks = sum(one.day is not None for one in facts.map.rounds)
    return blocks.paragraphs("map", words("sync_map/head.mrkdwn.j2", facts=facts, weeks=weeks, most=MOST))


def _table(pairs: Sequence[Pair]) -> blocks.Block:
    return chart.table("map_pairs", HEAD, [_row(pair) for pair in pairs])


def _row(pair: Pair) -> list[str]:
    on = "people of their own" if pair.on == pair.who else pair.on
    return [pair.who, on, str(pair.raised), str(pair.open), _fast(pair.closed)]


def _fast(closed: Closed) -> str:
    if not closed.count:
        return chart.NOTHING
    return "the same day" if closed.days < 1 else f"{closed.days:g} working day{'' if closed.days == 1 else 's'}"


def _chart(words: Words, facts: MapFacts) -> list[blocks.Block]:
    rounds = facts.map.rounds
    if not any(one.raised or one.closed for one in rounds):
        # What was raised by itself is in no round yet: a chart without a bar says nothing.
        return []
    series = {"Raised": [one.raised for one in rounds], "Closed": [one.closed for one in rounds]}
    drawn = chart.bars("map_chart", "Blockers raised and closed", [_label(one) for one in rounds], series)
    return [drawn, blocks.context("map_figures", words("sync_map/figures.mrkdwn.j2", map=facts.map))]


def _label(one: OfRound) -> str:
    return f"{one.day.day} {one.day:%b}" if one.day else "since"


def _message(words: Words, facts: MapFacts, shown: Sequence[blocks.Block]) -> Message:
    return blocks.message(words("sync_map/text.mrkdwn.j2", facts=facts), shown)
