"""The one way text gets into a page, and the small pieces of markup that every part of the writer uses.

Nothing else in this package writes text into markup: whatever comes from a document goes through `escape`, and what
does not go through it is a literal of this package. The tests open a page of hostile text in a browser to hold it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from clinanswer.model import Phrases, plain_text
from clinanswer.model._fields import link_problem

__all__ = ["JSON_ESCAPES", "escape", "json_escape", "link", "punycode", "sound", "spaceless", "words_in"]

JSON_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def escape(text: str) -> str:
    """Text for element content or for an attribute value in double quotes."""
    # Most strings hold none of the four, and four searches cost less than four replacements.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text


def json_escape(data: str) -> str:
    """JSON text that can stand in a script element: these characters occur inside its strings only."""
    for character, escaped in JSON_ESCAPES.items():
        if character in data:
            data = data.replace(character, escaped)
    return data


def words_in(content: Phrases) -> str:
    """The plain words of phrases, most of which are one text."""
    return content[0] if len(content) == 1 and type(content[0]) is str else plain_text(content)


def spaceless(text: str) -> str:
    """The text on one line, white space collapsed, for titles and descriptions."""
    return " ".join(text.split())


def punycode(href: str) -> str | None:
    """The ASCII form of an address's host when the host is written with other letters, else None."""
    if href.isascii():
        return None
    host = urlsplit(href).hostname or ""
    return None if host.isascii() else host.encode("idna").decode()


def link(href: str, content: str) -> str:
    """A link out of the page, `content` being markup. Letters that may pass for others have their real host shown.

    The browser is told not to say where the reader comes from.
    """
    address = escape(href)
    host = punycode(href)
    tail = "" if host is None else f" <small>({escape(host)})</small>"
    return f'<a href="{address}" rel="noreferrer">{content or f"<small>{address}</small>"}</a>{tail}'


def sound(url: str | None) -> bool:
    """Whether an address that a document gives as free text may be made a link."""
    return url is not None and link_problem(url) is None
