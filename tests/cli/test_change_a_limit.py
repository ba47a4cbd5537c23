"""The owner's guide to changing a limit, followed command by command on a real SQLite file."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "change-a-limit.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CASE = re.compile(r"\b1m[0-9a-z]{14}\b")


@dataclass
class Reader:
    """Somebody who types what the page shows; the cases on the page stand for their own."""

    folder: Path
    said: str = ""
    cases: dict[str, str] = field(default_factory=dict)

    def types(self, line: str) -> None:
        for shown, own in self.cases.items():
            line = line.replace(shown, own)
        if not line.startswith("guicheng "):
            subprocess.run(["sh", "-c", line], cwd=self.folder, check=True)
            return
        saved = (self.folder / "request.json").read_text("utf-8") if "$(cat" in line else ""
        words = [saved if word.startswith("$(cat") else word for word in shlex.split(line)[1:]]
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        self.said = result.stdout

    def compares(self, shown: str) -> None:
        for theirs, own in zip(_CASE.findall(shown), _CASE.findall(self.said), strict=True):
            self.cases[theirs] = own
        assert _CASE.sub("case", self.said) == _CASE.sub("case", shown)


def test_page_on_changing_a_limit_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "processes" / "procurement", tmp_path / "processes" / "procurement")
    monkeypatch.setenv("GUICHENG_DATABASE_URL", "sqlite:///limit.db")
    reader = Reader(tmp_path)

    with chdir(tmp_path):
        for language, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
            if language == "json":
                (tmp_path / "request.json").write_text(text, encoding="utf-8")
            elif language == "text":
                reader.compares(text)
            else:
                for line in text.splitlines():
                    reader.types(line)

    replayed = json.loads(reader.said)
    assert len(reader.cases) == 2
    assert replayed["equal"] == replayed["cases"] > 0
