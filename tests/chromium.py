"""Find a Chromium for the browser tests: the system's, else the one in an npm package of web/."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_MODULES = Path(__file__).resolve().parent.parent / "web" / "node_modules"
# Python 3.11.3 and earlier know no filters, 3.12 and 3.13 warn when none is named.
_CAREFULLY: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
_STARTER = """#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
[ -f /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/own-fonts.conf"
LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/chromium" "$@"
"""
_FONTS = """<?xml version="1.0"?>
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def find_chromium() -> Path | None:
    """The first Chromium that answers `--version`, or None."""
    for name in _NAMES:
        found = shutil.which(name)
        if found and _runs(Path(found)):
            return Path(found)
    packed = packaged_chromium(_MODULES)
    return packed if packed and _runs(packed) else None


def packaged_chromium(modules: Path) -> Path | None:
    """Unpack @sparticuz/chromium once, with the system libraries it brings for bare machines."""
    packed = modules / "@sparticuz" / "chromium" / "bin"
    if os.name != "posix" or not (packed / "chromium.br").is_file():
        return None
    home = modules / ".cache" / "guicheng-chromium"
    if not home.is_dir():
        home.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent) as folder:
            _unpack(packed, Path(folder, "chromium"))
            _move(Path(folder, "chromium"), home)
    return home / "start"


def _unpack(packed: Path, home: Path) -> None:
    import brotli

    home.mkdir()
    (home / "chromium").write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    (home / "start").write_text(_STARTER, encoding="ascii")
    (home / "own-fonts.conf").write_text(_FONTS, encoding="ascii")
    for archive in ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
        plain = brotli.decompress((packed / archive).read_bytes())
        with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
            tar.extractall(home, **_CAREFULLY)
    for program in ("chromium", "start"):
        (home / program).chmod(0o755)


def _move(unpacked: Path, home: Path) -> None:
    """Into place in one step; a test process beside this one may have been quicker."""
    try:
        unpacked.rename(home)
    except OSError:
        if not home.is_dir():
            raise


def _runs(program: Path) -> bool:
    try:
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
