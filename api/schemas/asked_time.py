"""Moments and days that a client may ask about: far enough from the calendar's ends to reckon on.

Python's calendar ends with the years 1 and 9999: the same moment in another zone, or ninety days
earlier, does not exist there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

_FIRST: Final = date(1900, 1, 1)
_END: Final = date(9000, 1, 1)

AskedMoment = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(_FIRST.year, 1, 1, tzinfo=UTC),
        lt=datetime(_END.year, 1, 1, tzinfo=UTC),
    ),
]
AskedDay = Annotated[date, Field(ge=_FIRST, lt=_END)]
