"""The digest: what changes it, what does not, and that it never changes by itself."""

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import clinanswer as ca
import clinanswer.model as m
from clinanswer import _digest
from outside import ROOT
from strategies import documents

IN_SCOPE = ("question", "title", "answer", "sections", "references", "disclaimers")


def test_scope_1_is_frozen():
    """The digest of a released file, computed when scope 1 was released. If this fails, approvals were lost."""
    doc = ca.from_json((ROOT / "tests" / "archive" / "v1" / "everything.json").read_bytes())
    assert ca.digest(doc) == ca.digest(doc, scope=1)
    assert ca.digest(doc, scope=1) == "v1:sha256:644749706563a57288b66c3242d5abea251a156bd85cb290bc232acd540fa368"


def test_a_new_field_needs_a_decision():
    """A field of a class in scope is digested by the newest scope, or named here as left out."""
    left_out = set(attrs.fields_dict(m.ClinicalAnswer)) - set(IN_SCOPE)
    for cls, names in _digest.SCOPES[max(_digest.SCOPES)].items():
        expected = {field.name for field in attrs.fields(cls) if field.init} - {"extras"}
        assert set(names) == expected - (left_out if cls is m.ClinicalAnswer else set()), cls


@given(documents(), documents())
@settings(max_examples=settings().max_examples // 4)
def test_two_documents_have_the_same_digest_only_if_what_is_approved_is_the_same(one, other):
    """Fails on any field in scope that the digest does not see, and on any out of scope that it does."""
    nameless = ca.transform(
        other, _without_id
    )  # or a claim in its notices may have the id of one in the other's answer
    mixed = attrs.evolve(nameless, **{name: getattr(one, name) for name in IN_SCOPE})
    assert ca.digest(mixed) == ca.digest(one)
    bare = [
        ca.transform(
            attrs.evolve(m.ClinicalAnswer("q"), **{name: getattr(doc, name) for name in IN_SCOPE}), _without_extras
        )
        for doc in (one, other)
    ]
    assert (ca.digest(one) == ca.digest(other)) == (bare[0] == bare[1])


def _without_id(node):
    return attrs.evolve(node, id=None) if isinstance(node, m.Claim) else node


def _without_extras(node):
    return attrs.evolve(node, extras={}) if hasattr(node, "extras") else node


@given(documents(), st.data())
@settings(max_examples=settings().max_examples // 4)
def test_every_change_of_a_field_in_scope_changes_the_digest(doc, data):
    nodes = [
        (path, node)
        for path, node in ca.locate(doc)
        if path.removeprefix("$.").partition("[")[0].partition(".")[0] in IN_SCOPE and isinstance(node, m.Node)
    ]
    assume(nodes)
    node = data.draw(st.sampled_from([node for _, node in nodes]))
    names = [name for name in _digest.SCOPES[1][type(node)] if isinstance(getattr(node, name), str | None)]
    assume(names)
    name = data.draw(st.sampled_from(names))
    for value in ("changed", "2.changed", "high", "en", "https://example.org/changed", None):
        try:
            changed = attrs.evolve(node, **{name: value})
            after = ca.transform(doc, lambda each, changed=changed: changed if each is node else each)
        except ca.InvalidNodeError:
            continue
        assert (ca.digest(after) == ca.digest(doc)) == (after == doc)


def test_an_approval_covers_what_was_approved():
    doc = m.ClinicalAnswer("q", answer="Start low.")
    assert _digest.is_covered(attrs.evolve(doc, keywords=["x"]), ca.digest(doc))
    assert not _digest.is_covered(attrs.evolve(doc, answer="Start high."), ca.digest(doc))
    assert not _digest.is_covered(doc, "v9:sha256:00")
    assert not _digest.is_covered(doc, "")
    with pytest.raises(KeyError):
        ca.digest(doc, scope=9)


def test_dates_are_digested():
    def doc(date):
        checked = m.Verification("supported", date=date)
        return m.ClinicalAnswer("q", answer=m.Claim("x", verifications=[checked]))

    import datetime as dt

    assert ca.digest(doc(dt.date(2026, 1, 1))) != ca.digest(doc(dt.date(2026, 1, 2)))
