"""Of changes nothing crosses from one workspace to another, whatever ids a button, a form or a command names."""

import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.playground.records import Json
from bot.views import change_pulse, change_step_part
from models import Announcement, Change, ChangeQuestion, ChangeStep, StakeholderGroup
from tests.chaos.payload_change_step import CHANGE_STEP as OF_STEPS
from tests.chaos.payload_forms import FIELDS, filled
from tests.chaos.payload_forms_announcement import OF_ANNOUNCEMENTS
from tests.chaos.payload_forms_change import OF_CHANGES
from tests.factories.change_buttons import CHANGE, changes_of
from tests.factories.listening import Sending
from tests.factories.other_workspace import SECRET, THEIRS, Other, other_workspace
from tests.journeys.conftest import World

SAID = (
    (Change, ("name", "why")),
    (StakeholderGroup, ("name", "yesterday", "tomorrow", "worries")),
    (Announcement, ("title", "text", "not_known")),
    (ChangeStep, ("text", "material")),
    (ChangeQuestion, ("text", "about")),
)
"""What people have written of a change, by table."""


class Elsewhere(World):
    """Our world, with the other workspace in place of ours."""

    @property
    def workspace_id(self) -> str:
        """Theirs."""
        return THEIRS


@pytest.fixture
async def other(company: World) -> Other:
    """Theirs is on the same database."""
    return await other_workspace(company)


async def theirs(other: Other) -> dict[str, str]:
    """Let a change be made, planned, announced and asked about there; return what each of its buttons says there."""
    there = Elsewhere(**vars(other.world))
    named = await changes_of(there)
    async with other.world.bot.parts.database.system_session() as session:
        for table, columns in SAID:
            words = {one: sa.literal(f"{SECRET} ") + getattr(table, one) for one in columns}
            await session.execute(sa.update(table).where(table.workspace_id == THEIRS).values(**words))
    await other.world.idle()
    return named


def ticket(named: dict[str, str], form: str) -> str:
    """Return what a form carries, whichever it is: their ids under all the names that forms know."""
    announcement, change = named["announcement_edit_core"], named["change_edit"]
    group, step = named["stakeholder_more"].rpartition(":")[2], named["change_step_edit"]
    subject = named["change_pulse_say"] if form == change_pulse.SAY_FORM else change
    known = {
        "change": change,
        "group": group,
        "announcement": announcement,
        "reader": named["announcement_got"],
        "correction": named["announcement_correction_accept"],
        "ask": named["change_load_allow"],
        "step": step,
        "subject": subject,
        "asked": named["change_retro_write"],
    }
    more = {"question": named["change_question_answer"], "code": "K7QM-3XWD-PA2R-9TZB", "seen": "", "kind": "kickoff"}
    if form in OF_STEPS:
        more["kind"] = "session"
    return json.dumps({one: int(value) for one, value in known.items()} | more | {"revision": 1, "fields": 1})


def forged(named: dict[str, str], sending: Sending) -> Iterator[Json]:
    """Every button and form of changes, with the ids of theirs."""
    for action_id in CHANGE:
        carried = ticket(named, "")
        yield sending.on_message(action_id, named.get(action_id, ""))
        yield sending.on_view(action_id, named.get(action_id, ""), private_metadata=carried)
    group = named["stakeholder_more"].rpartition(":")[2]
    chosen = {"type": "multi_static_select", "selected_options": [{"value": group}]}
    for form in dict.fromkeys([*OF_CHANGES, *OF_ANNOUNCEMENTS, *OF_STEPS]):
        values = filled(form, "Ours.")
        if "groups" in FIELDS[form]:
            values["groups"] = {"value": chosen}
        if form == change_step_part.ATTEND_FORM:
            part = named[change_step_part.COME]
            values = {f"there:{part}": {"value": {"type": "checkboxes", "selected_options": [{"value": part}]}}}
        yield sending.form(form, ticket(named, form), state={"values": values})


async def test_ids_of_their_changes_show_and_change_nothing(other: Other) -> None:
    """Not even the PMO gets anywhere with them; each press ends in a sentence."""
    world, named = other.world, await theirs(other)
    await world.at("Tue 10:00")
    before = await other.rows()
    assert sum(SECRET in str(rows) for rows in before.values()) > len(SAID)
    mara = world.persona("mara")
    for body in forged(named, Sending(world, "mara")):
        response = await world.deliver(body)
        assert response.status == 200
        while mara.modal is not None:
            await mara.client.close(mara.modal, clear=True)
    await world.idle()
    after = await other.rows()
    assert {one for one in after if after[one] != before[one]} == set()
    assert SECRET not in other.shown()
    assert "Something broke" not in other.shown()
