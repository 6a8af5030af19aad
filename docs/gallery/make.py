"""Take the screenshots of the gallery: `python docs/gallery/make.py` (needs what the tests need, and Chromium).

The pages are the examples, read as they are, and a sample in Arabic.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

WIDTHS = (360, 768, 1280, 1600)


def main() -> None:
    """Write every picture."""
    import clinanswer as ca
    import html_pages
    import outside

    pages = {
        "built-in-python": html_pages.built_in_python(),
        "page-text": html_pages.page_text(),
        "right-to-left": html_pages.right_to_left(),
    }
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=str(outside.chromium()), args=list(outside.CHROMIUM_FLAGS))
        for name, doc in pages.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(ca.to_html(doc), "utf-8")
            looks = [(width, scheme, "screen") for width in WIDTHS for scheme in ("light", "dark")]
            for width, scheme, media in [*looks, (794, "dark", "print")]:
                look = "print" if media == "print" else f"{width}-{scheme}"
                shot(browser, path, HERE / f"{name}-{look}.jpg", (width, scheme, media))
        browser.close()


def shot(browser: Browser, path: Path, target: Path, look: tuple[int, str, str]) -> None:
    """One picture."""
    width, scheme, media = look
    height = 1123 if media == "print" else 1400 if width < 1000 else 1000
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media=media)
    page.goto(path.as_uri())
    page.screenshot(path=target, type="jpeg", quality=60)
    context.close()


if __name__ == "__main__":
    main()
