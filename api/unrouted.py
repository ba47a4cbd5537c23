"""Addresses of the API that no route serves: 405 where another method would be, else 404."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, NoMatchFound, compile_path
from starlette.types import Receive, Scope, Send


class Unrouted(BaseRoute):
    """Stands behind the API's routes and before the page, which would answer any address."""

    def __init__(self, prefix: str, routers: Iterable[APIRouter]) -> None:
        self._first = prefix.rpartition("/")[0] + "/"
        self._known = [
            (compile_path(prefix + route.path)[0], route.methods or set())
            for router in routers
            for route in router.routes
            if isinstance(route, APIRoute)
        ]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Every request to the API that came so far."""
        mine = scope["type"] == "http" and str(scope["path"]).startswith(self._first)
        return (Match.FULL if mine else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> NoReturn:
        """There is no address of its own."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse; `Allow` lists the methods of every route at this address (RFC 9110, 15.5.6)."""
        allowed = self.allowed(str(scope["path"]))
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        raise HTTPException(404)

    def allowed(self, path: str) -> list[str]:
        """The methods that routes take at this address."""
        found = {
            method for known, methods in self._known if known.match(path) for method in methods
        }
        return sorted(found)
