"""calendar.yaml: what ships, and what is refused."""

from __future__ import annotations

from datetime import date, time

import pytest

from engine.errors import DeploymentRefused
from engine.identity.calendar import read_calendar
from engine.paths import processes_dir

GOOD = """
zone: Asia/Shanghai
weekend: [saturday, sunday]
hours: ["08:30-12:00", "13:30-17:30"]
years:
  2026:
    confirmed: true
    holidays: {2026-01-01: 元旦}
    makeup_workdays: {2026-01-04: 调休上班}
"""


def test_shipped_calendar_knows_the_official_days() -> None:
    calendar = read_calendar((processes_dir() / "calendar.yaml").read_bytes())

    made_up = [date(2026, m, d) for m, d in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))]
    assert all(calendar.is_workday(day) for day in made_up)
    assert not calendar.is_workday(date(2026, 10, 7))
    assert not calendar.is_workday(date(2025, 5, 1))
    assert calendar.confirmed_years == {2025, 2026}
    assert not calendar.is_workday(date(2027, 10, 1))


def test_file_is_read() -> None:
    calendar = read_calendar(GOOD.encode())

    assert calendar.holidays == {date(2026, 1, 1): "元旦"}
    assert calendar.makeup_workdays == {date(2026, 1, 4)}
    assert calendar.hours == ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Asia/Shanghai", "Mars/Olympus"),
        ("[saturday, sunday]", "[caturday]"),
        ("[saturday, sunday]", "weekend"),
        ("2026-01-01: 元旦", "2025-01-01: 元旦"),
        ("2026-01-01: 元旦", "soon: 元旦"),
        ("08:30-12:00", "12:00-08:30"),
        ("08:30-12:00", "08:30-14:00"),
        ('["08:30-12:00", "13:30-17:30"]', "[]"),
        ("2026-01-04", "2026-01-01"),
        ("confirmed: true", "confirmed: maybe"),
        ("confirmed", "confirmd"),
        ("2026:", "next:"),
        ("years:", "jahre:"),
        ("zone:", "zone: &a [*a]\nzona:"),
        ("zone:", "zone: Asia/Shanghai\nzone:"),
        ("weekend:", "{"),
    ],
)
def test_file_with_a_mistake_is_refused(old: str, new: str) -> None:
    with pytest.raises(DeploymentRefused) as caught:
        read_calendar(GOOD.replace(old, new).encode())

    assert {finding.rule for finding in caught.value.findings} == {"calendar"}
