"""A bare Bolt app that only acknowledges: what Drumbeat's acknowledgements are compared with."""

import asyncio
import os
import sys

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.views.sync_form import ANSWER_FORM
from bot.views.sync_prompt import ANSWER


async def main() -> None:
    """Connect, print "ready", and acknowledge until killed."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.command("/pmo")(acknowledge)
    app.action(ANSWER)(acknowledge)
    app.view(ANSWER_FORM)(acknowledge)
    web_client = AsyncWebClient(os.environ["SLACK_APP_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=web_client)
    await handler.connect_async()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
