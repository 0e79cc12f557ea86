"""What came of an announcement, for those who run it and for leads: figures by group, and who said what."""

from bot.domain.announcement_figures import (
    FiguresFacts,
    GroupFigures,
    ReadersFacts,
    RepliesFacts,
    standing,
)
from bot.domain.list_file import Listing
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks, chart
from bot.views.list_file import download

SHOW, REMIND, NAMES, NEXT, GROUP = (
    "announcement_figures",
    "announcement_remind",
    "announcement_names",
    "announcement_names_next",
    "announcement_names_group",
)
"""Buttons: the value of the first three is the announcement's id; of the others also the group's, and the first row."""

HEAD = ("Group", "People", "Reached", "Got it", "Asked", "Not affected", "No reply yet")
MOST_GROUPS = 60
"""Groups that a table has room for; the sums are of all."""
A_MENU = 99


def figures_message(words: Words, facts: FiguresFacts) -> Message:
    """Return the figures, with *Send reminder* and the names where the reader may see them."""
    text = words("announcement/figures.mrkdwn.j2", facts=facts, all=facts.all)
    shown: list[blocks.Block] = [*blocks.paragraphs("figures", text)]
    if facts.asks and facts.all.people:
        rows = [_cells(one) for one in facts.groups[:MOST_GROUPS]]
        if len(facts.groups) > 1:
            rows.append(_cells(facts.all))
        shown.append(chart.table("groups", HEAD, rows))
    notes = words("announcement/figures_notes.mrkdwn.j2", facts=facts)
    if notes:
        shown.append(blocks.context("notes", notes))
    value = str(facts.announcement_id)
    pressed: list[blocks.Element] = []
    if facts.remind:
        sure = words("announcement/remind_ask.mrkdwn.j2", facts=facts)
        asks = blocks.confirm("Send a reminder?", sure, "Send reminder")
        pressed.append(blocks.button("Send reminder", REMIND, value, asks=asks))
    if facts.names and facts.all.people:
        pressed.append(blocks.button("See names", NAMES, value))
    if facts.groups and facts.all.people:
        pressed.append(download(Listing.FIGURES, facts.announcement_id))
    if pressed:
        shown.append(blocks.actions("figures_do", *pressed))
    return blocks.message(words("announcement/figures_text.mrkdwn.j2", facts=facts, all=facts.all), shown)


def names_message(words: Words, facts: ReadersFacts) -> Message:
    """Return a page of readers by name, whoever has not replied first."""
    text = words("announcement/names.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = [blocks.section("names", text)]
    if facts.rows:
        shown.append(
            chart.table(
                "readers", ("Name", "Group", "Reply"), [(one.name, one.group, standing(one)) for one in facts.rows]
            )
        )
    value, pressed = str(facts.announcement_id), list[blocks.Element]()
    if len(facts.groups) > 1 and not facts.own_team:
        of = {0: "All groups", **facts.groups}
        options = [blocks.option(name, f"{value}:{one}") for one, name in of.items()][:A_MENU]
        pressed.append(blocks.select(GROUP, options, chosen=f"{value}:{facts.group_id}", placeholder="Which group?"))
    rest = facts.total - facts.first - len(facts.rows)
    if rest > 0 and facts.rows:
        value = f"{facts.announcement_id}:{facts.group_id}:{facts.first + len(facts.rows)}"
        pressed.append(blocks.button(f"Show {min(rest, len(facts.rows))} more", NEXT, value))
    pressed += [
        download(Listing.READERS, facts.announcement_id),
        blocks.button("Back", SHOW, str(facts.announcement_id)),
    ]
    shown.append(blocks.actions("names_do", *pressed))
    return blocks.message(text, shown)


def replies_blocks(words: Words, facts: RepliesFacts) -> list[blocks.Block]:
    """Return what a change's page says of the replies to what was announced: the way to see them."""
    return [
        blocks.section(
            f"replies:{one}",
            words("announcement/replies.mrkdwn.j2", title=title),
            accessory=blocks.button("See replies", SHOW, str(one)),
        )
        for one, title in facts.rows
    ]


def _cells(one: GroupFigures) -> tuple[str, ...]:
    figures = (one.people, one.reached, one.got, one.asked, one.not_affected, one.none)
    return (one.group, *(f"{figure:,}" for figure in figures))
