"""Changes in a company file: read with every mistake named by its line, applied, and exported."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.domain.stakeholder import SourceKind
from bot.services.stakeholder import members_of
from models import (
    AuditEntry,
    Change,
    ChangeImpact,
    Channel,
    Delivery,
    Person,
    StakeholderGroup,
    StakeholderSource,
    Timer,
)
from tests.factories import company
from tests.factories.company import COMPANY, Scene

CHANGES = """
changes:
  - name: Product teams
    why: |-
      Customers wait for hand-overs.
      # One team a customer.
    owner: ana@lumen.example
    sponsor: ben@lumen.example
    state: announced
    from: 2026-05-04
    until: 2026-09-30
    news: 3
    groups:
      - name: Sales
        teams: [Payments]
        areas: [sales]
        channels: ["#sync"]
        people: [wei@lumen.example]
        impact: {job_roles: 4, tools: a little}
        yesterday: You sell alone.
        tomorrow: "You sell: in a team."
        worries: Who pays my commission?
        contact: mara@lumen.example
      - name: Everybody
        everyone: true
  - name: One chat tool
stakeholders:
  - name: HR
    areas: [hr]
    worries: Do job descriptions change?
"""


def many(first: int, number: int) -> str:
    """Return a file whose change has groups of these numbers."""
    groups = "".join(f"      - name: Group {at}\n        areas: [sales]\n" for at in range(first, first + number))
    return f"{COMPANY}\nchanges:\n  - name: Product teams\n    groups:\n{groups}"


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Five people and four channels; nothing set up."""
    return await company.scene(database)


async def rows(scene: Scene, model: type[Any]) -> list:
    """All of a table, by id."""
    async with scene.database.reading("T1") as session:
        return list(await session.scalars(sa.select(model).order_by(model.id)))


async def test_changes_are_added_once_and_exported_as_they_are(scene: Scene) -> None:
    """A second time there is nothing left, nor of what comes out."""
    lines = await scene.apply(COMPANY + CHANGES)
    assert {"add change Product teams: 2 groups", "add group Sales of Product teams"} <= set(lines)
    assert "add group HR of the standing list, to which nobody belongs yet" in lines
    product, chat = await rows(scene, Change)
    people = {one.id: one.email for one in await rows(scene, Person)}
    assert (people[product.owner_id], people[product.sponsor_id]) == ("ana@lumen.example", "ben@lumen.example")
    assert (product.state, product.starts_on, product.heartbeat_weeks) == ("announced", date(2026, 5, 4), 3)
    assert product.why == "Customers wait for hand-overs.\n# One team a customer."
    assert (chat.state, people[chat.owner_id], chat.heartbeat_weeks) == ("draft", "mara@lumen.example", 2)
    sales, everybody, hr = sorted(await rows(scene, StakeholderGroup), key=lambda one: (one.standing, one.place))
    assert (sales.tomorrow, people[sales.contact_id], hr.standing) == (
        "You sell: in a team.",
        "mara@lumen.example",
        True,
    )
    assert {(one.aspect, one.score) for one in await rows(scene, ChangeImpact)} == {("job_roles", 4), ("tools", 1)}
    async with scene.database.reading("T1") as session:
        assert len((await members_of(session, [sales.id, everybody.id]))[sales.id]) == 3
        assert "stakeholder_follow" in set(await session.scalars(sa.select(Timer.kind)))
    assert await scene.apply(COMPANY + CHANGES) == []
    text = await scene.export()
    assert await scene.apply(text) == []


async def test_what_is_exported_makes_the_same_elsewhere(scene: Scene) -> None:
    """Applied to a workspace that has none of it, and exported again, it is the same."""
    await scene.apply(COMPANY + CHANGES)
    text = await scene.export()
    async with scene.database.transaction("T1") as session:
        for model in (StakeholderSource, ChangeImpact, StakeholderGroup, Change):
            await session.execute(sa.delete(model))
    assert "changes:" not in await scene.export()
    assert await scene.apply(text) != []
    assert await scene.export() == text


async def test_what_the_file_changes_is_said_and_what_it_does_not_name_stays(scene: Scene) -> None:
    """Line by line; a group that is not named any more, and what a file cannot name, are left as they are."""
    await scene.apply(COMPANY + CHANGES)
    async with scene.database.transaction("T1") as session:
        sales = (await session.scalars(sa.select(StakeholderGroup).where(StakeholderGroup.name == "Sales"))).one()
        session.add(StakeholderSource(group_id=sales.id, kind="channel", value="C0GONE"))
    changed = CHANGES.replace("job_roles: 4, ", "").replace("teams: [Payments]", "teams: [Platform]")
    changed = changed.replace("news: 3", "news: 1").replace("      - name: Everybody\n        everyone: true\n", "")
    lines = await scene.apply(COMPANY + changed)
    assert lines == [
        "change change Product teams: weeks to the next news 3 → 1",
        "change group Sales of Product teams: who belongs to it (5 → 5) and job roles",
    ]
    assert len(await rows(scene, StakeholderGroup)) == 3
    kinds = [one.kind for one in await rows(scene, StakeholderSource) if one.group_id == sales.id]
    assert kinds.count(SourceKind.CHANNEL) == 2
    await scene.apply(COMPANY + "changes:\n  - {name: product TEAMS, why: Because.}\n")
    assert [one.why for one in await rows(scene, Change)] == ["Because.", ""]
    assert len(await rows(scene, StakeholderGroup)) == 3


async def test_whose_it_is_from_now_on_hears_of_it(scene: Scene) -> None:
    """Not from the file that sets a company up."""
    await scene.apply(COMPANY + CHANGES)
    assert [one.kind for one in await rows(scene, Delivery) if one.kind.startswith("change_hand")] == []
    await scene.apply(COMPANY + CHANGES.replace("owner: ana", "owner: wei"))
    told = [one for one in await rows(scene, Delivery) if one.kind == "change_hand_given"]
    assert [one.subject["moves"][0][0] for one in told] == ["owner"]


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        (
            "state: announced",
            "state: stopped",
            36,
            "state cannot be “stopped”. Please use draft, announced or in_progress",
        ),
        ("until: 2026-09-30", "until: 2026-01-30", 38, "It would be settled before it begins."),
        ("news: 3", "news: 13", 39, "not a number of weeks"),
        ("job_roles: 4", "job_rules: 4", 46, "“job_rules” is nothing that can change here."),
        ("job_roles: 4", "job_roles: 6", 46, "job_roles changes by 1 (a little)"),
        ("owner: ana@", "owner: nobody@", 30, "nobody in this Slack workspace has the e-mail"),
        ("teams: [Payments]\n        areas", "teams: [Paiments]\n        areas", 41, "there is no team “Paiments”"),
        ('channels: ["#sync"]', 'channels: ["#sink"]', 41, "Drumbeat sees no channel #sink"),
        ("areas: [sales]", "user_groups: [leads]", 41, "user group"),
        ("name: Everybody", "name: sales", 51, "stands in line 41 already"),
        ("name: One chat tool", "name: x" + "x" * 60, 53, "A name has at most 60 characters"),
        ("worries: Who pays", "worry: Who pays", 49, "“worry” is not known. Known here: name"),
    ],
)
async def test_mistakes_are_named_by_their_line(scene: Scene, before: str, after: str, line: int, said: str) -> None:
    """Every part of a change, and nothing is changed."""
    text = COMPANY + CHANGES
    assert text.count(before) >= 1
    head, _, tail = text.rpartition(before)
    problems = await scene.refused(head + after + tail)
    assert any(number == line and said in sentence for number, sentence in problems), problems


async def test_what_people_know_of_is_no_draft_again_and_what_has_ended_stays(scene: Scene) -> None:
    """The line says what to do instead."""
    await scene.apply(COMPANY + CHANGES)
    [(_, said)] = await scene.refused(COMPANY + "changes:\n  - {name: Product teams, state: draft}\n")
    assert "so it is no draft any more. Leave “state” out." in said
    async with scene.database.transaction("T1") as session:
        ended = {"state": "stopped", "ended_at": scene.clock.now(), "ended_because": "No money."}
        await session.execute(sa.update(Change).values(**ended))
    [(_, said)] = await scene.refused(COMPANY + "changes:\n  - {name: Product teams}\n")
    assert "has ended. Take it up again in Slack" in said
    assert "changes:" not in await scene.export()


async def test_groups_that_are_there_count_among_those_of_the_file(scene: Scene) -> None:
    """A change has sixty at most, however many files bring them; those that are there are changed as before."""
    await scene.apply(many(0, 40))
    [(_, said)] = await scene.refused(many(30, 31))
    assert "there are 40 groups of Product teams, and 21 more would be over 60. Put some together." in said
    await scene.apply(many(30, 30))
    assert len(await rows(scene, StakeholderGroup)) == 60


async def test_what_a_file_does_with_changes_is_audited_as_what_is_done_in_slack(scene: Scene) -> None:
    """Each step beside what it was done to; a plan, and what is there already, leave nothing."""
    assert await scene.plan(COMPANY + CHANGES) != []
    assert await audited(scene) == []
    await scene.apply(COMPANY + CHANGES)
    product, chat = await rows(scene, Change)
    groups = {one.name: f"stakeholder_group:{one.id}" for one in await rows(scene, StakeholderGroup)}
    assert await audited(scene) == [
        ("file", "stakeholder_group_added", groups["HR"]),
        ("file", "change_impact_rated", groups["HR"]),
        ("file", "change_registered", f"change:{product.id}"),
        ("file", "stakeholder_group_added", groups["Sales"]),
        ("file", "change_impact_rated", groups["Sales"]),
        ("file", "stakeholder_group_added", groups["Everybody"]),
        ("file", "change_registered", f"change:{chat.id}"),
    ]
    already = len(await audited(scene))
    await scene.apply(COMPANY + CHANGES)
    await scene.apply(COMPANY + CHANGES.replace("news: 3", "news: 1").replace("teams: [Payments]", "teams: [Platform]"))
    assert (await audited(scene))[already:] == [
        ("file", "change_edited", f"change:{product.id}"),
        ("file", "stakeholder_group_edited", groups["Sales"]),
    ]
    edited = next(one for one in await rows(scene, AuditEntry) if one.action == "change_edited")
    assert edited.details == {"fields": ["heartbeat_weeks"]}


@pytest.mark.parametrize("role", ["owner", "sponsor"])
async def test_a_guest_is_given_no_change(scene: Scene, role: str) -> None:
    """As in the form; what is somebody's who became a guest stays theirs, and comes out as it goes in."""
    file = COMPANY + f"changes:\n  - name: Product teams\n    {role}: ben@lumen.example\n"
    await scene.change(Person, Person.email == "ben@lumen.example", is_guest=True)
    for before in ("", "changes:\n  - name: Product teams\n"):
        await scene.apply(COMPANY + before)
        assert await scene.refused(file) == [(29, "Ben Carter is a guest. Please choose a colleague.")]
    await scene.change(Person, Person.email == "ben@lumen.example", is_guest=False)
    await scene.apply(file)
    await scene.change(Person, Person.email == "ben@lumen.example", is_guest=True)
    assert await scene.apply(await scene.export()) == []


async def test_a_guest_is_given_no_role(scene: Scene) -> None:
    """As with `/pmo role`: guests answer and read; what one has already stays."""
    await scene.change(Person, Person.email == "wei@lumen.example", is_guest=True)
    [(line, said)] = await scene.refused("people:\n  - {email: wei@lumen.example, role: pmo}\n")
    assert (line, said.startswith("Wei Tan is a guest here; guests answer and read")) == (2, True)
    assert await scene.apply("people:\n  - {email: wei@lumen.example, role: member}\n") == []


async def test_a_group_keeps_a_channel_that_was_archived(scene: Scene) -> None:
    """What is exported can be applied; a group that is new takes none that is archived."""
    await scene.apply(COMPANY + CHANGES.replace('"#sync"', '"#platform"'))
    await scene.change(Channel, Channel.name == "platform", is_archived=True)
    assert await scene.apply(await scene.export()) == []
    [(_, said)] = await scene.refused(COMPANY + CHANGES.replace('"#sync"', '"#old"'))
    assert said == "#old is archived. Choose another channel, or bring it back in Slack."


async def test_the_day_that_a_file_does_not_say_counts_too(scene: Scene) -> None:
    """A change is not settled before it begins, wherever either day stands."""
    await scene.apply(COMPANY + CHANGES)
    [(line, said)] = await scene.refused(COMPANY + "changes:\n  - {name: Product teams, until: 2026-05-01}\n")
    assert (line, said.split(".")[0]) == (29, "“Product teams”: It would be settled before it begins")


async def test_a_group_of_nobody_is_said(scene: Scene) -> None:
    """It may be a slip in the name of an area; who is in a channel is not known yet."""
    groups = "      - {name: Salse, areas: [salse]}\n      - {name: Chat, channels: [sync]}\n"
    lines = await scene.plan(f"{COMPANY}changes:\n  - name: Product teams\n    groups:\n{groups}")
    assert lines[-2:] == [
        "add group Salse of Product teams, to which nobody belongs yet",
        "add group Chat of Product teams",
    ]


async def audited(scene: Scene) -> list[tuple[str, str, str]]:
    """Who did what to which change or group, in order."""
    kept = [one for one in await rows(scene, AuditEntry) if one.subject != "company"]
    return [(one.actor, one.action, one.subject) for one in kept]
