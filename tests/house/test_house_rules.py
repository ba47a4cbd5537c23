"""The house rules find what they are for, and nothing in what is fine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import house_rules

HOST = "registry." + "example" + ".org"
FINE = '"""A module."""\n\n\ndef answer() -> int:\n    return 42\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "fine.py").write_text(FINE, encoding="utf-8")
    return tmp_path


def findings(project: Path, name: str, text: str) -> str:
    (project / name).write_text(text, encoding="utf-8")
    passed, output = house_rules.check(project)
    assert not passed
    return output


def test_check_passes_and_prints_the_sizes_when_nothing_is_wrong(project: Path) -> None:
    passed, output = house_rules.check(project)

    assert passed
    assert (
        output == "files: 1, lines mean 5, p90 5, max 5\nfunctions: 1, lines mean 2, p90 2, max 2"
    )


def test_check_names_a_file_that_is_too_long(project: Path) -> None:
    output = findings(project, "engine/long.py", "# line\n" * 401)

    assert "engine/long.py: 401 lines, expected at most 400" in output


def test_check_names_a_function_that_is_too_long_also_in_tests(project: Path) -> None:
    (project / "tests").mkdir()
    output = findings(project, "tests/test_x.py", "def test_x():\n" + "    pass\n" * 50)

    assert "tests/test_x.py:1: test_x has 51 lines, expected at most 50" in output


@pytest.mark.parametrize(
    "name", ["IClock", "AbstractLog", "BaseLog", "LogImpl", "CaseManager", "CaseService"]
)
def test_check_names_a_class_with_a_banned_word(project: Path, name: str) -> None:
    output = findings(project, "engine/named.py", f"class {name}:\n    pass\n")

    assert f"engine/named.py:1: class {name} bears a banned word" in output


@pytest.mark.parametrize("call", ["eval('1')", "exec('1')", "compile('1', '', 'eval')"])
def test_check_refuses_python_evaluation_in_what_is_shipped(project: Path, call: str) -> None:
    output = findings(project, "engine/called.py", f"value = {call}\n")

    assert "is banned" in output


@pytest.mark.parametrize("text", [f"https://{HOST}/simple", f"{HOST}/react", "see pyp" + "i.org"])
def test_check_refuses_the_address_of_a_package_registry(project: Path, text: str) -> None:
    assert "notes.md:1: names a package registry" in findings(project, "notes.md", text)


def test_check_refuses_a_path_of_one_machine(project: Path) -> None:
    output = findings(project, "notes.md", "cd " + "/home" + "/ann/guicheng\n")

    assert "notes.md:1: names a path of one machine" in output
