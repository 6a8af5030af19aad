"""Take the screenshots of the gallery: `python docs/gallery/make.py` (needs what the tests need, and Chromium).

The pages are the examples, read as they are, a sample in Arabic, the review in each of its states, and a citation whose
reference is shown in place.
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
        more = Path(folder) / "more.html"
        for scheme in ("light", "dark"):
            more.write_text(review_states(scheme), "utf-8")
            shot(browser, more, HERE / f"review-states-{scheme}.jpg", (768, scheme, "screen"), whole=True)
        more.write_text(ca.to_html(html_pages.page_text(), popovers=True), "utf-8")
        shot(browser, more, HERE / "popover.jpg", (768, "light", "screen"), press=".ca-sec .ca-peek")
        browser.close()


def review_states(scheme: str) -> str:
    """A page of fragments, one for each status of a review."""
    import clinanswer as ca
    import clinanswer.model as m

    stages = ("Submitted", "Under Review", "Approved")
    shown = []
    for status in m.ReviewStatus:
        events = () if status is m.ReviewStatus.UNKNOWN else (m.ReviewEvent(status),)
        doc = ca.ClinicalAnswer(
            "In which state is the review?",
            title=status.value.replace("-", " ").capitalize(),
            answer="A sentence that the review is about.",
            review=m.Review(events, stages=stages),
        )
        shown.append(ca.to_html(doc, fragment=True, id_prefix=f"{status}-", theme=scheme))
    title = "<title>The states of a review</title>"
    return f'<!DOCTYPE html>\n<meta charset="utf-8">{title}<style>{ca.html.STYLE}</style>{"".join(shown)}'


def shot(
    browser: Browser, path: Path, target: Path, look: tuple[int, str, str], *, whole: bool = False, press: str = ""
) -> None:
    """One picture, of the `whole` page or of its beginning, after a press on what the selector finds first."""
    width, scheme, media = look
    height = 1123 if media == "print" else 1400 if width < 1000 else 1000
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media=media)
    page.goto(path.as_uri())
    if press:
        page.locator(press).first.click()
    page.screenshot(path=target, type="jpeg", quality=60, full_page=whole)
    context.close()


if __name__ == "__main__":
    main()
