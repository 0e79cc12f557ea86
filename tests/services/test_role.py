"""Roles: who may have one, who may give one, and that somebody is always left to act as PMO."""

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.role import Role
from bot.engine.inline import InlineEngine
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.audit import Audit
from bot.services.role import Roles, acting, rights_of
from models import Membership, Person
from tests.factories.people import MONDAY, person, workspace
from tests.factories.team import team


@pytest.fixture
async def roles(database: Database) -> Roles:
    """A workspace with a PMO who is no admin, a lead, a guest, an app and somebody who has left."""
    clock = ShiftedClock(MONDAY)
    async with database.transaction("T1") as session:
        await workspace(session)
        await person(session, "Mara Lindqvist", role="pmo")
        ana = await person(session, "Ana Sousa", role="lead")
        await person(session, "Ben Carter")
        await person(session, "Gus Guest", is_guest=True)
        await person(session, "Build Robot", is_bot=True)
        await person(session, "Lea Left", deactivated=True)
        await person(session, "Ana Prado", "UPRADO")
        await team(session, "Payments", [ana])
    return Roles(database, clock, Ledger(InlineEngine(database, clock), clock), Audit(clock))


async def test_the_last_pmo_keeps_the_role(roles: Roles):
    """Without an admin somebody else must have it first."""
    with pytest.raises(UserError, match="the only one who acts as PMO"):
        await roles.change("T1", "UMARA", "UMARA", "member")
    await roles.change("T1", "UMARA", "UBEN", "pmo")
    assert await roles.change("T1", "UMARA", "UMARA", "member") == "You are now a member."


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("UGUS", "Gus Guest is a guest here"),
        ("UBUILD", "Build Robot is an app"),
        ("ULEA", "Lea Left's account is deactivated"),
    ],
)
async def test_who_cannot_have_a_role_is_said(roles: Roles, target: str, sentence: str):
    """Guests, apps and people who have left get none."""
    with pytest.raises(UserError, match=sentence):
        await roles.change("T1", "UMARA", target, "pmo")


async def test_only_a_pmo_gives_roles(roles: Roles):
    """Whoever tries reads who can."""
    with pytest.raises(NotAllowed, match="Mara Lindqvist can do it for you"):
        await roles.change("T1", "UBEN", "UBEN", "pmo")
    with pytest.raises(NotAllowed, match="deactivated"):
        await roles.change("T1", "ULEA", "UBEN", "pmo")
    with pytest.raises(NotFound, match="does not know you yet"):
        await roles.change("T1", "UNOBODY", "UBEN", "pmo")
    with pytest.raises(NotFound, match="does not know this person"):
        await roles.change("T1", "UMARA", "UNOBODY", "pmo")


async def test_giving_a_role_twice_changes_nothing(roles: Roles):
    """The second time says so."""
    assert await roles.change("T1", "UMARA", "UBEN", "lead") == "Ben Carter is now a lead."
    assert await roles.change("T1", "UMARA", "UBEN", "lead") == "Ben Carter is already a lead."
    assert await roles.change("T1", "UMARA", "UMARA", "pmo") == "You are PMO."


async def test_people_are_found_as_one_writes_them(roles: Roles):
    """A mention, a whole name, a first name; where two have it the whole name is asked for."""
    assert await roles.find("T1", "<@UBEN|ben>") == "UBEN"
    assert await roles.find("T1", "@ben carter") == "UBEN"
    assert await roles.find("T1", "Ben") == "UBEN"
    with pytest.raises(UserError, match="Ana Prado or Ana Sousa"):
        await roles.find("T1", "@ana")
    for nobody in ("@zoe", "", "@"):
        with pytest.raises(NotFound, match="Nobody here is called"):
            await roles.find("T1", nobody)


async def test_everybody_sees_the_holders_and_only_a_pmo_the_lever(roles: Roles):
    """The facts differ in one thing."""
    seen, changed = await roles.facts("T1", "UBEN"), await roles.facts("T1", "UMARA", note="Done.")
    assert [one.name for one in seen.pmos] == ["Mara Lindqvist"]
    assert [(one.name, one.role) for one in seen.leads] == [("Ana Sousa", Role.LEAD)]
    assert (seen.can_change, changed.can_change, changed.note) == (False, True, "Done.")


async def test_a_lead_may_set_up_for_the_teams_they_lead_or_live_in(database: Database, roles: Roles):
    """Leading a team is enough without the role; being embedded in one is not."""
    async with database.transaction("T1") as session:
        ben, ana = await acting(session, "UBEN"), await acting(session, "UANA")
        growth = await team(session, "Growth", [ben])
        mobile = await team(session, "Mobile")
        session.add(Membership(team_id=mobile.id, person_id=ana.id, is_home=False))
        await session.flush()
        rights = await rights_of(session, ben)
        assert (rights.any, rights.covers([growth.id]), rights.covers([growth.id, mobile.id])) == (True, True, False)
        own = await rights_of(session, ana)
        assert not own.covers([mobile.id])
        assert not own.covers([])
        pmo = await session.get_one(Person, (await acting(session, "UMARA")).id)
        assert (await rights_of(session, pmo)).covers([])
