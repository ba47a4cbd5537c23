"""The web server: lets open pages go before it waits for requests to end."""

from __future__ import annotations

import socket
from typing import Final

import uvicorn
from fastapi import FastAPI

LAST_WORDS: Final = 3
"""Seconds that requests under way have when the server is asked to stop."""


class Server(uvicorn.Server):
    """Serves one application. Raises nothing of its own; see uvicorn."""

    def __init__(self, app: FastAPI, host: str, port: int, *, log_level: str = "info") -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_level=log_level,
                timeout_graceful_shutdown=LAST_WORDS,
            )
        )
        self._app = app

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Until it is interrupted, which is how it ends."""
        try:
            super().run(sockets)
        except KeyboardInterrupt:
            return

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """A live connection would never end by itself."""
        self._app.state.house.live.stop()
        await super().shutdown(sockets)
