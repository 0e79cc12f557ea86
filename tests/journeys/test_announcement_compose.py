"""An announcement of a change is written in steps that each save, looked at as any of its readers, and sent."""

from collections.abc import Mapping, Sequence

import pytest
import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from models import Announcement, AnnouncementPart, AnnouncementReader, AuditEntry, Change, Person, Team
from tests.factories import change
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

TITLE, TEXT = "Title", "What everybody reads"
KICKOFF = "From 4 May each product team has its own sales colleague. Your pay stays as it is."
WORDS = {TITLE: "Sales joins the product teams", TEXT: KICKOFF}
GROUPS: Mapping[str, Sequence[str]] = {"Payments": ["Payments"], "Berlin office": ["jonas", "aylin"]}


async def given(world: World, groups: Mapping[str, Sequence[str]] = GROUPS, **fields: object) -> int:
    """Let there be a change that Mara runs and that affects these groups, of teams or people; return its id."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == world.persona("mara").id))).one()
        made = await change.change(session, mara, "Product teams", **fields)
        for place, (name, members) in enumerate(groups.items()):
            sources = []
            for one in members:
                team = await session.scalar(sa.select(Team.id).where(Team.name == one))
                person = sa.select(Person.id).where(Person.slack_id == world.persona(one).id) if not team else None
                number = team or await session.scalar(person)
                sources.append(Source(SourceKind.TEAM if team else SourceKind.PERSON, str(number)))
            more = {"tomorrow": "Desks on the third floor."} if name == "Berlin office" else {}
            await change.stakeholder_group(session, made, name, sources, place=place, **more)
        return made.id


async def write(world: World, who: str = "mara", **typed: object) -> None:
    """Let somebody begin an announcement of the change, up to its desk."""
    persona = world.persona(who)
    await persona.command("/pmo announce product teams")
    assert await persona.submit({"What do you have to say?": "Kick-off"}) == {}
    assert await persona.submit({**WORDS, **typed}) == {}


async def one(world: World) -> Announcement:
    """Return the one announcement that there is."""
    [found] = await stored(world, Announcement)
    return found


async def test_it_begins_with_the_kind_and_a_text_to_fill(company: World) -> None:
    """Each kind has its own; the draft is on the home tab, and begins with what is known of each group."""
    await given(company, why="Customers wait for five teams.")
    mara = company.persona("mara")
    await mara.command("/pmo announce product teams")
    assert "It goes to 2 groups" in mara.read_words(mara.modal)
    await mara.submit({"What do you have to say?": "Kick-off"})
    begun = str(mara.modal.blocks)
    assert "Customers wait for five teams." in begun
    assert "*What stays:* …" in begun
    assert await mara.submit({TITLE: "Sales joins"}) == {}
    desk = mara.read_words(mara.modal)
    assert "Saved as a draft" in desk
    assert "“What stays” is still to be written" in desk
    assert "Desks on the third floor." in desk
    assert "They read what everybody reads." in desk
    assert (await one(company)).state == "draft"
    home = mara.read_words(await mara.open_home())
    assert "Your drafts" in home
    assert "Sales joins" in home
    await mara.close()
    await mara.click("Go on", on="home")
    assert "Sales joins" in mara.read_words(mara.modal)


async def test_it_goes_after_a_look_as_any_of_its_readers(company: World) -> None:
    """Each group reads its own part; the submit of the desk shows the preview, and never sends."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Write part")
    part = "Your forecast is made with your team."
    assert await mara.submit({"What this means for Payments": part}) == {}
    assert part in mara.read_words(mara.modal)
    await mara.click("Change when")
    assert await mara.submit({"And": ["Ask for Got it", "Must-read"]}) == {}
    assert await mara.submit() == {}
    preview = mara.read_words(mara.modal)
    assert part in preview
    assert "Desks on the third floor." not in preview
    assert (await one(company)).state == "draft"
    await mara.click(action_id="announcement_preview_as", value="Somebody in Berlin office")
    other = mara.read_words(mara.modal)
    assert "Desks on the third floor." in other
    assert part not in other
    assert await mara.submit() == {}
    assert "is on its way" in mara.read_words(mara.modal)
    await company.idle()
    [ana] = [seen for seen in company.persona("ana").messages() if "Sales joins" in seen.words]
    assert part in ana.words
    [jonas] = [seen for seen in company.persona("jonas").messages() if "Sales joins" in seen.words]
    assert "Desks on the third floor." in jonas.words


async def test_what_comes_at_once_is_not_said_to_come_to_leads_before(company: World) -> None:
    """Hours before their people are for a morning; at once is at once for all of them."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    assert "with their people, since it comes at once" in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    await mara.click(action_id="announcement_preview_as", value="A lead in Payments")
    preview = mara.read_words(mara.modal)
    assert "as soon as you send it" in preview
    assert "before" not in preview
    assert "whom you lead get this, too" in preview


async def test_ten_thousand_characters_are_typed_in_fields_and_kept_whole(company: World) -> None:
    """A field of Slack's holds three thousand: the form has as many as it needs; nothing is cut."""
    await given(company)
    paragraphs = [f"Paragraph {number}. " + "word " * 95 for number in range(20)]
    await write(company, **{TEXT: "\n\n".join(paragraphs[:5]), "… part 2": "\n\n".join(paragraphs[5:10])})
    mara = company.persona("mara")
    await mara.click("Edit text")
    assert await mara.submit({"… part 3": "\n\n".join(paragraphs[10:15])}) == {}
    text = (await one(company)).text
    assert text.count("Paragraph") == 15
    await mara.click("Edit text")
    errors = await mara.submit({"… part 4": "x " * 1400, "… part 5": "y " * 1400})
    assert "10,000 fit here" in errors["text:0"]
    assert (await one(company)).text == text


async def test_what_cannot_be_sent_says_why_and_is_kept(company: World) -> None:
    """No people, a day that has passed, a channel without Drumbeat, what nobody knows without a day."""
    await given(company, {"Nobody yet": []})
    mara = company.persona("mara")
    await mara.command("/pmo announce product teams")
    await mara.submit({"What do you have to say?": "No news yet"})
    errors = await mara.submit({TITLE: "Still open", TEXT: "…", "What we don't know yet": "Whether desks move."})
    assert "by when" in errors["next_word"]
    assert "has passed" in (await mara.submit({TEXT: "Words", "Next word on that by": "2026-01-05"}))["next_word"]
    assert await mara.submit({"Next word on that by": "2026-05-12"}) == {}
    assert "Nobody would get it" in mara.read_words(mara.modal)
    await mara.click("Change when")
    morning = {"When does it come?": "In each person's own morning"}
    assert "day" in await mara.submit({**morning, "Day": None})
    assert "has passed" in (await mara.submit({"Day": "2026-03-02"}))["day"]
    assert await mara.submit({"Day": "2026-03-04"}) == {}
    await mara.submit()
    assert "Before it can go" in mara.read_words(mara.modal)
    assert mara.modal.submit is None
    await company.at("2026-03-05 10:00")
    await mara.close()
    await mara.submit()
    assert "Wed 4 Mar has passed" in mara.read_words(mara.modal)
    assert (await one(company)).state == "draft"


async def test_two_who_write_at_once_lose_nothing(company: World) -> None:
    """What each changed is kept; where both changed one thing the second sees both, and decides."""
    change_id = await given(company)
    await write(company)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        ben = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("ben").id))).one()
        (await session.get_one(Change, change_id)).sponsor_id = ben.id
    mara, sponsor = company.persona("mara"), company.persona("ben")
    [page] = await sponsor.command("/pmo change product teams")
    await sponsor.click("Go on", on=page)
    await mara.click("Edit text")
    await sponsor.click("Edit text")
    assert await mara.submit({TITLE: "Sales joins on 4 May"}) == {}
    assert await sponsor.submit({TEXT: "Ben's words."}) == {}
    row = await one(company)
    assert (row.title, row.text) == ("Sales joins on 4 May", "Ben's words.")
    await mara.click("Edit text")
    await sponsor.click("Edit text")
    assert await mara.submit({TEXT: "Mara's words."}) == {}
    assert await sponsor.submit({TEXT: "Ben's other words."}) == {}
    shown = sponsor.read_words(sponsor.modal)
    assert "Mara Lindqvist saved meanwhile" in shown
    assert "Mara's words." in shown
    assert (await one(company)).text == "Mara's words."
    assert await sponsor.submit() == {}
    assert (await one(company)).text == "Ben's other words."


async def test_a_planned_one_is_taken_back_changed_and_dropped(company: World) -> None:
    """Nobody hears of it: no reader is left, no timer fires, and what was written stays until it is dropped."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Change when")
    await mara.submit({"When does it come?": "In each person's own morning", "Day": "2026-03-05"})
    await mara.submit()
    assert await mara.submit() == {}
    assert "is planned for Thu 5 Mar" in mara.read_words(mara.modal)
    await mara.close()
    [page] = await mara.command("/pmo announce list")
    await mara.click("Open it", on=page)
    assert "[Edit text]" not in mara.read_words(mara.modal)
    await mara.click("Take it back")
    assert "is a draft again" in mara.read_words(mara.modal)
    assert await stored(company, AnnouncementReader) == []
    await mara.click("Drop it")
    assert "is dropped" in mara.read_words(mara.modal)
    await company.at("2026-03-06 20:00")
    assert not [seen for seen in company.persona("ana").messages() if "Sales joins" in seen.words]
    assert (await one(company)).state == "dropped"


async def test_an_edit_of_what_is_out_reaches_all_and_asks_again_only_if_the_meaning_changed(company: World) -> None:
    """The form says what happens; better words notify nobody, another meaning comes as a reply."""
    await given(company)
    await write(company)
    mara, ana = company.persona("mara"), company.persona("ana")
    await mara.click("Change when")
    assert await mara.submit({"And": ["Ask for Got it", "Must-read"]}) == {}
    await mara.submit()
    await mara.submit()
    await mara.close()
    await company.idle()
    [page] = await mara.command("/pmo announce list")
    await mara.click("Open it", on=page)
    await mara.click("Edit text")
    assert "nobody is notified" in mara.read_words(mara.modal)
    assert await mara.submit({TEXT: "From 11 May, not 4 May."}) == {}
    await company.idle()
    [seen] = [one for one in ana.messages() if "Sales joins" in one.words]
    assert "From 11 May" in seen.words
    assert "edited" in seen.words
    assert ana.thread("dm", seen.ts)[1:] == []
    await mara.click("Edit text")
    assert await mara.submit({TEXT: "Not this year.", "Is it more than better words?": "The meaning changed"}) == {}
    await company.idle()
    [again] = ana.thread("dm", seen.ts)[1:]
    assert "has changed what" in again.words


async def test_who_gets_it_is_chosen_among_the_groups_of_the_change_and_channels(company: World) -> None:
    """Of all groups one is left, with the text that it began with; the desk shows the channel."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Choose who")
    berlin = "Berlin office · 2 people"
    assert await mara.submit({"Who gets it?": [berlin], "Post it in": ["sync"]}) == {}
    desk = mara.read_words(mara.modal)
    assert "2 people* in 1 time zone" in desk
    assert "Posted in #sync" in desk
    assert "Payments" not in desk
    assert [one.text for one in await stored(company, AnnouncementPart)] == [
        "*From then on:* Desks on the third floor."
    ]


async def test_the_desk_shows_the_first_lines_of_a_long_text_and_none_in_half(company: World) -> None:
    """Cut within a line, the star before bold type would stand there by itself."""
    await given(company)
    long = "So that customers wait less. " * 10 + "\n\n*What stays:* Your pay, and where you work."
    await write(company, **{"What everybody reads": long})
    desk = company.persona("mara").read_words(company.persona("mara").modal)
    lines = [line.strip("> ") for line in desk.splitlines()]
    assert lines[lines.index("…") - 1].endswith("customers wait less.")
    assert "What stays" not in desk


async def test_others_write_nothing(company: World) -> None:
    """A member and a lead who does not run the change hear who does; a change that has ended is announced no more."""
    await given(company)
    for who in ("ines", "ana"):
        [refused] = await company.persona(who).command("/pmo announce product teams")
        assert "No change is called" in refused.words or "is for the PMO" in refused.words
    assert await stored(company, Announcement) == []


async def test_every_step_is_audited(company: World) -> None:
    """Begun, edited, sent: with what was changed, never with the words."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Write part")
    await mara.submit({"What this means for Payments": "Secret plans."})
    await mara.submit()
    await mara.submit()
    entries = [one for one in await stored(company, AuditEntry) if one.action.startswith("announcement_")]
    assert [one.action for one in entries] == ["announcement_begun", "announcement_edited", "announcement_sent"]
    assert "Secret" not in str([one.details for one in entries])
    assert len(await stored(company, AnnouncementPart)) == 2
