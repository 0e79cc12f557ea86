"""What is asked one at a time."""

import asyncio

import pytest

from bot.one_at_a_time import OneAtATime


class Asked:
    """Something that answers when it is let."""

    def __init__(self) -> None:
        self.times = 0
        self.answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def __call__(self) -> str:
        """Answer, whoever wants to break this off."""
        self.times += 1
        return await asyncio.shield(self.answer)


async def test_who_asks_meanwhile_waits_for_the_same_answer() -> None:
    """The next one is asked anew."""
    asked, looking = Asked(), OneAtATime[str](5)
    waiting = [asyncio.create_task(looking.answer(asked)) for _ in range(3)]
    asyncio.get_running_loop().call_soon(asked.answer.set_result, "here")
    assert await asyncio.gather(*waiting) == ["here"] * 3
    assert asked.times == 1
    assert (await looking.answer(asked), asked.times) == ("here", 2)


async def test_what_does_not_answer_is_asked_no_second_time() -> None:
    """Until it has answered; a failure that comes too late is nobody's."""
    asked, looking = Asked(), OneAtATime[str](0)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await looking.answer(asked)
    assert asked.times == 1
    asked.answer.set_exception(ConnectionError("too late"))
    await asyncio.wait({looking._asking})  # type: ignore[arg-type]
    patient = OneAtATime[str](5)
    with pytest.raises(ConnectionError):
        await patient.answer(asked)


async def test_at_the_end_nothing_is_waited_for() -> None:
    """Neither before the first question nor after it."""
    asked, looking = Asked(), OneAtATime[str](0)
    await looking.forget()
    with pytest.raises(TimeoutError):
        await looking.answer(asked)
    await looking.forget()
    with pytest.raises(asyncio.CancelledError):
        await looking._asking  # type: ignore[misc]
