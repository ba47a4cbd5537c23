"""Browsers for one person each: whoever leaves one leaves its caches, and nothing of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext

from tests.e2e.journeys import MOMENT
from tests.e2e.seat import Device, Seat

FLAGS: Final = ("--no-sandbox", "--process-per-site")
"""One process for all pages of a browser: who comes next needs not read the code anew."""
WATCH: Final = (Path(__file__).with_name("settled.js")).read_text(encoding="utf-8")
KEPT: Final = 2
"""Free ones of a kind that stay open: more than that no test needs at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What cannot be changed of a browser once it is open."""

    device: Device
    pictured: bool

    @classmethod
    def of(cls, seat: Seat) -> Kind:
        return cls(device=seat.device, pictured=seat.album.folder is not None)


class Chairs:
    """Opens browsers at one address, and gives them on."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self._browser = browser
        self._free: dict[Kind, list[BrowserContext]] = defaultdict(list)

    def take(self, seat: Seat) -> BrowserContext:
        """A browser in which nobody is logged in and nothing is kept."""
        free = self._free[Kind.of(seat)]
        return free.pop() if free else self._open(Kind.of(seat))

    def give_back(self, seat: Seat, context: BrowserContext) -> None:
        """For the next person, once the pages of the last are closed."""
        free = self._free[Kind.of(seat)]
        if len(free) >= KEPT:
            context.close()
            return
        (keeper,) = context.pages
        keeper.evaluate("localStorage.clear()")
        context.set_offline(False)
        context.clear_cookies()
        free.append(context)

    def _open(self, kind: Kind) -> BrowserContext:
        """With one page of its own that stays: else the process would end with the last page."""
        width, height = kind.device.value
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if kind.pictured and kind.device is Device.PHONE else 1,
            has_touch=kind.device is Device.PHONE,
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.add_init_script(WATCH)
        if kind.pictured:
            context.clock.set_fixed_time(MOMENT)
        context.new_page().goto(f"{self.address}/logo.svg")
        return context
