"""Prefect's own server, which answers 503 to everything as long as a file says so: ``python busy_server.py PORT FILE``."""

import sys
from pathlib import Path
from typing import Any

import uvicorn
from prefect.server.api.server import create_app


class Busy:
    """In front of the server: while the file is there, whoever asks hears that it is busy."""

    def __init__(self, server: Any, sign: Path) -> None:
        self.server, self.sign = server, sign

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One request; what is no HTTP (events, logs) goes through."""
        if scope["type"] == "http" and self.sign.exists():
            await send(
                {"type": "http.response.start", "status": 503, "headers": [(b"content-type", b"application/json")]}
            )
            await send({"type": "http.response.body", "body": b'{"detail": "busy"}'})
        else:
            await self.server(scope, receive, send)


if __name__ == "__main__":
    uvicorn.run(Busy(create_app(), Path(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
