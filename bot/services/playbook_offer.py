"""Offering pages in channels that want it: to whoever writes what a page is called, alone and once a week at most.

Which channels those are is kept in memory: a message in any other one costs no statement. No text is kept.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, monotonic
from bot.db import Database
from bot.domain.playbook_offer import AGAIN, Offer, OfferState, Phrases
from bot.domain.spoken import spoken
from bot.engine.upsert import insert_into
from bot.errors import NotFound, UserError
from bot.services.audit import Audit
from bot.services.playbook_read import shown, today_of
from bot.services.playbook_sight import may_read
from bot.services.role import acting, refusal, rights_of
from models import Channel, Person, Playbook, PlaybookOffer, Team

KNOWN_FOR = 60.0
"""Real seconds for which this process believes what it knows of channels; another one may have changed it."""

TYPED = frozenset({None, "thread_broadcast"})
"""Subtypes of messages that a person typed."""

LONGEST = 4000
"""Characters of a message that are looked at."""

_OFFERING = sa.select(Channel.slack_id).where(Channel.offers_pages, Channel.is_archived.is_(False))
_STAMP = sa.select(sa.func.count(), sa.func.max(Playbook.updated_at))
_PAGES = sa.select(Playbook.id, Playbook.title, Playbook.tags).where(Playbook.state == "published")


class PlaybookOffers:
    """Says which channels want pages to be offered, and finds the page for a message in one of them."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Work on `database`; who turns it on or off is audited."""
        self._database, self._clock, self._audit = database, clock, audit
        self._channels: dict[str, tuple[float, frozenset[str]]] = {}
        self._phrases: dict[str, tuple[Any, Phrases]] = {}

    async def state(self, workspace_id: str, slack_id: str, channel_id: str) -> OfferState:
        """Return how it is in a channel. Raises UserError for a private channel and a direct message."""
        async with self._database.reading(workspace_id) as session:
            await acting(session, slack_id)
            channel = await _public(session, channel_id)
            return OfferState(channel.name, channel.offers_pages)

    async def change(self, workspace_id: str, slack_id: str, channel_id: str, *, on: bool) -> OfferState:
        """Offer pages in a channel, or do so no more. Raises UserError, NotAllowed for others than lead and PMO."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            channel = await _public(session, channel_id)
            teams = sa.select(Team.id).where(Team.channel_id == channel_id, Team.archived_at.is_(None))
            rights, own = await rights_of(session, person), set(await session.scalars(teams))
            if not rights.all_teams and not own & rights.team_ids:
                raise await refusal(session, f"Whether pages are offered in #{channel.name} is")
            if on and not channel.is_member:
                raise UserError(
                    f"Drumbeat is not in #{channel.name}, so it reads nothing there. `/invite` it, then type this "
                    "again. Nothing was changed."
                )
            if channel.offers_pages != on:
                channel.offers_pages = on
                what = "page_offers_began" if on else "page_offers_ended"
                self._audit.record(session, slack_id, what, f"channel:{channel_id}")
            found = OfferState(channel.name, on)
        self._channels.pop(workspace_id, None)
        return found

    async def wanted(self, workspace_id: str, event: Mapping[str, Any]) -> bool:
        """Tell whether a message of a channel is to be looked at: typed by a person, in a channel that wants it."""
        if event.get("channel_type") != "channel" or not event.get("user") or event.get("bot_id"):
            return False
        if event.get("subtype") not in TYPED:
            return False
        known = self._channels.get(workspace_id)
        if known is None or monotonic() - known[0] > KNOWN_FOR:
            async with self._database.reading(workspace_id) as session:
                known = (monotonic(), frozenset(await session.scalars(_OFFERING)))
            self._channels[workspace_id] = known
        return event.get("channel") in known[1]

    async def offer(self, workspace_id: str, slack_id: str, channel_id: str, raw: str) -> Offer | None:
        """Return the page that a message names, once a page, person and week; None for none.

        Only what its writer may read, and what somebody vouches for.
        """
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            named = (await self._known(session, workspace_id)).found(spoken(raw[:LONGEST], {}))
            if not named:
                return None
            person = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
            if person is None or person.deactivated or person.is_bot:
                return None
            today = today_of(person, now)
            lately = sa.select(PlaybookOffer.playbook_id).where(
                PlaybookOffer.person_id == person.id, PlaybookOffer.offered_on > today - AGAIN
            )
            rows = sa.select(Playbook.id).where(
                Playbook.id.in_(named),
                Playbook.owner_id != person.id,
                Playbook.verified_until >= today,
                Playbook.id.not_in(lately),
                may_read(person),
            )
            fit = set(await session.scalars(rows))
        page_id = next((one for one in named if one in fit), None)
        if page_id is None:
            return None
        async with self._database.transaction(workspace_id) as session:
            row = {
                "workspace_id": workspace_id,
                "playbook_id": page_id,
                "person_id": person.id,
                "offered_on": today,
            }
            once = insert_into(session, PlaybookOffer).values(row)
            new = once.on_conflict_do_update(
                index_elements=["workspace_id", "playbook_id", "person_id"],
                set_={"offered_on": today},
                where=PlaybookOffer.offered_on <= today - AGAIN,
            )
            if await session.scalar(new.returning(PlaybookOffer.id)) is None:
                return None
            pages = await shown(session, person, [page_id])
            name = await session.scalar(sa.select(Channel.name).where(Channel.slack_id == channel_id))
        return Offer(pages[0], name or "") if pages else None

    async def _known(self, session: AsyncSession, workspace_id: str) -> Phrases:
        stamp = tuple((await session.execute(_STAMP)).one())
        known = self._phrases.get(workspace_id)
        if known is None or known[0] != stamp:
            known = (stamp, Phrases((one.id, one.title, one.tags) for one in await session.execute(_PAGES)))
            self._phrases[workspace_id] = known
        return known[1]


async def _public(session: AsyncSession, channel_id: str) -> Channel:
    channel: Channel | None = await session.scalar(sa.select(Channel).where(Channel.slack_id == channel_id))
    if channel is None or channel.is_private:
        raise UserError(
            "Pages are offered in public channels alone: Drumbeat reads along nowhere else. Type this in the channel "
            "that wants it. Nothing was changed."
        )
    if channel.is_archived:
        raise NotFound(f"#{channel.name} is archived, so nobody writes there. Nothing was changed.")
    return channel
