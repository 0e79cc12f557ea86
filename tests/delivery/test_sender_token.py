"""When Slack does not take the token any more: nothing more is tried, and nothing is lost."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.sender import WITHOUT_TOKEN
from bot.engine.timers import RESUME
from bot.errors import SlackUnavailable, TokenRefused
from bot.slack.errors import TOKEN, refused
from models import Delivery, Timer
from tests.delivery.conftest import Office, intent


@pytest.mark.parametrize("code", sorted(TOKEN))
def test_a_code_about_the_token_is_told_from_one_about_the_call(code: str) -> None:
    """Slack says both in the same way."""
    assert type(refused("chat.postMessage", 200, {}, {"error": code})) is TokenRefused
    assert type(refused("chat.postMessage", 200, {}, {"error": "channel_not_found"})) is not TokenRefused


async def test_one_refusal_of_the_token_stops_the_sending(office: Office) -> None:
    """The other messages are not tried, none has failed, nobody is told of a failure, and there is a next look."""
    office.slack.faults.append(TokenRefused("chat.postMessage", "token_revoked"))
    await office.plan(intent("a"), intent("b"), intent("c"))
    await office.engine.idle()
    assert office.slack.calls == ["post a"]
    assert await states(office) == ["planned"] * 3
    assert office.failed == []
    assert await next_look(office) == office.clock.now() + timedelta(seconds=WITHOUT_TOKEN)


async def test_with_a_token_again_all_goes_out_in_order(office: Office) -> None:
    """Slack had only stumbled, or the app was installed again."""
    office.slack.faults.append(TokenRefused("chat.postMessage", "invalid_auth"))
    await office.plan(intent("a"), intent("b"))
    await office.engine.idle()
    office.clock.move_to(office.clock.now() + timedelta(seconds=WITHOUT_TOKEN))
    await office.settle()
    assert office.slack.texts("C1") == ["about a", "about b"]


async def test_a_message_in_doubt_stays_so_without_a_token(office: Office) -> None:
    """It is looked for when the token is good again, and is not said twice."""
    office.slack.faults += [
        SlackUnavailable("connection reset", retry_after=0, accepted_unknown=True),
        TokenRefused("conversations.history", "token_revoked"),
    ]
    await office.send(intent("a"))
    assert await states(office) == ["sending"]
    office.clock.move_to(office.clock.now() + timedelta(seconds=WITHOUT_TOKEN))
    await office.settle()
    assert office.slack.texts("C1") == ["about a"]


async def states(office: Office) -> list[str]:
    async with office.database.reading("T1") as session:
        return list(await session.scalars(sa.select(Delivery.state).order_by(Delivery.id)))


async def next_look(office: Office) -> datetime | None:
    async with office.database.reading("T1") as session:
        return await session.scalar(sa.select(Timer.due_at).where(Timer.kind == RESUME, Timer.state == "pending"))
