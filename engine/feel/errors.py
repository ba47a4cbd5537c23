"""The errors that FEEL raises: syntax at deployment, types in strict evaluation, and bounds."""

from __future__ import annotations

from engine.errors import GuichengError


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of an offset in the text."""
    before = text[:offset]
    line = before.count("\n") + 1
    return line, offset - (before.rfind("\n") + 1) + 1


class FeelError(GuichengError):
    """An expression could not be compiled or evaluated; `text` says why, in zh and en."""


class FeelSyntaxError(FeelError):
    """The text is not an expression of this scope; `line` and `column` are 1-based."""

    def __init__(self, zh: str, en: str, *, source: str, offset: int) -> None:
        self.line, self.column = line_and_column(source, offset)
        super().__init__(
            f"第 {self.line} 行第 {self.column} 列：{zh}",
            f"Line {self.line}, column {self.column}: {en}",
        )


class FeelTypeError(FeelError):
    """Strict evaluation met what lenient FEEL would have answered with null."""


class FeelLimitError(FeelError):
    """A bound of steps, nesting or size was reached; raised in lenient evaluation too."""


class Undefined(Exception):
    """Raised by operators and built-ins where FEEL answers null; never leaves the package."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
