"""Pages for the tests of HTML, and what they show."""

from __future__ import annotations

import re

import clinanswer as ca

DATA = re.compile(r'<script type="application/json".*?</script>', re.DOTALL)


def without_data(page: str) -> str:
    """The page as a sanitizer leaves it that takes only scripts away."""
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def visible(page: str) -> str:
    """What a page shows: its body without data, and without tips that tell the long of a short thing."""
    body = without_data(page).partition("<body>")[2]
    return re.sub(r' (title|aria-label)="[^"]*"', "", body)
