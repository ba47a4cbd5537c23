"""What server and page say in Chinese bears full-width marks (GB/T 15834)."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parents[2]
SPEAKING: Final = ("api", "engine", "tools")
HAN: Final = "\u3400-\u9fff"
HALF_WIDTH: Final = re.compile(
    rf"[{HAN}”）》」][,:;?!()]|[,:;?!()][{HAN}“（《「]|[{HAN}][,:;] [{HAN}]"
)
UNSAID: Final = re.compile(rf'r|"""\s*[^\s{HAN}#]')
CODE: Final = (  # what is to be typed, or read by a program, just so
    "draft:标识",
    "user:登录名",
    "role:角色",
    "group:组",
    "日期: {{off 或",
    "“部门: 日子”",
    "“日期: 名称”",
    "文件:行: 规则: 句子",
)


def test_texts_of_the_server_bear_full_width_marks() -> None:
    files = [ROOT / "run", *(one for room in SPEAKING for one in (ROOT / room).rglob("*.py"))]

    assert [said for file in files for said in _half_width(file, _literals(file))] == []


def test_texts_of_the_page_bear_full_width_marks() -> None:
    files = sorted((ROOT / "web" / "src").rglob("zh.json"))

    assert files
    assert [said for file in files for said in _half_width(file, _lines(file))] == []


def _half_width(file: Path, texts: Iterator[tuple[int, str]]) -> Iterator[str]:
    for line, text in texts:
        said = text
        for code in CODE:
            said = said.replace(code, "")
        if found := HALF_WIDTH.search(said):
            yield f"{file.relative_to(ROOT)}:{line}: {found.group()!r} in {text[:60]}"


def _literals(file: Path) -> Iterator[tuple[int, str]]:
    """The string literals but for patterns (raw) and what is written in English for developers."""
    source = file.read_text("utf-8")
    if not HALF_WIDTH.search(source):  # nearly all: a tenth of the time
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING and not UNSAID.match(token.string):
            yield token.start[0], token.string


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    return enumerate(file.read_text("utf-8").splitlines(), 1)
