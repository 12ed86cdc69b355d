import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from goldsmith_distilabel.llms.adaptive_limit import AdaptiveLimit


def test_a_refusal_halves_the_limit_once_for_all_that_ran_together() -> None:
    async def story() -> list[int]:
        limit = AdaptiveLimit(16)
        eras = [await limit.__aenter__() for _ in range(16)]
        for era in eras:
            limit.refused(era)
        limits = [limit.limit]
        for _ in eras:
            await limit.__aexit__(None, None, None)
        for _ in range(5):
            async with limit as era:
                limit.refused(era)
            limits.append(limit.limit)
        return limits

    assert asyncio.run(story()) == [8, 4, 2, 1, 1, 1]


def test_a_window_of_successes_raises_the_limit_by_one_up_to_the_maximum() -> None:
    limit = AdaptiveLimit(4)
    limit.refused(0)
    limits = []
    for _ in range(12):
        limit.succeeded()
        limits.append(limit.limit)
    # 2 successes at 2, then 3 at 3, then 4 at 4, where it stays.
    assert limits == [2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4]


def test_nothing_starts_while_the_endpoint_wants_rest() -> None:
    async def story() -> float:
        limit = AdaptiveLimit(2)
        limit.refused(0, wait=0.3)
        started = time.monotonic()
        async with limit:
            return time.monotonic() - started

    assert 0.29 < asyncio.run(story()) < 5


def test_it_may_be_used_in_one_event_loop_after_another() -> None:
    limit = AdaptiveLimit(1)

    async def crowd() -> int:
        async def one() -> None:
            async with limit:
                await asyncio.sleep(0)

        await asyncio.gather(*(one() for _ in range(5)))
        return limit.running

    assert [asyncio.run(crowd()) for _ in range(2)] == [0, 0]


@given(st.lists(st.sampled_from(["work", "refuse", "cancel"]), min_size=1, max_size=30), st.integers(1, 4))
def test_everybody_gets_a_turn_and_never_too_many_at_once(works: list[str], maximum: int) -> None:
    limit = AdaptiveLimit(maximum)
    most = 0

    async def one(work: str) -> None:
        nonlocal most
        async with limit as era:
            most = max(most, limit.running)
            await asyncio.sleep(0)
            if work == "refuse":
                limit.refused(era)

    async def crowd() -> None:
        tasks = [asyncio.create_task(one(work)) for work in works]
        await asyncio.sleep(0)
        for task, work in zip(tasks, works, strict=True):
            if work == "cancel":
                task.cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)

    asyncio.run(crowd())
    assert most <= maximum
    assert limit.running == 0
    assert 1 <= limit.limit <= maximum
