"""Prints processes/calendar.yaml for the given years from the `holidays` package.

A year is confirmed when its make-up workdays are known: they come with the official notice.
"""

from __future__ import annotations

import sys
from datetime import date

import holidays

HEAD = """# 工作日历：节假日与调休上班日 / Working calendar: holidays and make-up workdays.
# confirmed: false 表示国务院通知尚未公布，届时请核对 / the official notice is not out yet.
zone: Asia/Shanghai
weekend: [saturday, sunday]
hours: ["09:00-12:00", "13:00-18:00"]  # 工作日的上班时段 / what counts of a workday
years:"""


def lines(years: list[int]) -> list[str]:
    china = holidays.country_holidays("CN", years=years, language="zh_CN")
    makeup = sorted(day for day in china.weekend_workdays if day.year in years)
    found = [HEAD]
    for year in years:
        worked = [day for day in makeup if day.year == year]
        found += [f"  {year}:", f"    confirmed: {'true' if worked else 'false'}"]
        found += ["    holidays:", *_days({d: n for d, n in china.items() if d.year == year})]
        if worked:
            found += ["    makeup_workdays:", *_days(dict.fromkeys(worked, "调休上班"))]
    return found


def _days(days: dict[date, str]) -> list[str]:
    return [f"      {day}: {days[day]}" for day in sorted(days)]


if __name__ == "__main__":
    print("\n".join(lines([int(year) for year in sys.argv[1:]])))
