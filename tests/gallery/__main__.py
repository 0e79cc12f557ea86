"""`make gallery`: writes .gallery/index.html with a picture of every message, form and home tab."""

import asyncio
import shutil
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from bot.render import Words
from bot.slack.gateway import Message
from tests.gallery.catalogue import Shot, shots
from tests.gallery.stage import identified, staged

FOLDER = Path(".gallery")
PATIENCE = 60_000  # milliseconds for a picture; the longest are as high as eighty screens
# With all of them on show Chromium would draw half a million pixels' height anew for each picture.
ALONE = "name => { for (const shot of document.querySelectorAll('.shot')) shot.hidden = shot.id !== name; }"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Drumbeat: every message, form and home tab</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1500px; padding: 0 1rem; color: #1d1c1d; }}
nav {{ columns: 4 14rem; }} nav a {{ display: block; }}
h2 {{ border-top: 1px solid #ccc; padding-top: 1.5rem; margin-top: 2.5rem; }}
.row {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }}
figure {{ margin: 0 0 1rem; max-width: 470px; }} img {{ max-width: 100%; border: 1px solid #ddd; border-radius: 6px; }}
figcaption {{ font-size: 13px; color: #555; }} figcaption strong {{ color: #1d1c1d; }}
</style>
<h1>Every message, form and home tab</h1>
<p>{count} pictures: each with good facts, then with hostile words, then with words as long as they can be.
Under a message stands the text that a notification reads.</p>
<nav>{contents}</nav>
{sections}
</html>
"""


def main() -> None:
    """Draw the whole catalogue and photograph it; what the page cannot draw is an error."""
    all_shots = shots()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    undrawn = asyncio.run(_photograph(all_shots))
    (FOLDER / "index.html").write_text(_page(all_shots), encoding="utf-8")
    print(f"{len(all_shots)} pictures in {(FOLDER / 'index.html').resolve()}")  # noqa: T201 - a command's answer
    if undrawn:
        raise SystemExit("The page cannot draw: " + "; ".join(undrawn))


async def _photograph(all_shots: Sequence[Shot]) -> Sequence[str]:
    async with staged(all_shots) as stage:
        for name in identified(all_shots):
            await stage.page.evaluate(ALONE, name)
            await stage.page.locator(f"#{name}").screenshot(path=FOLDER / f"{name}.png", timeout=PATIENCE)
        return stage.undrawn


def _page(all_shots: list[Shot]) -> str:
    words = Words()
    views = groupby(identified(all_shots).items(), key=lambda one: one[1].view)
    sections, contents, done = [], [], set()
    for view, group in views:
        title = "" if view in done else f'<h2 id="{view}">{view}</h2>'
        if view not in done:
            contents.append(f'<a href="#{view}">{view}</a>')
        done.add(view)
        figures = "".join(_figure(name, shot, words) for name, shot in group)
        sections.append(f'{title}<div class="row">{figures}</div>')
    return PAGE.format(count=len(all_shots), contents="".join(contents), sections="\n".join(sections))


def _figure(name: str, shot: Shot, words: Words) -> str:
    shown = shot.draw(words)
    text = shown.text if isinstance(shown, Message) else ""
    caption = f"<strong>{escape(shot.name)}</strong> {shot.mood}" + (f"<br>“{escape(text[:300])}”" if text else "")
    alt = escape(f"{shot.title}. {text[:300]}", quote=True)
    return (
        f'<figure><a href="{name}.png"><img src="{name}.png" loading="lazy" alt="{alt}"></a>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


if __name__ == "__main__":
    main()
