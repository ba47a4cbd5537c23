"""Expressions as they stand in a file: bodies are FEEL, attributes only after a leading `=`."""

from __future__ import annotations

import re
from typing import Final

from engine.bpmn.reader.foreign import has_placeholder
from engine.bpmn.reader.names import Node, guicheng, line_of, local_of, text_of, truth
from engine.bpmn.reader.problems import Problems
from engine.core.definition import Expression
from engine.errors import Text
from engine.timing import is_literal

_NAME: Final = re.compile(r"[^\W\d][^\x00-\x1f\"\[\]{}=<>;,!|&]{0,199}")


def body(node: Node, problems: Problems) -> Expression | None:
    """The FEEL text of an expression element; None after reporting what is wrong with it."""
    text = text_of(node)
    if not text:
        problems.error(
            "empty-expression",
            node,
            Text(zh=f"{local_of(node)} 是空的", en=f"The {local_of(node)} is empty"),
            Text(zh="写入 FEEL 表达式或删除它", en="Write a FEEL expression or remove it"),
        )
        return None
    if _is_refused(node, text, problems):
        return None
    if text.startswith("="):
        problems.error(
            "leading-equals",
            node,
            Text(
                zh="表达式正文不以 = 开头（只有属性中的表达式以 = 开头）",
                en="An expression's body does not begin with = (only one in an attribute does)",
            ),
            Text(zh="删除开头的 =", en="Remove the leading ="),
        )
        text = text[1:].strip()  # a draft runs it
    return Expression(text=text, line=line_of(node) + _lines_before(node))


def time(node: Node, problems: Problems) -> Expression | None:
    """The body of a timer: FEEL, or ISO 8601 or cron text as other tools write it."""
    if is_literal(text_of(node)):
        return Expression(text=string_literal(text_of(node)), line=line_of(node))
    return body(node, problems)


def value(node: Node, text: str, problems: Problems) -> Expression | None:
    """An attribute's value: FEEL after a leading `=`, else the text itself as a FEEL string."""
    if _is_refused(node, text, problems):
        return None
    if text.lstrip().startswith("="):
        return feel(node, text, problems)
    return Expression(text=string_literal(text), line=line_of(node))


def feel(node: Node, text: str, problems: Problems) -> Expression | None:
    """An attribute's value that must be FEEL."""
    stripped = text.strip()
    if _is_refused(node, text, problems):
        return None
    if not stripped.startswith("=") or not stripped[1:].strip():
        problems.error(
            "feel-only",
            node,
            Text(
                zh=f"应为以 = 开头的 FEEL 表达式，实际为：{stripped[:60]}",
                en=f"Expected FEEL after a leading =, but found: {stripped[:60]}",
            ),
            Text(zh=f"写为 = {stripped}", en=f"Write = {stripped}"),
        )
        return None
    return Expression(text=stripped[1:].strip(), line=line_of(node))


def ours(node: Node, name: str) -> str | None:
    """An attribute of our vocabulary, trimmed; None when it is absent or empty."""
    found = node.get(guicheng(name))
    return found.strip() or None if found is not None else None


def variable(node: Node, name: str, problems: Problems) -> str | None:
    """An attribute of our vocabulary that names a variable."""
    found = ours(node, name)
    return found if found is None or is_name(node, f"guicheng:{name}", found, problems) else None


def is_name(node: Node, what: str, name: str, problems: Problems) -> bool:
    """Whether a variable may be called so; reports when not."""
    if _NAME.fullmatch(name):
        return True
    problems.error(
        "vocabulary-value",
        node,
        Text(
            zh=f"{what} 应为变量名称，实际为“{name[:60]}”",
            en=f"{what} is the name of a variable, not '{name[:60]}'",
        ),
        Text(
            zh="以字母或汉字开头，不含引号、括号、逗号和运算符",
            en="Begin with a letter; use no quotes, brackets, commas or operators",
        ),
    )
    return False


def words(node: Node, name: str) -> tuple[str, ...]:
    """A space-separated attribute of our vocabulary."""
    return tuple((ours(node, name) or "").split())


def string_literal(text: str) -> str:
    """The FEEL string literal that means exactly this text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"'


def _is_refused(node: Node, text: str, problems: Problems) -> bool:
    if not has_placeholder(text):
        return False
    problems.error(
        "feel-only",
        node,
        Text(
            zh=f"不执行 ${{…}} 或 #{{…}} 表达式，只执行 FEEL：{text.strip()[:60]}",
            en=f"${{...}} and #{{...}} are not run, only FEEL is: {text.strip()[:60]}",
        ),
        Text(zh="改写为 FEEL，例如 amount > 300", en="Write it in FEEL, e.g. amount > 300"),
    )
    return True


def _lines_before(node: Node) -> int:
    raw = node.text or ""
    return raw[: len(raw) - len(raw.lstrip())].count("\n")


def flag(node: Node, name: str, problems: Problems) -> bool:
    """Whether an attribute of our namespace says true."""
    found = ours(node, name)
    meant = False if found is None else truth(found)
    if meant is None:
        problems.error(
            "vocabulary-value",
            node,
            Text(
                zh=f"guicheng:{name} 应为 true 或 false，实际为“{found}”",
                en=f"guicheng:{name} is true or false, not '{found}'",
            ),
            Text(zh="写为 true 或删除它", en="Write true or remove it"),
        )
    return bool(meant)
