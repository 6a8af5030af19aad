"""Page text: the text of an answer page, as it comes out of a browser or a scraper."""

from clinanswer.text._blocks import BlockWriter
from clinanswer.text._reader import from_text
from clinanswer.text._references import write_entry
from clinanswer.text._writer import to_text

__all__ = ["BlockWriter", "from_text", "to_text", "write_entry"]
