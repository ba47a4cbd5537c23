"""The contract of the HTTP API: its routes and shapes are those of the app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.app import create_app
from api.settings import Settings
from engine.bootstrap import open_runtime
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/reference/http-api.md").read_text(encoding="utf-8")
BASE = "/api/v1"
_ROUTE = re.compile(r"^\| (GET|POST|PUT|PATCH|DELETE) `([^`?]+)(\?[^`]*)?`", re.MULTILINE)
_SHAPE = re.compile(r"^- \*\*(\w+)\*\* `\{(.+)\}`", re.MULTILINE)


@pytest.fixture(scope="module")
def openapi() -> Iterator[dict[str, Any]]:
    runtime = open_runtime("memory:")
    yield create_app(Settings(worker=False), runtime).openapi()
    runtime.close()


def test_routes_of_the_page_are_those_of_the_app(openapi: dict[str, Any]) -> None:
    written = {(method, BASE + path) for method, path, _ in _ROUTE.findall(PAGE)}
    served = {
        (method.upper(), path)
        for path, methods in openapi["paths"].items()
        for method in methods
        if path.startswith(BASE)
    }

    assert served == written


def test_health_is_served_as_the_page_says(openapi: dict[str, Any]) -> None:
    assert {path for path in openapi["paths"] if not path.startswith(BASE)} == set(
        re.findall(r"`(/\w+z)`", PAGE)
    )


def test_query_parameters_of_the_page_are_those_of_the_app(openapi: dict[str, Any]) -> None:
    for method, path, query in _ROUTE.findall(PAGE):
        route = openapi["paths"][BASE + path][method.lower()]
        served = {one["name"] for one in route.get("parameters", ()) if one["in"] == "query"}
        assert served == set(re.findall(r"[?&](\w+)=", query)), f"{method} {path}"


@pytest.mark.parametrize(("name", "fields"), _SHAPE.findall(PAGE), ids=lambda one: one[:12])
def test_shapes_of_the_page_are_those_of_the_app(
    openapi: dict[str, Any], name: str, fields: str
) -> None:
    written = set(re.findall(r"\w+", re.sub(r": \[[^\]]*\]", "", fields)))

    assert set(openapi["components"]["schemas"][name]["properties"]) == written
