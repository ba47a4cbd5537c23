"""The import contracts of pyproject.toml, run by import-linter on the modules that exist."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path


def check(root: Path) -> tuple[bool, str]:
    """Contracts name rooms before they are built; a missing one is left out until it appears."""
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    section = project[project.index("[tool.importlinter]") :]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "contracts.toml")
        config.write_text(_without_missing(section, root), encoding="utf-8")
        command = [_executable(), "--no-cache", "--no-logo", "--config", str(config)]
        done = subprocess.run(
            command,
            cwd=root,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode == 0, done.stdout.strip()


def _executable() -> str:
    return str(Path(sys.executable).with_name("lint-imports"))


def _without_missing(section: str, root: Path) -> str:
    def kept(match: re.Match[str]) -> str:
        path = root.joinpath(*match["module"].split("."))
        exists = path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
        return match[0] if exists else ""

    return re.sub(r'"(?P<module>engine\.[\w.]+)",?\s?', kept, section)
