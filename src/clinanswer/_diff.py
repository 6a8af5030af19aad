"""`diff`: what changed between two versions of a document, claim by claim, and what changed outside claims."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from attrs import evolve, fields

from clinanswer._changes import Change, Diff, Kind
from clinanswer._walk import transform
from clinanswer.checks._facts import Facts, Words, path_of
from clinanswer.checks.workflow import name_of
from clinanswer.model import (
    Citation,
    ClinicalAnswer,
    Inlines,
    Node,
    PartialDate,
    Person,
    Quote,
    Reference,
    Review,
    plain_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["diff"]

_ALIKE: Final = 0.5
"""How much of two texts must be the same for one to be the other reworded."""
_SAME_ID: Final = 0.3
"""The same for claims with the same id. Not 0: readers number claims, and a new claim shifts the numbers."""
_MANY: Final = 200
"""How many candidates the search for a reworded text looks at, so that its cost stays bounded."""


def diff(old: ClinicalAnswer, new: ClinicalAnswer) -> Diff:
    """What changed from `old` to `new`: claims first, in the order of the new document, then all the rest.

    A claim is found again by its words, or else by its id or by words that are mostly the same; its citations are
    compared by the works that they name, so that renumbered references are no change of its citations.
    """
    if old == new:
        return Diff()
    before, after = Facts(old, dt.date.min), Facts(new, dt.date.min)
    changes = [*_claims(before, after), *_texts(before, after), *_references(old, new), *_fields(old, new)]
    inside = any(each.path.startswith(("$.answer", "$.sections")) for each in changes)
    same = _same_works(old, new)
    now = transform(new, lambda node: _with_old_id(node, same)) if same else new
    if not inside and (old.answer, old.sections) != (now.answer, now.sections):
        name = "sections" if old.answer == new.answer else "answer"
        changes += list(_renamed(before, after)) or [Change(Kind.CHANGED, "structure", f"$.{name}")]
    return Diff(tuple(changes))


# --------------------------------------------------------------------------------------------------- claims


def _claims(before: Facts, after: Facts) -> Iterator[Change]:
    pairs = _match(before.claims, after.claims)
    by_new = {new: old for old, new in pairs}
    still = _longest_run([by_new[new] for new in sorted(by_new)])
    same = _same_works(before.doc, after.doc)
    gone = set(range(len(before.claims))) - {old for old, _ in pairs}
    for number in sorted(gone):
        words = before.claims[number]
        path = path_of(words.place)
        yield Change(Kind.REMOVED, "claim", path, old_path=path, where=words.where, old=words.text.strip())
    for number, words in enumerate(after.claims):
        path = path_of(words.place)
        if number not in by_new:
            yield Change(Kind.ADDED, "claim", path, where=words.where, new=words.text.strip())
            continue
        position = by_new[number]
        yield from _claim(before.claims[position], words, same, moved=position not in still)


def _claim(old: Words, new: Words, same: dict[str, str], *, moved: bool) -> Iterator[Change]:
    path, old_path = path_of(new.place), path_of(old.place)
    said = old.text.strip(), new.text.strip()
    found = False
    if said[0] != said[1]:
        found = True
        yield Change(Kind.REWORDED, "claim", path, old_path=old_path, where=new.where, old=said[0], new=said[1])
    cited = (
        [(c.ref, c.relation, c.locator, c.quote) for c in old.own],
        [(same.get(c.ref, c.ref), c.relation, c.locator, c.quote) for c in new.own],
    )
    if cited[0] != cited[1]:
        found = True
        yield Change(
            Kind.CITATIONS, "claim", path, old_path=old_path, where=new.where, old=_cited(old), new=_cited(new)
        )
    if moved or _home(old.place) != _home(new.place):
        found = True
        yield Change(Kind.MOVED, "claim", path, old_path=old_path, where=new.where)
    if old.claim is not None and new.claim is not None and old.claim != new.claim:
        names = [
            each.name
            for each in fields(type(new.claim))
            if each.eq
            and each.name not in {"content", "id"}
            and getattr(old.claim, each.name) != getattr(new.claim, each.name)
        ]
        if not found and _shape(old.content) != _shape(new.content):
            names.append("formatting")
        if names:
            what = ", ".join(names)
            yield Change(Kind.CHANGED, "claim", path, old_path=old_path, where=new.where, new=what)


def _renamed(before: Facts, after: Facts) -> Iterator[Change]:
    """Claims of which only the id changed; told when nothing else did, for readers number claims anew."""
    for was, now in _match(before.claims, after.claims):
        old, new = before.claims[was], after.claims[now]
        if old.where != new.where:
            path = path_of(new.place)
            yield Change(Kind.CHANGED, "claim", path, old_path=path_of(old.place), where=new.where, new="id")


def _shape(content: Inlines) -> tuple[object, ...]:
    """How words are set: everything of them but which works they cite."""
    return tuple(
        node
        if isinstance(node, str)
        else (type(node), getattr(node, "href", None), _shape(getattr(node, "content", ())))
        for node in content
    )


def _home(place: object) -> list[str]:
    """The steps of a place without its numbers: what holds it, whichever of them it is."""
    return re.sub(r"\[\d+\]", "", path_of(place)).split(".")[:2]  # type: ignore[arg-type]


def _cited(words: Words) -> str:
    parts = [" ".join(filter(None, (c.ref, c.relation, c.locator, c.quote and f"“{c.quote}”"))) for c in words.own]
    return f"[{', '.join(parts)}]"


def _same_works(old: ClinicalAnswer, new: ClinicalAnswer) -> dict[str, str]:
    """By the id of each reference of the new document, the id that the same work had in the old one."""
    return {new.references[now].id: old.references[was].id for now, was in _paired(old, new).items()}


def _with_old_id(node: str | Node, same: dict[str, str]) -> str | Node:
    if isinstance(node, Citation | Quote) and node.ref in same and same[node.ref] != node.ref:
        return evolve(node, ref=same[node.ref])
    return node


def _paired(old: ClinicalAnswer, new: ClinicalAnswer) -> dict[int, int]:
    """The positions of the references of the new document, with those of the same works in the old one.

    A work is the same when all that is said of it is, or else when it has the same id and no other is the same.
    """
    works = {evolve(each, id="x"): number for number, each in enumerate(old.references) if not each.is_unresolved}
    pairs: dict[int, int] = {}
    for now, each in enumerate(new.references):
        was = works.pop(evolve(each, id="x"), None)
        if was is not None:
            pairs[now] = was
    left = {each.id: number for number, each in enumerate(old.references) if number not in pairs.values()}
    for now, each in enumerate(new.references):
        if now not in pairs and each.id in left:
            pairs[now] = left[each.id]
    return pairs


def _match(old: Sequence[Words], new: Sequence[Words]) -> list[tuple[int, int]]:
    """Pairs of positions of what is the same, or the same reworded."""
    pairs: list[tuple[int, int]] = []
    left, right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))

    def take(a: int, b: int) -> None:
        pairs.append((a, b))
        del left[a], right[b]

    same: defaultdict[str, list[int]] = defaultdict(list)
    for position, words in enumerate(old):
        same[_plain(words)].append(position)
    for number, words in enumerate(new):  # equal words: first those with the same id, else in order
        candidates = same[_plain(words)]
        if candidates:
            chosen = next(
                (c for c in candidates if old[c].where is not None and old[c].where == words.where), candidates[0]
            )
            candidates.remove(chosen)
            take(chosen, number)
    by_id = {old[position].where: position for position in left if old[position].where is not None}
    for number in list(right):
        named = by_id.get(new[number].where)
        if named is not None and named in left and _ratio(old[named], new[number]) >= _SAME_ID:
            take(named, number)
    for number in list(right):
        likely = sorted(left, key=lambda position: abs(position - number))[:_MANY]
        scored = [(_ratio(old[position], new[number]), -position) for position in likely]
        best, position = max(scored, default=(0.0, 0))
        if best >= _ALIKE:
            take(-position, number)
    return sorted(pairs)


def _plain(words: Words) -> str:
    return " ".join(words.text.split())


def _ratio(one: Words, other: Words) -> float:
    a, b = one.text.split(), other.text.split()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _SAME_ID and matcher.quick_ratio() >= _SAME_ID else 0.0


def _longest_run(numbers: list[int]) -> set[int]:
    """The numbers of a longest rising subsequence: what has kept its order."""
    from bisect import bisect_left

    tails: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tails, number)
        if place == len(tails):
            tails.append(number)
            at.append(index)
        else:
            tails[place] = number
            at[place] = index
        previous.append(at[place - 1] if place else -1)
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(numbers[index])
        index = previous[index]
    return kept


# ------------------------------------------------------------------------------------------- outside claims

_NAMES: Final = {"title": "heading", "text": "text"}


def _texts(before: Facts, after: Facts) -> Iterator[Change]:
    """Headings and text around claims, in the answer and the sections."""
    for kind, what in _NAMES.items():
        old = [words for words in before.body if words.kind == kind and len(path_of(words.place)) > 1]
        new = [words for words in after.body if words.kind == kind and len(path_of(words.place)) > 1]
        pairs = _match(old, new)
        found = {b: a for a, b in pairs}
        for position in sorted(set(range(len(old))) - {a for a, _ in pairs}):
            path = path_of(old[position].place)
            yield Change(Kind.REMOVED, what, path, old_path=path, old=old[position].text.strip())
        for number, words in enumerate(new):
            path = path_of(words.place)
            if number not in found:
                yield Change(Kind.ADDED, what, path, new=words.text.strip())
                continue
            other = old[found[number]]
            if other.text != words.text:
                yield Change(
                    Kind.REWORDED,
                    what,
                    path,
                    old_path=path_of(other.place),
                    old=other.text.strip(),
                    new=words.text.strip(),
                )


def _references(old: ClinicalAnswer, new: ClinicalAnswer) -> Iterator[Change]:
    """References, each found again as the same work or under the same id."""
    if old.references == new.references:
        return
    pairs = _paired(old, new)
    for now, reference in enumerate(new.references):
        path = f"$.references[{now}]"
        if now not in pairs:
            yield Change(Kind.ADDED, "reference", path, where=reference.id, new=_named(reference))
        elif old.references[pairs[now]] != reference:
            was = old.references[pairs[now]]
            old_path = f"$.references[{pairs[now]}]"
            said = {"old": _named(was), "new": _named(reference)}
            yield Change(Kind.CHANGED, "reference", path, old_path=old_path, where=reference.id, **said)
    for was_at in sorted(set(range(len(old.references))) - set(pairs.values())):
        path = f"$.references[{was_at}]"
        gone = old.references[was_at]
        yield Change(Kind.REMOVED, "reference", path, old_path=path, where=gone.id, old=_named(gone))
    order = [pairs[now] for now in sorted(pairs)]
    if order != sorted(order):
        yield Change(Kind.MOVED, "references", "$.references", old_path="$.references")


def _named(reference: Reference) -> str:
    parts = (
        f"{each.name}={_said(given)}"
        for each in fields(Reference)
        if each.name not in {"title", "extras"} and (given := getattr(reference, each.name))
    )
    return "; ".join((plain_text(reference.title), *parts)).strip("; ")


_BODY: Final = ("answer", "sections", "references")


def _fields(old: ClinicalAnswer, new: ClinicalAnswer) -> Iterator[Change]:
    """Every other field of the document, whole."""
    for each in fields(ClinicalAnswer):
        was, now = getattr(old, each.name), getattr(new, each.name)
        if each.name not in _BODY and was != now:
            what = each.name.replace("_", " ")
            yield Change(Kind.CHANGED, what, f"$.{each.name}", old=_said(was), new=_said(now))


def _said(value: object) -> str | None:
    """A value in words, where it has any."""
    if value is None or value == ():
        return None
    if isinstance(value, Review):
        return "\n".join(
            " ".join(filter(None, (each.status, str(each.date or ""), each.note))) for each in value.events
        )
    if isinstance(value, PartialDate):
        return _date(value)
    if isinstance(value, Person):
        return ", ".join(filter(None, (name_of(value), value.orcid, *value.affiliations)))
    if isinstance(value, Node):
        return plain_text(value) or "; ".join(
            f"{each.name}={_said(given)}"
            for each in fields(type(value))  # type: ignore[arg-type]  # its subclasses are attrs classes
            if each.eq and (given := getattr(value, each.name))
        )
    return "\n".join(filter(None, map(_said, value))) if isinstance(value, tuple) else str(value)


def _date(date: PartialDate) -> str:
    numbers = "-".join(f"{number:02}" for number in (date.year, date.month, date.day) if number is not None)
    return " ".join(
        filter(None, ("circa" if date.circa else "", numbers, date.season and str(date.season), date.literal))
    )
