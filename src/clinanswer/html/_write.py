"""`to_html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from clinanswer.html._context import Numbers, Options, Theme
from clinanswer.html._page import render

if TYPE_CHECKING:
    from clinanswer.model import ClinicalAnswer

__all__ = ["to_html"]


def to_html(
    doc: ClinicalAnswer,
    *,
    fragment: bool = False,
    id_prefix: str = "",
    theme: Theme = "auto",
    lang: str | None = None,
    dir: Literal["ltr", "rtl"] | None = None,
    numbers: Numbers = "section",
    popovers: bool = False,
    images: Literal["link", "embed"] = "link",
    base_url: str | None = None,
) -> str:
    """The document as HTML that needs no script and nothing from elsewhere, and from which `from_html` gets it back.

    Args:
        doc: What to write.
        fragment: Only the article, in a `div`, for a page of the caller's, to whose head `clinanswer.html.STYLE` goes.
        id_prefix: Begins every id, so that several fragments can stand in one page.
        theme: `light` or `dark`; `auto` follows the reader's system. Print is always light.
        lang: The page's language (BCP 47), in which its own words are, where it is not the document's; English without
            either.
        dir: The direction of writing, where it is not that of the language.
        numbers: Claims are numbered by section (3.1), through the document (1, 2, 3), or not.
        popovers: A button beside each citation that shows the reference in place.
        images: Images that lie elsewhere are linked; `embed` loads them when the page is opened.
        base_url: Where the page will stand, for `canonical` and `og:url`, where the document gives no address. The
            document's id is added to one that ends with a slash.

    Raises:
        ValueError: an option that is not one of its values. No document makes it fail.
    """
    options = Options(
        fragment=fragment,
        id_prefix=id_prefix,
        theme=theme,
        lang=lang,
        dir=dir,
        numbers=numbers,
        popovers=popovers,
        images=images,
        base_url=base_url,
    )
    return render(doc, options)
