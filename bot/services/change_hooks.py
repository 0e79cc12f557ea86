"""What other parts of a change do when it ends or goes on: announcements, the plan and questions join in here."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from models import Change

Hook = Callable[[AsyncSession, Change], Awaitable[None]]
"""Does its part in the transaction, which holds the change."""

Says = Callable[[AsyncSession, Change], Awaitable[Sequence[str]]]
"""Returns sentences of what would become of its part, read by whoever is about to stop the change."""


@dataclass
class ChangeHooks:
    """Called in the order in which they were added."""

    would_stop: list[Says] = field(default_factory=list)
    """"2 announcements that are planned are not sent." Nothing for what goes on as it is."""
    goes_on: list[Hook] = field(default_factory=list)
    """The change is announced now, or taken up again: what waited for that begins."""
    stopped: list[Hook] = field(default_factory=list)
    """The change has been stopped: what is planned for it is given up."""
    embedded: list[Hook] = field(default_factory=list)
    """The change has become part of how people work: what still asks about it ends."""

    deleted: list[Hook] = field(default_factory=list)
    """The change is a draft that is about to be deleted, with all that was written for it."""

    async def says(self, session: AsyncSession, change: Change) -> tuple[str, ...]:
        """Return what stopping it would do."""
        return tuple([sentence for says in self.would_stop for sentence in await says(session, change)])

    async def call(self, session: AsyncSession, change: Change, hooks: Sequence[Hook]) -> None:
        """Let each do its part."""
        for hook in hooks:
            await session.flush()
            await hook(session, change)
