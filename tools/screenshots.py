"""Take the pictures of the README from a running demo: `python -m tools.screenshots ADDRESS`.

Start the demo first (`./run demo --fresh`); the pictures show its cases as they are then.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import find_chromium

IMAGES: Final = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZES: Final = {"desktop": (1440, 900), "phone": (390, 844)}
PASSWORD: Final = "guicheng"  # noqa: S105 (of the demo's made-up people)
TASK: Final = "审批用印"
CASE: Final = "用印：恒通物流年度运输合同"


def log_in(page: Page, address: str, login: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".list .row-link")


def inbox(page: Page, address: str) -> None:
    page.goto(f"{address}/inbox")
    page.wait_for_selector(".list .row-link")


def task(page: Page, address: str) -> None:
    inbox(page, address)
    page.get_by_role("link", name=TASK, exact=True).first.click()
    page.wait_for_selector(".fjs-form")
    page.wait_for_selector(".clause")


def started(page: Page, address: str) -> None:
    page.goto(f"{address}/inbox?tab=started")
    page.wait_for_selector(".row-waits li")


def case(page: Page, address: str) -> None:
    page.goto(f"{address}/cases")
    page.get_by_role("link", name=CASE, exact=True).click()
    page.wait_for_selector(".is-current")
    page.wait_for_selector(".moment")


def start(page: Page, address: str) -> None:
    page.goto(f"{address}/start/seal-use")
    page.wait_for_selector(".fjs-form")
    page.wait_for_selector(".clause")


def sheet(page: Page, address: str) -> None:
    page.goto(f"{address}/cases")
    page.get_by_role("link", name=CASE, exact=True).click()
    page.get_by_role("link", name="打印审批单").click()
    page.wait_for_selector(".sheet-proof")


def ahead(page: Page, address: str) -> None:
    task(page, address)
    page.get_by_text("提交后会怎样").click()
    page.wait_for_selector(".ahead-steps li")
    page.locator(".ahead").scroll_into_view_if_needed()


def running(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/seal-use/running")
    page.get_by_text("半年", exact=True).click()
    page.wait_for_selector(".heat-badge", state="attached")


def trial(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/office-supplies-request/try")
    begin = page.get_by_role("button", name="开始试跑")
    begin.or_(page.locator(".fjs-form")).first.wait_for()
    if begin.is_visible():
        begin.click()
    page.wait_for_selector(".fjs-form")


def room(path: str) -> Callable[[Page, str], None]:
    """A page that needs no gesture to show what it is about."""

    def open_room(page: Page, address: str) -> None:
        page.goto(address + path)
        page.wait_for_selector(".page-title")

    return open_room


def parameters(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/parameters?process=office-supplies-request")
    page.wait_for_selector(".figure-row")


def figure(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/parameters?text=D-PROC-2&figure=D-PROC-2/0/1")
    page.wait_for_selector(".figure-history li")


def clauses(page: Page, address: str) -> None:
    page.goto(f"{address}/clauses?text=PROC-016")
    page.wait_for_selector(".book-detail .book-lines a")


def table(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/office-supplies-request/decisions/D-PROC-2")
    page.wait_for_selector(".dmn-canvas td")


def form(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/office-supplies-request/forms/supplies_request")
    page.wait_for_selector(".fjs-form")


def compare(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/office-supplies-request/compare")
    page.wait_for_selector(".compare-canvas svg, .state")


def studio(page: Page, address: str) -> None:
    page.goto(f"{address}/studio")
    page.wait_for_selector(".studio-list .row-link")


def studio_process(page: Page, address: str) -> None:
    page.goto(f"{address}/studio/seal-use")
    page.wait_for_selector(".versions .version")
    page.wait_for_selector(".djs-element")


def studio_edit(page: Page, address: str) -> None:
    """The editor with an approval chosen; it begins a draft where there is none."""
    page.goto(f"{address}/studio/goods-receipt")
    page.wait_for_selector(".versions .version")
    page.get_by_role("button", name="编辑").click()
    page.get_by_label("找图中的元素").focus()
    page.keyboard.type("验收签字")
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel-rule")
    for folded in ("谁来办", "办什么", "几个人怎样决定"):
        page.locator("summary", has_text=folded).first.click()
    page.wait_for_selector(".findings-right")


def audit(page: Page, address: str) -> None:
    page.goto(f"{address}/audit?since=2026-01-01&kind=late")
    page.wait_for_selector(".kind", state="attached")
    page.wait_for_selector(".row-link")


def replay(page: Page, address: str) -> None:
    """Some way into a case that has ended, where there was something to choose."""
    page.goto(f"{address}/audit?tab=search&status=completed&process=procurement-request")
    page.locator(".row-link").first.click()
    page.wait_for_selector(".here-badge")
    page.locator(".step-row", has_text="有选择").nth(2).click()
    page.wait_for_selector(".reason")


def verdict(page: Page, address: str) -> None:
    """What the checks of a case that was returned say."""
    page.goto(f"{address}/audit?since=2026-01-01&kind=returned")
    page.locator(".row-link").nth(1).click()
    page.get_by_role("button", name="现在核验").click()
    page.wait_for_selector(".verdict", timeout=60_000)


def registers(page: Page, address: str) -> None:
    page.goto(f"{address}/registers")
    page.wait_for_selector(".register")


def doors(page: Page, address: str) -> None:
    """A person's ways in, and what an administrator can do about them."""
    page.goto(f"{address}/people")
    page.get_by_role("button", name="登录 冯秀兰").click()
    page.wait_for_selector(".door-facts")
    page.get_by_role("button", name="给一次性密码").click()


VIEWS: Final[dict[str, tuple[str, Callable[[Page, str], None]]]] = {
    "inbox": ("gm", inbox),
    "task": ("gm", task),
    "case": ("gm", case),
    "started": ("salesperson", started),
    "start": ("salesperson", start),
    "ahead": ("gm", ahead),
    "sheet": ("gm", sheet),
    "catalogue": ("salesperson", room("/start")),
    "me": ("salesperson", room("/me")),
    "running": ("office-director", running),
    "trial": ("office-director", trial),
    **{
        path: ("admin", room(f"/{path}"))
        for path in ("incidents", "batches", "calendar", "people", "settings", "health")
    },
    "people-doors": ("admin", doors),
    "people-departments": ("admin", room("/people?view=departments")),
    "settings-server": ("admin", room("/settings?view=server")),
    "studio": ("admin", studio),
    "studio-process": ("admin", studio_process),
    "studio-edit": ("admin", studio_edit),
    "audit": ("auditor", audit),
    "replay": ("auditor", replay),
    "verdict": ("auditor", verdict),
    "registers": ("auditor", registers),
    "parameters": ("office-director", parameters),
    "figure": ("office-director", figure),
    "clauses": ("office-director", clauses),
    "table": ("office-director", table),
    "form": ("office-director", form),
    "compare": ("office-director", compare),
}


ON_PHONES: Final = (
    *("inbox", "task", "case", "start", "ahead", "sheet", "catalogue", "me"),
    *("running", "replay", "audit", "studio", "clauses", "calendar"),
)
"""The other rooms are worked in at a desk."""


def take(browser: Browser, address: str, device: str, shade: str) -> None:
    """One picture of each view, named for the view and the device."""
    width, height = SIZES[device]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if device == "phone" else 1,
        color_scheme="dark" if shade == "dark" else "light",
        timezone_id="Asia/Shanghai",
        locale="zh-CN",
    )
    page = context.new_page()
    for name in ON_PHONES if device == "phone" else VIEWS:
        login, open_view = VIEWS[name]
        log_in(page, address, login)
        open_view(page, address)
        page.wait_for_load_state("networkidle")
        suffix = "" if shade == "light" else f"-{shade}"
        file = IMAGES / f"{name}-{device}{suffix}.png"
        page.screenshot(path=file, animations="disabled")
        print(file.relative_to(IMAGES.parent.parent))
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8765")
    parser.add_argument("--dark", action="store_true", help="dark pictures too")
    chosen = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("Expected a Chromium on PATH or in web/node_modules")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        for device in SIZES:
            for shade in ("light", "dark") if chosen.dark else ("light",):
                take(browser, chosen.address, device, shade)
        browser.close()


if __name__ == "__main__":
    main()
