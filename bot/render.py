"""Words: the Jinja environment that turns facts into Slack's formatted text.

What people wrote is escaped, so that `<!channel>` and `<@U…>` in an answer stay text. Slack unescapes only `&amp;`,
`&lt;` and `&gt;` (docs.slack.dev, "Formatting text"), so the quotes that Jinja escapes too are turned back. It has no
escape for `*`, `_`, `~` and backticks; in a name they would end the bold type around it, and are shown by signs that
look alike. Signs that turn the direction of all that follows are left out there: a name that reads from right to left
turns by its own letters.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup

from bot.errors import SettingsError

FOLDER = Path(__file__).resolve().parents[1] / "templates"
ENDING = ".mrkdwn.j2"
MOVED = {
    f"{old}{ENDING}": f"{new}{ENDING}"
    for old, new in (
        ("menu/ask_close", "sync/ask_closed"),
        ("menu/ask_closed", "sync/ask_closed"),
        ("menu/ask_delete", "sync/ask_deleted"),
        ("menu/ask_deleted", "sync/ask_deleted"),
        ("menu/ask_run", "sync/ask_run"),
        ("menu/question", "ritual/question"),
        ("menu/sync", "sync/row"),
        ("menu/sync_done", "sync/done"),
        ("menu/syncs_none", "sync/list_none"),
        ("menu/syncs_text", "ritual/list_text"),
        ("retro/list_text", "ritual/list_text"),
        ("retro/question", "ritual/question"),
        ("retro/setup_draft", "ritual/draft"),
        ("sync_setup/draft", "ritual/draft"),
    )
}
"""Where templates are now that stood elsewhere once: whoever has words of their own for one is told."""

A_WEEK = 7
MARKS = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
"""What stands for each of Slack's marks of formatting inside what people wrote."""
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that make what follows read in the other direction, our own words after a name among it."""
_SHOWN = {**MARKS, **dict.fromkeys(TURNS, "")}
_FORMATTING = re.compile(rf"https?://\S+|[*~`{TURNS}]|(?<!\w)_|_(?!\w)")
_PAIRED = re.compile(r"((?<!\w)\*\w(?:[^*`\n]*\w)?\*(?!\w)|`(?:[^\s`]|[^\s`][^`\n]*[^\s`])`)")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Words:
    """Renders templates by their path, e.g. `words("sync/prompt.mrkdwn.j2", name="Ana")`."""

    def __init__(self, override: Path | None = None) -> None:
        """Use Drumbeat's templates, and before them those of the folder `override` that has the user's own."""
        self.environment = _environment(override)
        self.override = override

    def __call__(self, template: str, **facts: Any) -> str:
        """Return the rendered text without surrounding blank lines; raises jinja2 errors for broken templates."""
        text = self.environment.get_template(template).render(**facts)
        text = text.replace("&#39;", "'").replace("&#34;", '"')
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def unused(self) -> dict[str, str]:
        """Return the files of the override that replace none of Drumbeat's, each with where its like is now, or ""."""
        if self.override is None:
            return {}
        here = (path.relative_to(self.override).as_posix() for path in self.override.rglob("*.j2"))
        return {name: MOVED.get(name, "") for name in sorted(here) if not (FOLDER / name).exists()}

    def check(self) -> None:
        """Compile every template, for as long as the process runs.

        Raises SettingsError naming file and line of each that is broken.
        """
        problems = []
        for name in self.environment.list_templates():
            if name.endswith(".j2"):
                try:
                    self.environment.get_template(name)
                except jinja2.TemplateSyntaxError as error:
                    problems.append(f"{error.filename or name}, line {error.lineno}: {error.message}")
        if problems:
            raise SettingsError("These templates cannot be read. Mend or remove them:\n" + "\n".join(problems))


@cache
def _environment(override: Path | None) -> jinja2.Environment:
    """Return the environment of a folder; one a process, since compiling all templates takes a while.

    What was compiled stays: an upgrade in place changes templates on disk while an older program still fills them.
    """
    folders = [override, FOLDER] if override else [FOLDER]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(folder) for folder in folders]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_unformatted,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=count,
        names=names,
        when=when,
        slack_date=slack_date,
        quote=quote,
        clipped=clipped,
        clock=clock,
        clock_on=clock_on,
        inside=inside,
        day=day,
        dated=dated,
        formatted=formatted,
        oneline=oneline,
        times=times,
    )
    return environment


def escape(text: str) -> str:
    """Return text that a person wrote, safe inside Slack's formatted text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unformatted(text: str) -> str:
    """Return a text without marks of formatting: as it was written, to the eye; addresses can still be copied."""
    return _FORMATTING.sub(lambda found: _SHOWN.get(found[0], found[0]), text)


def _unformatted(value: Any) -> Any:
    """Return what a template puts out: text of people without marks of formatting, what is marked up as it is."""
    return unformatted(value) if type(value) is str else value


def formatted(sentence: str) -> Markup:
    """Return a sentence of our own whose *bold words* and `commands` count; a lone mark in a name in it does not."""
    parts = _PAIRED.split(sentence)  # every other one is a pair of marks with what stands between them
    shown = "".join(part if place % 2 else unformatted(part) for place, part in enumerate(parts))
    return Markup(escape(shown))  # noqa: S704 (escaped)


def count(number: int, singular: str, plural: str = "") -> str:
    """Return "1 team", "2 teams"; `plural` where adding an s is wrong."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def times(number: int) -> str:
    """Return "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def names(items: Sequence[str], most: int = 8) -> str:
    """Return "Ana, Ben and Mia", or "Ana, Ben and 5 more" where there are more than `most`."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} and {len(items) - most + 1} more"
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def inside(sentence: str) -> str:
    """Return a sentence to go on with inside another one: its first letter small, unless a day's name begins it."""
    return sentence if sentence.startswith(DAYS) else sentence[:1].lower() + sentence[1:]


def when(instant: datetime, zone: str, now: datetime) -> str:
    """Return an instant as its reader says it: "Tue 22:00" within a week, else "Tue 3 Mar 22:00"."""
    local = instant.astimezone(ZoneInfo(zone))
    near = abs((local.date() - now.astimezone(ZoneInfo(zone)).date()).days) < A_WEEK
    return f"{local:%a} {local:%H:%M}" if near else f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def clock(instant: datetime, zone: str) -> str:
    """Return the time of day in `zone`: "22:00"."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def clock_on(instant: datetime, of: date, zone: str) -> str:
    """Return the time of day in `zone` beside the date `of`: "22:00", or "Mon 22:00" where it is another day there."""
    other = instant.astimezone(ZoneInfo(zone)).date() != of
    return f"{instant.astimezone(ZoneInfo(zone)):%a} {clock(instant, zone)}" if other else clock(instant, zone)


def day(of: date) -> str:
    """Return a date as people say it: "Tue 3 Mar"."""
    return f"{of:%a} {of.day} {of:%b}"


def dated(of: date, today: date) -> str:
    """Return a date as it can still be read long after `today`: "Tue 3 Mar", with the year where it is another one."""
    return day(of) if of.year == today.year else f"{day(of)} {of.year}"


def oneline(text: str) -> str:
    """Return a text of several lines as one, for a line of a list."""
    return " · ".join(line.strip() for line in text.splitlines() if line.strip())


def clipped(text: str, length: int) -> str:
    """Return a text of one line in at most `length` characters, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def slack_date(instant: datetime, form: str = "{date_long_pretty} at {time}") -> Markup:
    """Return an instant that Slack shows with its weekday in each reader's zone (docs.slack.dev, "Date formatting")."""
    return Markup(f"<!date^{int(instant.timestamp())}^{form}|{instant:%a %d %b %H:%M} UTC>")  # noqa: S704 (numbers and our own form)


def quote(text: str) -> Markup:
    """Return what a person wrote, escaped, as a quotation of as many lines."""
    return Markup("\n").join(Markup("> ") + line for line in text.splitlines() or [""])
