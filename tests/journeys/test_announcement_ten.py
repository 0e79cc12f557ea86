"""Ten announcements as an organisation of 2026 has them, through the playground to those who read them."""

from collections.abc import Mapping
from typing import Any

from bot.domain.typed_markdown import unmarked
from bot.playground.seen import SeenMessage
from tests.factories.announced import drafted, go
from tests.gallery.announcement_ten import READ, TEN
from tests.journeys.conftest import World

FIELDS = ("kind", "title", "text", "not_known", "asks", "talking_points", "likely_questions", "lead_hours")
A_LINE = 200
"""Characters of the first paragraph at most: what changes, from when, is not to be looked for."""


async def send(world: World, row: Mapping[str, Any]) -> None:
    """Let its author send one of the ten at once to its groups and channels."""
    groups = {name: [_short(one) for one in members] for name, members in row["groups"].items()}
    made = await drafted(
        world,
        groups,
        author=_short(row["author"]),
        parts=row.get("parts"),
        channels=[world.slack.channel(one).id for one in row.get("channels", ())],
        of=row.get("change", row["title"]),
        **{name: row[name] for name in FIELDS if name in row},
        next_word_on=row.get("next_word"),
        must_read=True,
    )
    await go(world, made, _short(row["author"]))


def _short(name: str) -> str:
    """Return the first name by which the company's people are found; names of teams and areas stay."""
    return name.split(maxsplit=1)[0].casefold() if " " in name else name


def _flat(text: str) -> str:
    return " ".join(text.split())


def got(world: World, who: str, title: str) -> list[SeenMessage]:
    """What somebody got under a title."""
    return [one for one in world.persona(who).messages() if one.words.startswith(title)]


async def test_each_says_at_once_what_changes_and_takes_a_minute_to_read(company: World) -> None:
    """Everybody concerned gets each once, signed by a person; nobody reads the part of others, or signs of markup."""
    # Ten changes at once are more than Drumbeat lets go by itself.
    await company.persona("mara").command("/pmo change limit 40")
    for row in READ:
        await send(company, row)
    everybody = [one for one in company.slack.state.people.values() if not one.is_bot]
    for row in READ:
        title, author = row["title"], row["author"]
        reached = [found[0] for one in everybody if (found := got(company, one.name, title))]
        assert all(len(got(company, one.name, title)) <= 1 for one in everybody)
        assert len(reached) >= len(row["groups"]), title
        for seen in reached:
            assert f"— {author}" in seen.words
            assert _flat(unmarked(row["text"])) in _flat(seen.words)
        assert len(unmarked(row["text"]).split("\n", 1)[0]) <= A_LINE, title
        assert [TEN[row["about"]].minutes] == [1], title


async def test_somebody_in_two_groups_reads_both_parts_and_a_lead_what_they_can_say(company: World) -> None:
    """Ana leads one of the product teams; Tiago is in it; Nadia sells; a channel reads no parts."""
    [reorganisation] = [one for one in READ if one["about"] == "a reorganisation"]
    await send(company, reorganisation)
    [ana], [tiago], [nadia] = (got(company, who, reorganisation["title"]) for who in ("ana", "tiago", "nadia"))
    [posted] = [one for one in company.persona("ana").messages("general") if reorganisation["title"] in one.words]
    parts = {name: f"What this means for {name}" for name in reorganisation["groups"]}
    assert [parts[name] in ana.words for name in parts] == [True, False, False, True]
    assert [parts[name] in tiago.words for name in parts] == [True, False, False, False]
    assert [parts[name] in nadia.words for name in parts] == [False, True, False, False]
    assert not any(one in posted.words for one in parts.values())
    said = "Nobody loses their job or any of their pay by this."
    assert [said in one.words for one in (ana, tiago, posted)] == [True, False, False]
