"""Build the page in web/ into api/static, and tell whether that is due.

Used by hatch_build.py (any installation from source) and by ./run (to see that a rebuild is due).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

STAMP: Final = ".stamp"
NOTICES: Final = "THIRD_PARTY_NOTICES.md"
SKIP: Final = "GUICHENG_SKIP_WEB"
_NOT_SOURCE: Final = frozenset({"node_modules", "dist", "coverage"})
_TAIL: Final = 40


def digest(root: Path) -> str:
    """SHA-256 over the sources under web/, names and bytes in path order, and over this file."""
    web, total = root / "web", hashlib.sha256(Path(__file__).read_bytes())
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCE)
        for name in sorted(files):
            file = Path(folder, name)
            total.update(f"{file.relative_to(web).as_posix()}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_stale(root: Path) -> bool:
    """Whether api/static was not built from the present sources (never, when told to skip)."""
    if os.environ.get(SKIP) or not (root / "web" / "package.json").is_file():
        return False
    stamp = root / "api" / "static" / STAMP
    return not stamp.is_file() or stamp.read_text(encoding="ascii").strip() != digest(root)


def build(root: Path, node: str, npm_cli: Path) -> None:
    """Install the locked packages without their scripts, check the types, bundle, stamp."""
    from tools import third_party

    web, out, wanted = root / "web", root / "api" / "static", digest(root)
    modules = web / "node_modules"
    _step([node, str(npm_cli), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], web, out)
    _step([node, str(modules / "typescript" / "bin" / "tsc"), "--noEmit"], web, out)
    _step([node, str(modules / "vite" / "bin" / "vite.js"), "build"], web, out)
    (out / NOTICES).write_text(third_party.page_notices(root), encoding="utf-8")
    (out / STAMP).write_text(wanted + "\n", encoding="ascii")


def _step(command: list[str], web: Path, out: Path) -> None:
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {
        "NODE_USE_SYSTEM_CA": "1",  # offices often have a certificate authority of their own
        **os.environ,
        "WEB_OUT": str(out),
        "PATH": path,
    }
    done = subprocess.run(
        command,
        cwd=web,
        env=environment,
        text=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode == 0:
        return
    tail = "\n".join(done.stdout.splitlines()[-_TAIL:])
    sys.stderr.write(f"{tail}\n")
    raise SystemExit(
        f"网页构建失败 / The page could not be built ({' '.join(command[1:3])}, "
        f"exit code {done.returncode}). {SKIP}=1 installs without the page."
    )
