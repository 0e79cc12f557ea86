"""An announcement that was let go is carried on where Drumbeat broke off before it went."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import State
from bot.engine.port import DueTimer
from bot.errors import UserError
from bot.services import announcement_sign_message as messages
from bot.services.announcement_desk import desk_facts
from bot.services.announcement_row import found_to_send
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_sign_owner import who_hears
from bot.services.announcement_standing import Standing
from models import Change


class AnnouncementCarrying:
    """Carries on."""

    def __init__(self, sending: AnnouncementSending) -> None:
        """Send by `sending`."""
        self._sending = sending

    async def due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Let go what may go, and tell whoever it belongs to what became of it; what was changed since waits."""
        number, revision, signer = (int(one) for one in timer.subject.split(":"))
        row = await found_to_send(session, number)
        if row is None or row.revision != revision:
            return
        goes = State(row.state).out or row.state == State.PLANNED
        if not goes and not (row.state == State.SIGNED or (not signer and State(row.state).editable_freely)):
            return
        heir = await who_hears(session, row)
        if not goes:
            change = await session.get(Change, row.change_id) if row.change_id else None
            try:
                if not (await desk_facts(session, Standing(heir, row, change), now)).blocked:
                    await self._sending.go_within(session, row, heir.slack_id, now)
                    goes = True
            except UserError:
                # Whoever it belongs to reads below that it waits, and the desk says what for.
                goes = False
        if signer and not heir.deactivated:
            what = messages.SIGNED if goes else messages.STUCK
            told = messages.news(row.id, heir.slack_id, what, revision, signer)
            await self._sending.ledger.plan(session, row.workspace_id, [told])
