"""A Dask cluster in place of local processes: the same task for each file, one sentence when the cluster is lost."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from budgetlib.machine.extras import need
from budgetlib.readers.document import UnreadableReport

Result = TypeVar("Result")

_PATIENCE = 4
"""Seconds that the scheduler has to answer a call."""
_AHEAD = 8
"""Files under way for each thread of the cluster, so that memory does not grow with the number of files."""


def results(address: str, files: Sequence[Any], task: Callable[[Any], Result]) -> Iterator[tuple[int, Result]]:
    """Number of each file and its result, as they come.

    A scheduler is trusted: whoever runs it runs the workers, which read the same files and use the same library. Raises
    UnreadableReport when there is none at that address, or when it dies or stops answering.
    """
    with _connected(address) as client:
        yield from _results(client, address, files, task)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    need("cluster", address)
    import dask
    from distributed import Client
    from distributed.utils import LoopRunner

    for name in ("distributed", "distributed.client"):  # what is wrong is said once, by us
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.comm.timeouts.connect": f"{_PATIENCE}s", "distributed.comm.retry.count": 0}):
        try:
            LoopRunner().run_sync(_greeted, address, callback_timeout=_PATIENCE)  # type: ignore[no-untyped-call]
            client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
        except Exception as error:  # wrong addresses fail in all kinds of ways
            raise UnreadableReport(
                f"{address}: no Dask scheduler answers there; start one (dask scheduler) or check the address."
            ) from error
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=1)  # type: ignore[no-untyped-call]


async def _greeted(address: str) -> None:
    """Connect once: a client waits without end for one that takes the call and says nothing."""
    from distributed.comm.core import connect
    from distributed.security import Security

    security = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    comm = await connect(address, timeout=_PATIENCE, **security)  # type: ignore[no-untyped-call]
    await comm.close()


def _results(
    client: Any, address: str, files: Sequence[Any], task: Callable[[Any], Result]
) -> Iterator[tuple[int, Result]]:
    from distributed import wait

    under_way: dict[Any, int] = {}
    number = 0
    try:
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        while number < len(files) or under_way:
            while number < len(files) and len(under_way) < ahead:
                under_way[client.submit(task, files[number], pure=False)] = number
                number += 1
            with contextlib.suppress(TimeoutError):
                wait(list(under_way), timeout=_PATIENCE, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
            done = [future for future in under_way if future.done()]
            if not done:  # a slow file, or a scheduler that no longer answers
                client.sync(client.scheduler.identity, callback_timeout=_PATIENCE)
            for future in done:
                yield under_way.pop(future), future.result(timeout=_PATIENCE)
    except Exception as error:  # what a lost connection raises depends on when it was lost
        raise UnreadableReport(
            f"{address}: the Dask scheduler died or no longer answers; what was read is in the cache, so run it again."
        ) from error
