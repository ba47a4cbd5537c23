"""What the pages say, as far as a machine can check it: links, commands, settings, files, words."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import typer.main

from engine.bootstrap import shipped_organisation
from engine.cli.main import app
from engine.connectors import BUILT_IN
from tests.docs.pages import PAGES, ROOT, anchors_of, code_lines, links_of, name_of, text_of
from tools.cli_docs import TARGET, page

COMMANDS = typer.main.get_group(app).commands
IN_CHECKOUT = {"test", "test-long", "check", "bench"}
_COMMAND = re.compile(r"(?:\./run|(?<![\w/.-])guicheng)\s+([a-z][a-z-]*)([^|#;&]*)")
_PATH = re.compile(
    r"(?<!/)(?:engine|api(?!/v1)|docs|processes|forms|tests|tools|bench|web)/[\w./-]+"
)
_SETTING = re.compile(r"GUICHENG_[A-Z][A-Z_]*[A-Z]")
MADE = ("web/node_modules", "api/static")  # not there before the first build
VOCABULARY = text_of(ROOT / "docs/reference/extension-vocabulary.md")
BILINGUAL = [one for one in PAGES if {"tutorial", "how-to"} & set(one.relative_to(ROOT).parts)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [target for target in links_of(page) if not _leads(page, target)]

    assert broken == []


def _leads(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    if not file.is_relative_to(ROOT) or not file.exists():
        return False
    return not anchor or anchor in anchors_of(file)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_and_option_that_is_shown_exists(page: Path) -> None:
    wrong = [line for line in code_lines(page) for found in _COMMAND.finditer(line)
             if not _is_command(found[1], found[2])]  # fmt: skip

    assert wrong == []


def _is_command(name: str, rest: str) -> bool:
    if name in IN_CHECKOUT - set(COMMANDS):
        return True
    if name not in COMMANDS:
        return False
    command, words = COMMANDS[name], _words(rest)
    inner = getattr(command, "commands", None)  # a group: its own command is the next word
    if inner is not None:
        known = bool(words) and words[0] in inner
        if not known and not getattr(command, "invoke_without_command", False):
            return False
        command = inner[words[0]] if known else command
    flags = {flag for parameter in command.params for flag in parameter.opts} | {"--help"}
    used = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    return used <= flags


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # the line goes on below
        return text.split()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    settings = set(_SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8")))

    assert set(_SETTING.findall(text_of(page))) <= settings


def test_every_setting_of_the_example_is_read_somewhere() -> None:
    sources = [ROOT / "run", *(ROOT / "web").glob("*.ts"), *(ROOT / "tools").rglob("*.py")]
    sources += [*(ROOT / "tests").rglob("*.py"), ROOT / "hatch_build.py"]
    sources += [*(ROOT / "engine").rglob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    fields = re.findall(
        r"^    (\w+): ", (ROOT / "api/settings.py").read_text("utf-8"), re.MULTILINE
    )
    read = {f"GUICHENG_{field.upper()}" for field in fields} | set(_SETTING.findall(code))

    assert set(_SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8"))) <= read


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = {
        found.rstrip(".")
        for line in code_lines(page)
        for found in _PATH.findall(line)
        if re.fullmatch(r"[\w./-]+", line.strip())
    }

    missing = {name for name in named if not (ROOT / name).exists()}

    assert {name for name in missing if not name.startswith(MADE)} == set()


@pytest.mark.parametrize("page", BILINGUAL, ids=name_of)
def test_guides_speak_both_languages(page: Path) -> None:
    for paragraph in re.findall(r"^#+ .*", text_of(page), re.MULTILINE):
        assert re.search(r"[一-鿿]", paragraph), paragraph
        assert re.search(r"[A-Za-z]{3}", paragraph), paragraph


@pytest.mark.parametrize("page", BILINGUAL, ids=name_of)
def test_people_of_the_guides_exist(page: Path) -> None:
    people = {str(login) for login in shipped_organisation().logins()}
    named = {login for line in code_lines(page) for login in re.findall(r"--as ([a-z-]+)", line)}

    assert named <= people


def test_glossary_has_each_word_once_in_both_languages() -> None:
    rows = _glossary()
    for zh, en, meaning in rows:
        assert re.search(r"[一-鿿]", zh), zh
        assert re.search(r"[a-z]{3}", en), en
        assert meaning

    assert len({zh for zh, _, _ in rows}) == len(rows)
    assert len({en for _, en, _ in rows}) == len(rows)


def _glossary() -> list[tuple[str, ...]]:
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    return [tuple(cell.strip() for cell in row) for row in rows[2:]]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_use_the_words_of_the_glossary(page: Path) -> None:
    """Words that stand beside the glossary's for the same thing."""
    others = ("工单", "流程实例", "任务单", "工作项", "process template", "audit trail")

    assert [word for word in others if word in text_of(page)] == []


def test_every_page_of_docs_is_reached_from_the_index() -> None:
    start = ROOT / "docs/README.md"
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for target in links_of(here):
            file = (here.parent / target.partition("#")[0]).resolve()
            if file.suffix == ".md" and file.is_file() and file not in seen:
                seen.add(file)
                waiting.append(file)

    assert {name_of(one) for one in PAGES if name_of(one).startswith("docs/")} <= {
        name_of(one) for one in seen if one.is_relative_to(ROOT)
    }


def test_reference_of_the_command_line_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run python -m tools.cli_docs"


def test_vocabulary_page_names_what_reader_and_modeler_share() -> None:
    moddle = json.loads((ROOT / "engine/bpmn/guicheng-moddle.json").read_text(encoding="utf-8"))
    shared = {one["name"] for kind in moddle["types"] for one in kind.get("properties", ())}
    elements = {kind["name"].lower() for kind in moddle["types"] if not kind.get("extends")}
    named = set(re.findall(r"guicheng:(\w+)", VOCABULARY)) - {"bpmn"}

    assert {one for one in named if one.lower() not in elements} <= shared
    assert shared <= set(re.findall(r"\w+", VOCABULARY))


def test_vocabulary_page_lists_the_installed_connectors() -> None:
    listed = re.findall(r"^\| `([a-z.]+)` \|", VOCABULARY.partition("Built-in")[2], re.MULTILINE)

    assert set(listed) == set(BUILT_IN)
