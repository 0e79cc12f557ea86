"""Every error that Drumbeat raises on purpose; a `UserError` carries the sentence that a person reads."""

from collections.abc import Mapping


class BotError(Exception):
    """Root of Drumbeat's own errors; one that is no `UserError` is shown as "something broke" with a reference."""


class UserError(BotError):
    """A person can mend this: `sentence` says what happened, what is safe and what to do.

    `field` names the form field (a question's or a block's key) that the sentence belongs to, or is "".
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        """Keep the sentence, which is shown as it is."""
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Unfit(UserError):
    """What stands in a form cannot be taken as it is: `errors` has a sentence for each field, by its name."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Keep the sentences; the first is the error's own."""
        field, sentence = next(iter(errors.items()))
        super().__init__(sentence, field=field)
        self.errors = dict(errors)


class NotAllowed(UserError):
    """The person's role does not allow this."""


class NotFound(UserError):
    """What was asked for is not there (any more), or lies in another workspace."""


class NotInstalled(NotFound):
    """This process has no token for the workspace: another one may."""


class Unreadable(UserError):
    """Something came back from Slack in a shape that cannot be read; `where` names the fields, never what stood there.

    It has nothing to do with who sent it: a person reads what to do instead, and whoever runs Drumbeat finds the fields
    in the log.
    """

    def __init__(self, sentence: str = "", *, where: str) -> None:
        """Keep the sentence; "" stands for the usual one."""
        super().__init__(
            sentence
            or "Slack sent this in a way that Drumbeat could not read, so nothing was changed. Please open it "
            "once more from the *Home* tab, and try again."
        )
        self.where = where


class SettingsError(BotError):
    """The settings are incomplete or wrong; the message lists every problem at once."""


class SlackUnavailable(BotError):
    """Slack did not take a call for now; it may be tried again after `retry_after` seconds (real time)."""

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float = 1.0,
        accepted_unknown: bool = False,
        limited: bool = False,
        reached: bool = True,
        unanswered: bool = False,
    ) -> None:
        """Keep the reason.

        `accepted_unknown`: Slack may have taken the call all the same; `limited`: Slack itself asked for the pause;
        `reached`: whether there was a connection at all, else the same would have come of any call; `unanswered`: no
        answer came in time, so that Slack may take the call even later.
        """
        super().__init__(reason)
        self.limited = limited
        self.reached = reached
        self.reason = reason
        self.retry_after = retry_after
        self.accepted_unknown = accepted_unknown
        self.unanswered = unanswered


class SlackRefused(BotError):
    """Slack answered that this call can never work as it is; `code` is Slack's error code (`channel_not_found` …)."""

    def __init__(self, method: str, code: str, detail: str = "") -> None:
        """Keep Slack's own words for the log and for the reason shown to the ritual's owner."""
        super().__init__(f"{method}: {code} {detail}".strip())
        self.method = method
        self.code = code
        self.detail = detail


class TokenRefused(SlackRefused):
    """Slack does not take this process's token (any more): no call will pass until an operator gives it another one."""
