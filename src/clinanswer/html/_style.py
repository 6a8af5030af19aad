"""The one stylesheet of this release, and the hash that lets a page's Content-Security-Policy allow nothing else.

In `style.css` every rule stands below the class `ca`, so that a fragment brings nothing into its host's page. Colours
keep a contrast of 7:1 (WCAG 2.2 AAA) in both schemes; sizes are logical, so that right-to-left pages need no rule of
their own, save where a gradient has to turn round and on which side a table's cells begin: what a cell holds has the
direction of its first letter (`138 mmHg` must not become `mmHg 138`), and the column goes on as the page does.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Final

__all__ = ["STYLE", "STYLE_HASH", "content_hash"]


def content_hash(content: str) -> str:
    """The source expression by which a Content-Security-Policy allows an element with this content.

    https://www.w3.org/TR/CSP3/#match-element-to-source-list
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


STYLE: Final = Path(__file__).with_name("style.css").read_text("utf-8").strip()
"""The stylesheet, for the head of a page that shows fragments (a whole page brings it along)."""

STYLE_HASH: Final = content_hash(STYLE)
"""The source expression that lets a Content-Security-Policy allow the stylesheet: `style-src 'sha256-…'`."""
