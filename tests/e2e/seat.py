"""What a person at a browser has before them: the device, its colours, an album for pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from tests.e2e.journeys import Album

Shade = Literal["light", "dark"]


class Device(Enum):
    """What the person sits at: width and height in pixels."""

    DESK = (1440, 900)
    PHONE = (390, 844)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """Who sits down takes one of these."""

    device: Device = Device.DESK
    shade: Shade = "light"
    album: Album = field(default_factory=Album)
