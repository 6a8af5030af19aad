"""Where a document stands in its review: the steps, each with its state in words (read by `_about_reading`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.html._markup import escape
from clinanswer.html._words import Words, words
from clinanswer.model import Review, ReviewStatus

if TYPE_CHECKING:
    from clinanswer.html._context import Writing

__all__ = ["review_panel"]

_USUAL: Final = (ReviewStatus.SUBMITTED, ReviewStatus.UNDER_REVIEW, ReviewStatus.APPROVED)
"""The steps that are shown where a document has review events and its page printed none."""


def review_panel(page: Writing) -> None:
    """Write the steps of the review. A status that is no step, or is not known, is said below them."""
    review, out, says, own = page.doc.review, page.out, page.words, page.own_lang
    status = review.status
    stages = review.stages or (_usual(says) if review.events else ())
    current = _current(review, stages, says)
    anchor = f"{page.prefix}review"
    out.append(f'<div class="ca-review">\n<h2 id="{anchor}"{own}>{says["review"]}</h2>\n')
    if stages:
        out.append(f'<ol class="ca-steps" aria-labelledby="{anchor}">\n')
        for position, stage in enumerate(stages):
            out.append(_step(page, stage, None if current is None else position - current))
        out.append("</ol>\n")
    if status is ReviewStatus.UNKNOWN:
        out.append(f'<p class="ca-state"><i{own}>{says["stage-unknown"]}</i></p>\n')
    elif current is None:
        out.append(f'<p class="ca-state ca-alert"><i{own}>{says[f"status.{status}"]}</i></p>\n')
    out.append("</div>\n")


def _usual(says: Words) -> tuple[str, ...]:
    return tuple(says[f"status.{each}"] for each in _USUAL)


def _step(page: Writing, stage: str, place: int | None) -> str:
    # Whoever chose a name that the page would choose, it is in the language of the page's own words.
    own = page.own_lang if page.own_lang and stage in _usual(page.words) else ""
    name = f"<bdi{own}>{escape(stage)}</bdi>"
    if place is None:
        return f"<li>{name}</li>\n"
    state = "current" if place == 0 else "done" if place < 0 else "todo"
    mark = ' aria-current="step"' if place == 0 else ""
    return f'<li data-state="{state}"{mark}>{name} <small{page.own_lang}>{page.words[f"step-{state}"]}</small></li>\n'


def _current(review: Review, stages: tuple[str, ...], says: Words) -> int | None:
    """Which of the printed steps the status is: by its words in the page's language, in English, or as JSON has it."""
    status = review.status
    names = {says[f"status.{status}"], words("en")[f"status.{status}"], status.value, status.value.replace("-", " ")}
    folded = {name.casefold() for name in names}
    return next((place for place, stage in enumerate(stages) if stage.strip().casefold() in folded), None)
