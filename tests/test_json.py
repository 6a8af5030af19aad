"""JSON: the laws, and what the text looks like."""

from hypothesis import given

import clinanswer as ca
from strategies import documents


@given(documents())
def test_every_document_comes_back(doc):
    """from_json(to_json(d)) == d, for text and for bytes. Fails on any field, shape or character that JSON loses."""
    text = ca.to_json(doc)
    assert ca.from_json(text) == doc
    assert ca.from_json(text.encode()) == doc
