"""Draws the picture of each shipped procedure and shows it in its family's README.

`python -m tools.pictures` rewrites docs/images/processes/ and the part between the markers; a test
keeps both current.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.bpmn.picture import picture
from engine.bpmn.reader import read_bpmn
from engine.paths import processes_dir

BEGIN: Final = "<!-- pictures:begin -->"
END: Final = "<!-- pictures:end -->"
BEFORE: Final = "## 条款"
IMAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "images" / "processes"
_APART: Final = frozenset({"administration", "placeholders"})


def families() -> Iterator[Path]:
    """The folders of procedures that are shown."""
    for folder in sorted(processes_dir().iterdir()):
        if folder.name not in _APART and any(folder.glob("*.bpmn")):
            yield folder


def pictures() -> dict[Path, str]:
    """What each picture should be."""
    return {
        IMAGES / f"{file.stem}.svg": picture(file.read_bytes(), file=file.name)
        for folder in families()
        for file in sorted(folder.glob("*.bpmn"))
    }


def rewritten(text: str, folder: Path) -> str:
    """The README with its part about pictures as it should be."""
    shown = f"{BEGIN}\n\n{_shown(folder)}\n{END}"
    if BEGIN in text:
        before, _, rest = text.partition(BEGIN)
        return before + shown + rest.partition(END)[2]
    before, heading, after = text.partition(BEFORE)
    return f"{before.rstrip()}\n\n## 图 / Pictures\n\n{shown}\n\n{heading}{after}".rstrip() + "\n"


def _shown(folder: Path) -> str:
    parts = []
    for file in sorted(folder.glob("*.bpmn")):
        for process in read_bpmn(file.read_bytes(), file=file.name):
            name = f"{process.name} {process.name_en}".strip()
            image = f"../../docs/images/processes/{file.stem}.svg"
            parts.append(
                f"<details><summary>{name}</summary>\n\n![{name}]({image})\n\n</details>\n"
            )
    return "\n".join(parts)


def main() -> None:
    """Rewrites what is not current and removes pictures of what is gone."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    wanted = pictures()
    for file in set(IMAGES.glob("*.svg")) - set(wanted):
        file.unlink()
    for file, text in wanted.items():
        file.write_text(text, encoding="utf-8")
    for folder in families():
        page = folder / "README.md"
        page.write_text(rewritten(page.read_text(encoding="utf-8"), folder), encoding="utf-8")


if __name__ == "__main__":
    main()
