"""Take the pictures of the help anew, in a real browser.

`python -m tests.help_pictures demo http://127.0.0.1:8000` at a fresh `make demo`; it moves the demo's date.
`python -m tests.help_pictures first ADDRESS` at a fresh `make serve`, with the one-time address that it
printed: the first day is gone through, from an empty machine to the list that is adopted.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from lianyungang.settings import BASE_DIR
from projects.help.pictures import PICTURES, Picture
from tests.chromium import CHROMIUM, CHROMIUM_FLAGS

FOLDER = BASE_DIR / "lianyungang" / "static" / "img" / "help"
NAMES = ("2021-breakdown-traditional.txt", "2021-schedule.txt")
DOCUMENTS = [BASE_DIR / "fixtures" / "documents" / name for name in NAMES]
WIDTH, COLOURS = 1366, 24
PASSWORD = "demo-2021"  # noqa: S105 - the demo's, on its sign-in page
FIRST_PASSWORD = "Lv-7788-maple"  # noqa: S105 - made up, for an installation that is thrown away
SPRING, YEAR_AFTER = "2023-03-28", "2022-02-15"
INTO_VIEW = "each => each.scrollIntoView({behavior: 'instant'})"
SLOWEST = 180_000  # milliseconds: the demo goes on to another day by the actions of that day

Step = Callable[[Page], None]


def seen_by(account: str, path: str, *, on: str = "", then: str = "", to: str = "") -> Step:
    """A page of the demo as this account sees it on a day: after a click on `then`, scrolled to `to`."""

    def step(page: Page) -> None:
        page.context.clear_cookies()
        page.goto("/accounts/login/")
        page.fill("[name=username]", account)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
        if on:
            page.click("summary:has-text('更改')")
            page.fill("input[name=today]", on)
            with page.expect_navigation(timeout=SLOWEST):
                page.press("input[name=today]", "Enter")
        page.goto(path)
        if then:
            with page.expect_navigation():
                page.locator(then).first.click()
        if to:
            page.locator(to).first.evaluate(INTO_VIEW)

    return step


def _first(page: Page) -> None:
    """The one-time address, at which the page stands."""
    page.fill("[name=display_name]", "王管理")
    page.fill("[name=username]", "wang")


def _steps(page: Page) -> None:
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", FIRST_PASSWORD)
    with page.expect_navigation():
        page.press("[name=password2]", "Enter")
    page.goto("/start/")


def _document(page: Page) -> None:
    page.goto("/documents/")
    page.set_input_files("input[type=file]", DOCUMENTS)
    read = page.get_by_role("link", name="已读取，去核对")
    page.get_by_role("button", name="上传并读取").click()
    read.nth(1).wait_for(timeout=SLOWEST)
    with page.expect_navigation():
        read.first.click()
    page.locator("#tasks").evaluate(INTO_VIEW)


def _people(page: Page) -> None:
    with page.expect_navigation(timeout=SLOWEST):
        page.get_by_role("button", name="确认入库").click()
    page.goto("/accounts/")


def _adopted(page: Page) -> None:
    page.goto("/start/")
    page.locator("text=4. 年度清单").evaluate(INTO_VIEW)


DEMO: dict[str, Step] = {
    "desk": seen_by("sjyj", "/"),
    "form": seen_by("sjyj", "/2021/q2/filing/", then="tr:has-text('草稿') td.main a"),
    "figures": seen_by("sjyj", "/2021/q2/filing/figures/"),
    "signing": seen_by("sjyj-signer", "/2021/q2/filing/sign/"),
    "queue": seen_by("drc", "/2021/q2/review/"),
    "review": seen_by("drc", "/2021/q2/review/", then="td.main a"),
    "overdue": seen_by("drc", "/2021/q2/overdue/"),
    "notice": seen_by("drc", "/2021/notices/1/"),
    "bulletin": seen_by("drc", "/2021/q2/bulletin/"),
    "year": seen_by("office", "/2021/"),
    "findings": seen_by("admin", "/2021/findings/"),
    "scorecards": seen_by("drc", "/2021/scorecards/", on=YEAR_AFTER),
    "plans": seen_by("drc", "/2023/plans/", on=SPRING),
    "plan": seen_by("sjyj", "/2023/plans/", then="tr:has-text('退回') td.main a"),
}
FIRST: dict[str, Step] = {
    "first": _first,
    "steps": _steps,
    "document": _document,
    "people": _people,
    "adopted": _adopted,
}
STEPS = DEMO | FIRST


def main(what: str, address: str) -> None:
    """Go through the steps in their order and keep a picture after each."""
    parts = urlsplit(address)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        context = browser.new_context(base_url=f"{parts.scheme}://{parts.netloc}", locale="zh-CN")
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto(address)
        for name, step in (DEMO if what == "demo" else FIRST).items():
            page.set_viewport_size({"width": WIDTH, "height": PICTURES[name].height})
            step(page)
            _keep(page.screenshot(), PICTURES[name])
        browser.close()


def _keep(shot: bytes, picture: Picture) -> None:
    """Few colours are enough for a page, and a tenth of the size."""
    image = Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(Path(FOLDER / f"{picture.name}.png"), optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
