"""Case numbers: what templates mean, which counter they name, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.core.numbering import NumberPart, TemplateError, read_template, render

DAY = datetime(2026, 3, 5, tzinfo=UTC)


def no_value(part: NumberPart) -> str:
    raise AssertionError(part)


@pytest.mark.parametrize(
    ("template", "number", "counter"),
    [
        ("YZ-{年}{月}-{序号4}", "YZ-202603-0007", "p/YZ-202603-#"),
        ("{序号}/{年}", "7/2026", "p/#/2026"),
        ("公文〔{年}〕{序号}号", "公文〔2026〕7号", "p/公文〔2026〕#号"),
        ("{年}-{月}-{日}-{序号2}", "2026-03-05-07", "p/2026-03-05-#"),
    ],
)
def test_template_gives_number_and_counter(template: str, number: str, counter: str) -> None:
    rendered = render("p", read_template(template), DAY, no_value)

    assert rendered.number(7) == number
    assert rendered.counter == counter


def test_number_grows_when_its_digits_do_not_suffice() -> None:
    assert render("p", read_template("A{序号2}"), DAY, no_value).number(123) == "A123"


def test_other_braces_hold_feel_that_is_part_of_the_period() -> None:
    rendered = render("p", read_template("{dept}-{序号}"), DAY, lambda part: "HR")

    assert rendered.number(1) == "HR-1"
    assert rendered.counter == "p/HR-#"


@pytest.mark.parametrize("template", ["A", "{序号}{序号}", "{年", "}", "{}{序号}"])
def test_template_that_cannot_number_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        read_template(template)
