"""Why somebody is asked for cards."""

from dataclasses import dataclass

from bot.domain.opt_out import OptOut, OptOutState


@dataclass(frozen=True, slots=True)
class RetroWhyFacts:
    """Who set the retro up, through which of its teams somebody is asked, how often, and who sees what they write.

    `teams`: theirs among those of the retro, `others`: how many more take part. `opt_out`: what stands between them and
    the retro, None for nothing. `anonymous` as their round was opened.
    """

    part_id: int
    retro: str
    owner: str
    own: bool
    rhythm: str
    channel: str
    anonymous: bool
    teams: tuple[str, ...] = ()
    others: int = 0
    opt_out: OptOut | None = None

    @property
    def may_ask(self) -> bool:
        """Whether they may ask to be left out: neither done nor asked for yet."""
        return self.opt_out is None or self.opt_out.state in {OptOutState.KEPT, OptOutState.BACK}
