"""Words meant to do harm in every field there is: they are shown as typed, ping nobody, and reach no log."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from bot.slack.gateway import SlackPerson
from tests.journeys.conftest import World

HOSTILE = "<!channel> <@U1> *x* `y` מרח 👩‍👩‍👧 𝕏&<https://evil|k>"
SECRETS = ("Zanzibar", "xoxb-playground", "xapp-playground")
COMPANY = f"""
teams:
  - name: "{HOSTILE}"
    value_stream: "{HOSTILE}"
    channel: "#payments"
    members: [tiago@lumen.example, rui@lumen.example]
syncs:
  - name: "Sync{HOSTILE}"
    days: [tue]
    time: "10:00"
    channel: "#payments"
    teams: ["{HOSTILE}"]
    owner: mara@lumen.example
    questions:
      - {{key: moved, kind: long_text, text: "Moved? {HOSTILE}", hint: "{HOSTILE}", required: true}}
      - {{key: mood, kind: choice, text: "Mood {HOSTILE}", options: ["Good {HOSTILE}", "Bad {HOSTILE}"]}}
      - {{key: many, kind: choices, text: "Many {HOSTILE}", options: ["One {HOSTILE}", "Two {HOSTILE}"]}}
      - {{key: who, kind: people, text: "Who {HOSTILE}"}}
      - {{key: teams, kind: teams, text: "Teams {HOSTILE}"}}
"""


def formatted(value: Any) -> Iterator[str]:
    """Every text that Slack would read as markup: mrkdwn objects, and the text of messages."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            value = json.loads(value)
        except ValueError:
            return
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("type") in {None, "mrkdwn"}:
            yield value["text"]
        for one in value.values():
            yield from formatted(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from formatted(one)


def written(world: World) -> list[str]:
    """All markup that Drumbeat sent."""
    rows = world.slack.traffic.rows()
    said = [row.request if row.direction == "bot→slack" else row.response for row in rows]
    assert all(row.ok for row in rows), [(row.kind, row.response) for row in rows if not row.ok]
    return [text for one in said for text in formatted(one)]


async def test_hostile_words_in_every_field_stay_words(lumen: World) -> None:
    """Names of people, teams, syncs and channels, questions, options, answers, additions, typed words, searches."""
    await lumen.apply(COMPANY)
    mara = lumen.persona("mara")
    for name in ("tiago", "rui", "mara"):
        who = lumen.persona(name)
        named = SlackPerson(who.id, f"{name} {HOSTILE}", who.person.email, who.person.tz, is_admin=name == "mara")
        await lumen.bot.parts.people.changed(lumen.workspace_id, named)
    await lumen.bot.parts.channels.renamed(lumen.workspace_id, lumen.slack.channel("payments").id, f"pay {HOSTILE}")
    for line in (
        "sync",
        f"sync {HOSTILE}",
        f"role {HOSTILE} lead",
        HOSTILE,
        "sync preview Sync",
        "role",
        "snyc",
        "evil",
    ):
        await mara.command(f"/pmo {line}")
        if mara.modal:
            await mara.close()
    await mara.command("/pmo sync edit Sync")
    await mara.submit()
    await mara.close()
    await mara.close()
    await lumen.at("Tue 10:00")
    speaker = next(who for who in (lumen.persona("tiago"), lumen.persona("rui")) if who.messages())
    other = lumen.persona("rui" if speaker.id == lumen.persona("tiago").id else "tiago")
    await speaker.say(HOSTILE)
    await speaker.click("Search instead")
    await speaker.click("Why am I asked?", on=speaker.messages()[0])
    await speaker.close()
    await speaker.click("Answer", on=speaker.messages()[0])
    form = speaker.modal
    assert form is not None
    answers = {"q:moved": HOSTILE, "q:mood": f"Good {HOSTILE}"[:75], "q:many": [f"One {HOSTILE}"[:75]]}
    assert await speaker.submit(answers | {"q:who": ["rui"]}) == {}
    await other.open_home()
    await other.click("Add something", on="home")
    assert await other.submit({"What would you add?": f"Added {HOSTILE}"}) == {}
    await mara.open_home()
    await mara.command("/pmo sync close Sync")
    await mara.click("Close now")
    await lumen.idle()
    await mara.command("/pmo sync delete Sync")
    await mara.click("Delete")
    await lumen.idle()
    texts = written(lumen)
    assert any("&lt;!channel&gt;" in one for one in texts)
    for one in texts:
        assert "<!channel>" not in one
        assert "<@U1>" not in one
        assert "<https://evil" not in one
        assert "&amp;amp;" not in one, "escaped twice"
    assert "Something broke" not in str(texts)


@pytest.mark.begins("Tue 10:00")
async def test_words_and_tokens_never_reach_a_log(company: World, logged: StringIO) -> None:
    """At any level, on good days and on bad ones: only who, where, what kind, and a reference."""
    ana, ines, mara = (company.persona(name) for name in ("ana", "ines", "mara"))
    await ana.say("Zanzibar is blocked")
    await ana.click("Use as update")
    assert await ana.submit({"What moved?": "Zanzibar moved.", "What's next?": "Zanzibar"}) == {}
    await ines.open_home()
    await ines.click("Add something", on="home")
    assert await ines.submit({"What would you add?": "Zanzibar too."}) == {}
    await ines.command("/pmo Zanzibar")
    await ines.command("/pmo sync run Zanzibar")
    await ines.say("Zanzibar?")
    for fault in ("server_error", "timeout_after_accepting"):
        company.slack.faults.switch(fault, on=True)
        await ana.click("Edit", on=ana.messages()[0])
        await mara.say("Zanzibar again")
        company.slack.faults.switch(fault, on=False)
    await mara.command("/pmo sync close Weekly sync")
    await mara.click("Close now")
    await company.idle()
    lines = logged.getvalue()
    assert lines
    for secret in SECRETS:
        assert secret not in lines, next(line for line in lines.splitlines() if secret in line)
