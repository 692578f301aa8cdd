"""A reverse proxy of the test's own: it hands each connection to the next server, and to another where that one is gone."""

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def reverse_proxy(port: int, servers: list[int]) -> Iterator[None]:
    """Listens on a loopback port for as long as the context lasts; ``servers`` are ports, too."""
    loop, turn = asyncio.new_event_loop(), itertools.cycle(range(len(servers)))

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(turn)
        for server in servers[first:] + servers[:first]:
            with contextlib.suppress(OSError):
                upstream = await asyncio.open_connection("127.0.0.1", server)
                await asyncio.gather(_pass_on(reader, upstream[1]), _pass_on(upstream[0], writer))
                return
        writer.close()

    begun = loop.run_until_complete(asyncio.start_server(attend, "127.0.0.1", port))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(begun.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()
