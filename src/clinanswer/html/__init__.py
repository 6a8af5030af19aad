"""HTML: a page that a clinical publisher can put online, and that reads back to the same document."""

from clinanswer.html._json_ld import json_ld
from clinanswer.html._read import from_html
from clinanswer.html._style import STYLE, STYLE_HASH
from clinanswer.html._write import to_html

__all__ = ["STYLE", "STYLE_HASH", "from_html", "json_ld", "to_html"]
