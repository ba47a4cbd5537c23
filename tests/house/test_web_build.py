"""When the page counts as out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import web_build


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(web_build.SKIP, raising=False)
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "package.json").write_text("{}", encoding="utf-8")
    return tmp_path


def built(checkout: Path) -> Path:
    static = checkout / "api" / "static"
    static.mkdir(parents=True)
    (static / web_build.STAMP).write_text(web_build.digest(checkout), encoding="ascii")
    return checkout


def test_page_is_stale_when_it_was_never_built(checkout: Path) -> None:
    assert web_build.is_stale(checkout)


def test_page_is_current_after_a_build(checkout: Path) -> None:
    assert not web_build.is_stale(built(checkout))


def test_page_is_stale_when_a_source_changes(checkout: Path) -> None:
    built(checkout)
    (checkout / "web" / "src" / "main.tsx").write_text("export {};", encoding="utf-8")

    assert web_build.is_stale(checkout)


def test_page_stays_current_when_only_installed_packages_change(checkout: Path) -> None:
    built(checkout)
    (checkout / "web" / "node_modules").mkdir()
    (checkout / "web" / "node_modules" / "react.js").write_text("", encoding="utf-8")

    assert not web_build.is_stale(checkout)


def test_page_is_never_stale_when_told_to_skip(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(web_build.SKIP, "1")

    assert not web_build.is_stale(checkout)
