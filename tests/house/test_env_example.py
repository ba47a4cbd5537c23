"""`.env.example` is the list of all settings."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_VARIABLE = re.compile(r"GUICHENG_[A-Z][A-Z_]*[A-Z]")


def test_env_example_names_every_setting_that_the_code_reads() -> None:
    documented = set(_VARIABLE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))

    assert _named_in_code() | _fields_of_settings() <= documented


def _named_in_code() -> set[str]:
    files = [*(ROOT / "engine").rglob("*.py"), *(ROOT / "api").rglob("*.py")]
    return {name for file in files for name in _VARIABLE.findall(file.read_text(encoding="utf-8"))}


def _fields_of_settings() -> set[str]:
    """What pydantic-settings reads by the names of its fields alone."""
    if importlib.util.find_spec("api.settings") is None:
        return set()
    settings = importlib.import_module("api.settings").Settings
    prefix = settings.model_config.get("env_prefix", "")
    return {f"{prefix}{name}".upper() for name in settings.model_fields}
