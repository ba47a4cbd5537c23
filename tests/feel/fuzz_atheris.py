"""The entry of the coverage-guided fuzzer; run by test_fuzz.py under `-m long`."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["engine.feel"]):
    from tests.feel.attempts import attempt


def one(data: bytes) -> None:
    """One input of the fuzzer, as text."""
    attempt(data.decode("utf-8", "replace"))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
