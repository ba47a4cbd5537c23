"""What a draft may hold: known kinds of files, bounded texts, XML without a DTD."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.errors import CommandRejected, InvalidCommand
from engine.handlers.deploy import file_kind
from engine.studio.model import MAX_FILES, MAX_TEXT

_NAME: Final = re.compile(r"[^/\\\x00-\x1f\x7f]{1,120}")
_KEY: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_KEY: Final = 100
_XML: Final = ("process", "decision")
WellFormed = Callable[[bytes, str], Any]


class TextTooLarge(CommandRejected):
    """More than a file of a process ever has."""

    kind = "too-large"


def check_texts(texts: Mapping[str, str | None], well_formed: WellFormed) -> None:
    """Raises InvalidCommand, TextTooLarge, or DeploymentRefused with the place in the XML."""
    if len(texts) > MAX_FILES:
        raise InvalidCommand("草稿中的文件太多", f"Expected at most {MAX_FILES} files in a draft")
    for name, text in texts.items():
        kind = file_kind(name)
        if kind is None or not _NAME.fullmatch(name):
            raise InvalidCommand(
                f"草稿中不能有文件“{name[:120]}”",
                f"Expected .bpmn, .dmn, .form or a shared file, got {name[:120]!r}",
            )
        if text is None:
            continue
        if len(text) > MAX_TEXT:
            raise TextTooLarge(f"{name} 太大", f"Expected {name} of at most {MAX_TEXT} characters")
        if "\0" in text or not _is_utf8(text):
            raise InvalidCommand(f"{name} 含有无效字符", f"Expected {name} to be text")
        if kind in _XML:
            well_formed(text.encode(), name)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can spell
        return False
    return True


def check_new_key(key: str) -> None:
    """Raises InvalidCommand unless it is a readable id for a new process."""
    if not _KEY.fullmatch(key) or len(key) > _LONGEST_KEY:
        raise InvalidCommand(
            "流程标识用小写英文、数字和连字符，如 seal-use",
            f"Expected an id in lower case with hyphens, like seal-use, got {key[:100]!r}",
        )
