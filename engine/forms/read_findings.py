"""Collects what is wrong with a form while it is read, and reads properties strictly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.errors import Finding, Text
from engine.feel import FeelError
from engine.forms.expressions import FormExpression, compile_form_expression, is_expression

Json = dict[str, Any]


class Findings:
    """The findings so far; every one refuses the form."""

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.found: list[Finding] = []

    def add(self, rule: str, zh: str, en: str, element_id: str | None = None) -> None:
        text = Text(zh=zh, en=en)
        self.found.append(
            Finding(rule=rule, severity="error", text=text, element_id=element_id, file=self.file)
        )


class Properties:
    """Typed access to one JSON object of a component; wrong types become findings."""

    def __init__(self, source: Json, owner: str, findings: Findings) -> None:
        self.source = source
        self.owner = owner
        self.findings = findings

    def inner(self, name: str) -> Properties:
        """The object under a name; an empty one when it is absent."""
        value = self.source.get(name)
        if value is not None and not isinstance(value, dict):
            self.wrong(name, "对象", "an object")
        return Properties(value if isinstance(value, dict) else {}, self.owner, self.findings)

    def wrong(self, name: str, zh: str, en: str) -> None:
        got = self.source.get(name)
        self.findings.add(
            "form-property",
            f"组件 {self.owner} 的 {name} 应为{zh}，得到 {got!r}",
            f"Expected {name} of component {self.owner} to be {en}, got {got!r}",
            self.owner,
        )

    def allow_only(self, names: frozenset[str]) -> None:
        """Findings for names that nothing here reads."""
        for name in sorted(self.source.keys() - names):
            self.findings.add(
                "form-property",
                f"组件 {self.owner} 有不认识的规则 {name}",
                f"Expected only known rules of component {self.owner}, got {name}",
                self.owner,
            )

    def text(self, name: str, default: str = "") -> str:
        value = self.source.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(name, "文本", "text")
            return default
        return value

    def flag(self, name: str) -> bool:
        value = self.source.get(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(name, "true 或 false", "true or false")
        return value is True

    def number(self, name: str) -> Decimal | None:
        """A number, or text that is one; empty text is none."""
        value = self.source.get(name)
        if value is None or value == "":
            return None
        try:
            if not isinstance(value, bool) and isinstance(value, int | str | Decimal):
                number = Decimal(value)
                if number.is_finite():
                    return number
        except ArithmeticError:
            pass
        self.wrong(name, "数字", "a number")
        return None

    def whole(self, name: str, default: int) -> int:
        number = self.number(name)
        if number is None:
            return default
        if number != int(number) or number < 0:
            self.wrong(name, "非负整数", "a whole number of zero or more")
            return default
        return int(number)

    def bound(self, name: str) -> Decimal | FormExpression | None:
        """A number or an expression that gives one."""
        return self.expression(name) if is_expression(self.source.get(name)) else self.number(name)

    def expression(self, name: str) -> FormExpression | None:
        text = self.text(name)
        if not text.strip():
            return None
        try:
            return compile_form_expression(text)
        except FeelError as error:
            self.findings.add(
                "form-feel",
                f"组件 {self.owner} 的 {name}：{error.text.zh}",
                f"{name} of component {self.owner}: {error.text.en}",
                self.owner,
            )
            return None
