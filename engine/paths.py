"""Where the shipped data lies: in a wheel inside the package, in a checkout at its root."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_ROOT: Final = _PACKAGE.parent


def processes_dir() -> Path:
    """The shipped processes, with their decisions, scenarios and organisation.yaml."""
    return _shipped("processes")


def forms_dir() -> Path:
    """The shipped forms (`<form-id>.form`)."""
    return _shipped("forms")


def static_dir() -> Path | None:
    """The built page, or None when it was left out (`GUICHENG_SKIP_WEB=1`)."""
    built = _ROOT / "api" / "static"
    return built if (built / "index.html").is_file() else None


def _shipped(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _ROOT / name
