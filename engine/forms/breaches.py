"""The sentences of broken form rules, in Chinese and English: one function per rule."""

from __future__ import annotations

from typing import Final

from engine.core.values import Value
from engine.errors import FieldError, Text


class Breach(Exception):
    """A rule that a value breaks; never leaves the package."""

    def __init__(self, rule: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.rule = rule
        self.text = Text(zh=zh, en=en)

    def at(self, path: str, label: Text) -> FieldError:
        """The error as the caller gets it, beginning with the field's label."""
        text = Text(zh=f"“{label.zh}”{self.text.zh}", en=f"{label.en}: {self.text.en}")
        return FieldError(path=path, rule=self.rule, text=text)


def field_error(path: str, rule: str, text: Text) -> FieldError:
    """An error whose sentence needs no label."""
    return FieldError(path=path, rule=rule, text=text)


def unknown_field(path: str) -> FieldError:
    zh, en = f"表单没有字段“{path}”", f"Expected only fields of the form, got {path!r}"
    return field_error(path, "unknown-field", Text(zh=zh, en=en))


def not_writable() -> Breach:
    return Breach("not-writable", "在这一步不可填写", "not writable at this step")


def required() -> Breach:
    return Breach("required", "必须填写", "expected a value")


_KINDS: Final = {
    "text": ("文本", "text"),
    "number": ("数字", "a number"),
    "boolean": ("是或否", "true or false"),
    "date": ("日期，如 2026-11-22", "a date such as 2026-11-22"),
    "time": ("时间，如 09:30", "a time such as 09:30"),
    "datetime": ("日期时间，如 2026-11-22T09:30", "a date and time such as 2026-11-22T09:30"),
    "list": ("列表", "a list"),
    "rows": ("由各行组成的列表", "a list of rows"),
    "context": ("一组字段", "a group of fields"),
    "files": (
        "已上传的文件",
        "uploaded files (digest, name, size, type)",
    ),
    "option": ("一个选项", "one option"),
}


def wrong_type(kind: str) -> Breach:
    zh, en = _KINDS[kind]
    return Breach("type", f"应为{zh}", f"expected {en}")


def too_small(limit: Value) -> Breach:
    return Breach("min", f"不能小于 {limit}", f"expected at least {limit}")


def too_large(limit: Value) -> Breach:
    return Breach("max", f"不能大于 {limit}", f"expected at most {limit}")


def too_short(limit: Value) -> Breach:
    return Breach("min-length", f"不能少于 {limit} 个字", f"expected at least {limit} characters")


def too_long(limit: Value) -> Breach:
    return Breach("max-length", f"不能超过 {limit} 个字", f"expected at most {limit} characters")


def several_lines() -> Breach:
    return Breach("one-line", "只能填写一行", "expected one line")


def too_many(limit: int) -> Breach:
    return Breach("max-items", f"不能超过 {limit} 项", f"expected at most {limit} items")


def too_precise(digits: int) -> Breach:
    if digits == 0:
        return Breach("decimal-digits", "应为整数", "expected a whole number")
    return Breach(
        "decimal-digits", f"最多保留 {digits} 位小数", f"expected at most {digits} decimal digits"
    )


def off_step(increment: Value) -> Breach:
    return Breach("increment", f"应为 {increment} 的整数倍", f"expected a multiple of {increment}")


def no_match(pattern: str, custom: str) -> Breach:
    return Breach(
        "pattern", custom or f"格式不符（{pattern}）", custom or f"expected to match {pattern}"
    )


def not_an_option(value: Value) -> Breach:
    shown = str(value)[:60]
    return Breach("option", f"没有选项“{shown}”", f"expected one of the options, got {shown!r}")


def repeated(value: Value) -> Breach:
    shown = str(value)[:60]
    return Breach("option", f"重复选择了“{shown}”", f"expected {shown!r} only once")


def unknown_file(name: str) -> Breach:
    return Breach("file", f"中的文件“{name}”没有上传", f"expected an uploaded file, got {name!r}")


def in_the_past() -> Breach:
    return Breach("past-date", "不能早于今天", "expected today or later")


def too_few_rows(limit: int) -> Breach:
    return Breach("min-rows", f"至少填写 {limit} 行", f"expected at least {limit} rows")


def too_many_rows(limit: int) -> Breach:
    return Breach("max-rows", f"最多 {limit} 行", f"expected at most {limit} rows")


def fixed_rows(count: int) -> Breach:
    return Breach(
        "not-writable", f"在这一步不能增删行（共 {count} 行）", f"expected the same {count} rows"
    )


def bad_expression(why: Text) -> Breach:
    return Breach("expression", f"的规则无法计算：{why.zh}", f"a rule cannot be computed: {why.en}")


def not_finite() -> FieldError:
    text = Text(zh="表单中的数字必须有限", en="Expected only finite numbers in the form")
    return field_error("", "type", text)


def unstable() -> FieldError:
    text = Text(
        zh="表单的隐藏条件与计算字段互相影响，无法得出结果",
        en="Expected hide conditions and computed fields to settle, but they depend on each other",
    )
    return field_error("", "expression", text)
