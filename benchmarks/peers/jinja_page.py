"""The page of `to_html` as an autoescaped Jinja2 template, for documents like the one that is measured.

What is not markup (short names of references, imprints, JSON) comes from the package, so that the two differ in how the
page is put together and in nothing else; the pages are compared letter by letter before they are measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

import clinanswer as ca
from clinanswer.html import STYLE, STYLE_HASH
from clinanswer.html._context import short_name
from clinanswer.html._json_ld import json_ld_text
from clinanswer.html._markup import json_escape
from clinanswer.html._references import authors_text, imprint
from clinanswer.html._style import content_hash
from clinanswer.html._words import words

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)
_TEMPLATE = _ENVIRONMENT.get_template("page.html.jinja")


def shared(doc: ca.ClinicalAnswer) -> tuple[str, str, str]:
    """What the template takes from the package: the data block, the JSON-LD and their hashes."""
    data = json_escape(ca.to_json(doc))
    linked = json_escape(json_ld_text(doc, ca.plain_text(doc.answer)))
    return data, linked, " ".join(f"'{content_hash(each)}'" for each in (data, linked))


def render(doc: ca.ClinicalAnswer) -> str:
    """The page."""
    cited: dict[str, dict[str, str]] = {}
    notices = iter(range(1, len(doc.notices) + 1))

    def count(place: dict[str, Any]) -> dict[str, str]:
        place["count"] += 1
        own = chr(96 + place["count"]) if place.get("letters") else str(place["count"])
        number = place["base"] + own
        place["last"] = number
        if place.get("letters"):
            return {"name": number, "shown": own, "label": f"{place['base']} {own}"}
        name = place.get("area") or number
        return {"name": name, "shown": number, "label": name}

    def cite(ref: str, place: dict[str, str]) -> str:
        cited.setdefault(ref, {})[place["anchor"]] = place["name"]
        return ""

    def below(place: dict[str, Any]) -> dict[str, Any]:
        return {**place, "base": place["last"], "count": 0, "letters": True}

    data, linked, scripts = shared(doc)
    answer = " ".join(ca.plain_text(doc.answer).split())
    return _TEMPLATE.render(
        doc=doc,
        release=ca.__version__,
        kind=lambda node: type(node).__name__,
        refs={each.id: each for each in doc.references},
        labels={each.id: each.id for each in doc.references},
        shorts={each.id: short_name(each) for each in doc.references},
        cited=cite,
        count=count,
        below=below,
        text=ca.plain_text,
        authors=authors_text,
        imprint=imprint,
        backlinks=lambda ref: cited.get(ref, {}).items(),
        next_notice=lambda: next(notices),
        words=words("en"),
        title=" ".join(ca.plain_text(doc.title).split()),
        description=answer if len(answer) <= 300 else answer[:299].rsplit(" ", 1)[0] + "…",
        style=Markup(STYLE),  # noqa: S704  (made by the package)
        policy=Markup(  # noqa: S704  (hashes)
            f"default-src 'none'; style-src '{STYLE_HASH}'; script-src {scripts}; base-uri 'none'; form-action 'none'"
        ),
        linked=Markup(linked),  # noqa: S704  (escaped JSON)
        data=Markup(data),  # noqa: S704  (escaped JSON)
    )
