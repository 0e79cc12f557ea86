"""The playground's page draws whatever the bot shows."""

import pytest

from tests.gallery.catalogue import shots
from tests.gallery.stage import staged


@pytest.mark.browser
@pytest.mark.timeout(300)  # about a thousand pictures, and more with each message
async def test_the_page_draws_every_message_form_and_home_tab() -> None:
    """With good, hostile and very long facts: nothing is left undrawn, nothing becomes markup, nothing sticks out."""
    everything = shots()
    async with staged(everything) as stage:
        assert stage.undrawn == []
        assert await stage.page.locator(".shot").count() == len(everything)
        assert await stage.page.locator(".shot script, .shot a[href^='javascript']").count() == 0
        wide = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.id)"
        assert await stage.page.locator(".shot").evaluate_all(wide) == []
