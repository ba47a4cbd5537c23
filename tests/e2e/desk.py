"""One person at a browser: the gestures of the page, named as people name them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.seat import Device, Seat

PASSWORD: Final = "correct horse battery"
AXE: Final = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS: Final = """async () => {
  const { violations } = await axe.run({ resultTypes: ['violations'] });
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  const told = (id) => (node) => `${id}: ${node.html.slice(0, 120)}`;
  return serious.flatMap(({ id, nodes }) => nodes.map(told(id)));
}"""
"""Run by axe in the page, which finds much more than is worth to be handed over."""
NAMES: Final = {Device.DESK: "desktop", Device.PHONE: "phone"}


class Desk:
    """A page in a browser of their own; `complaints` are what its console warns of."""

    def __init__(self, context: BrowserContext, address: str, seat: Seat) -> None:
        self.context = context
        self.address = address
        self.seat = seat
        self.page: Page = context.new_page()
        self.page.emulate_media(color_scheme=seat.shade)
        self.complaints: list[str] = []
        self.rise: Callable[[Desk], None] = Desk.close
        self.may_be_refused = False  # whether a refused request is what the test is about
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        refused = message.text.startswith("Failed to load resource") and self.may_be_refused
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def leave(self) -> None:
        """Make room for the next person: this one is done."""
        self.rise(self)

    def close(self, evidence: Path | None = None) -> None:
        """Leave; keep a picture of the page as it was when something went wrong."""
        if evidence:
            self.page.screenshot(path=evidence, full_page=True)
        self.page.close()

    def go(self, path: str) -> None:
        """Open an address of the page and wait until it has what it asked for."""
        self.page.goto(self.address + path)
        self.settle()

    def move(self, path: str) -> None:
        """Go on to another address as a link does: the page is not loaded anew.

        Who is there already sees no more than before; to ask anew is to `go`.
        """
        self.page.evaluate("path => window.moveTo(path)", path)
        self.settle()

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        """What the API answers to the person's own request."""
        answer = self.context.request.post(
            f"{self.address}/api/v1{path}", data=body, headers={"X-CSRF-Token": self.csrf}
        )
        assert answer.ok, answer.text()
        return answer.json()

    def settle(self) -> None:
        """Wait until the page has answered all that was asked, and stands still."""
        self.page.evaluate("window.settled()")

    def log_in(self, login: str) -> None:
        """Through the door of the API: the page of the login has tests of its own."""
        told = {"login": login, "password": PASSWORD}
        answer = self.context.request.post(f"{self.address}/api/v1/session", data=told)
        assert answer.ok, answer.text()
        self.csrf: str = answer.json()["csrf_token"]
        self.go("/inbox")
        expect(self.page.locator("#inbox-panel .list, #inbox-panel .state")).to_be_visible()
        expect(self.page.locator(".ghost")).to_have_count(0)

    def picture(self, name: str) -> None:
        """What the guides show of this moment; see journeys.py."""
        if self.seat.album.folder:
            self.settle()
        self.seat.album.take(self.page, name, NAMES[self.seat.device])

    def heading(self, text: str) -> Locator:
        return self.page.get_by_role("heading", name=text)

    def start(self, process: str) -> None:
        """Choose a process in the catalogue and wait for its form."""
        self.move("/start")
        self.page.locator(".tile-link").get_by_text(process, exact=True).first.click()
        self.wait_for_form()

    def take(self, task: str) -> None:
        """Open the first task of that name in the inbox."""
        self.move("/inbox")
        self.page.get_by_role("link", name=task, exact=True).first.click()
        expect(self.heading(task).first).to_be_visible()
        self.wait_for_form()

    def wait_for_form(self) -> None:
        expect(self.page.locator(".fjs-form")).to_be_visible()

    def fill(self, label: str, text: str) -> None:
        field = self.page.locator(".fjs-form").get_by_label(label).first
        field.fill(text)
        field.blur()

    def tick(self, label: str) -> None:
        """A check box or a radio button."""
        self.page.locator(".fjs-form").get_by_label(label, exact=True).check()

    def choose(self, label: str, option: str) -> None:
        """An option of a select."""
        field = self.page.locator(".fjs-form-field-select", has_text=label)
        field.locator(".fjs-input-group").click()
        field.get_by_text(option, exact=True).click()

    def attach(self, name: str) -> None:
        content = {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4 sealed"}
        self.page.set_input_files(".fjs-form input[type=file]", content)
        expect(self.page.locator(".file-name", has_text=name)).to_be_visible()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def more(self, operation: str) -> None:
        """One of the operations that stand behind the button for the rest."""
        self.press("更多")
        self.page.get_by_role("menuitem", name=operation, exact=True).click()

    def send(self, button: str = "提交") -> None:
        """Submit and wait for the page that says what happens next."""
        self.press(button)
        expect(self.page.locator(".sent")).to_be_visible()

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def barriers(self) -> list[str]:
        """Serious findings of axe on what is shown now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(SERIOUS)
        return found
