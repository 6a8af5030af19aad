"""Hypothesis strategies that build every node of the model in every position where it is legal.

`documents()` is what the laws of the formats draw from. Sizes are small and shapes are many: a law fails on a shape,
not on a length. `documents(rich=False)` leaves out what a format without markup cannot show.
"""

from __future__ import annotations

import datetime as dt
import functools

from hypothesis import strategies as st

import clinanswer.model as m

# ------------------------------------------------------------------------------------------------ text

# What trips writers and readers: markup, quotes, white space of every kind, brackets like a citation's, escapes,
# joiners and directional marks, letters beyond the basic plane.
_TROUBLE = (
    *"&<>\"'[]()#;/\\{}|`*_~=+-.,:% \t\n",
    *"\u00a0\u00ad\u200b\u200d\u200e\u202e\u2028\u2029\ufeff\u202f\u3000",
    *"¹²³éßİÅﬁ中ع😀\U0010fffd",
    "]]>", "-->", "<!--", "<?", "&amp;", "&#x3C;", "</script>", "[1]", " [1, 2]", "\\u0041", "\ue000",
)  # fmt: skip
_letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))
_words = st.sampled_from(
    [
        "Start low",
        "5 mg",
        "twice daily",
        "risk 14.5%",
        "in CKD stage 3",
        " and ",
        ". ",
        " ",
        "x",
        "Do not stop",
    ]
)


def texts(*, min_size: int = 0) -> st.SearchStrategy[str]:
    """Text as constructors leave it, short, mostly plain."""
    pieces = st.one_of(_words, _words, st.sampled_from(_TROUBLE), st.text(_letters, max_size=4))
    return st.lists(pieces, min_size=min_size, max_size=4).map("".join).filter(lambda s: len(s) >= min_size)


some_text = texts(min_size=1)
maybe_text = st.none() | some_text
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True) | st.sampled_from(
    ["1", "2", "3", "c1", "ref-1", "clm-1", "sec-1", "x" * 64]
)
ref_ids = st.sampled_from(["1", "2", "3", "Smith.2020", "0-_x", "ref-1", "99"])
hrefs = st.sampled_from(
    [
        "https://example.org/",
        "http://example.org:8080/a?b=c&d=%20#e",
        "https://bücher.example/ü",
        "HTTPS://EXAMPLE.ORG",
        "https://[2001:db8::1]/",
        "mailto:a@example.org?subject=x&body=y",
        "https://example.org/it's(1)",
    ]
)
loose_urls = hrefs | st.sampled_from(["www.example.org", "javascript:alert(1)", "https://a@b/", "x y"]) | some_text
sources = st.sampled_from(
    ["https://example.org/a.png", "data:image/png;base64,iVBORw0KGgo=", "data:image/svg+xml,%3Csvg/%3E"]
)
languages = st.sampled_from(
    ["en", "en-GB", "pt-BR", "zh-Hant-TW", "ar", "x-klingon", "de-CH-1996", "i-klingon", "sl-rozaj"]
)
media_types = st.sampled_from(["image/png", "image/svg+xml", "application/vnd.x-y.z+json"])
dates = st.dates()
moments = st.datetimes(
    timezones=st.none()
    | st.timedeltas(dt.timedelta(hours=-23), dt.timedelta(hours=23)).map(
        lambda d: dt.timezone(dt.timedelta(minutes=d // dt.timedelta(minutes=1)))
    )
)


def _extras_values(children: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(children, max_size=3) | st.dictionaries(texts(), children, max_size=3)


_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([1e16, 1e21, 1e-7, -0.0, 5e-324, 1.7976931348623157e308, 123456789012345680000.0])
    | texts()
)
extras = st.one_of(
    st.just(m.Extras()),
    st.just(m.Extras()),
    st.just(m.Extras()),
    st.dictionaries(texts(), st.recursive(_scalars, _extras_values, max_leaves=4), max_size=3).map(m.Extras),
)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """`None` more often than not, so that documents stay small."""
    return st.one_of(st.none(), st.none(), strategy)


def few(strategy: st.SearchStrategy[object], *, least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    """A short tuple."""
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def rarely(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """An empty tuple more often than not."""
    return st.one_of(st.just(()), st.just(()), few(strategy, least=1))


# -------------------------------------------------------------------------------------------- phrases

citations = st.builds(
    m.Citation,
    ref_ids,
    relation=maybe(st.sampled_from(m.Relation)),
    locator=maybe(some_text),
    quote=maybe(some_text),
    extras=extras,
)
cites = st.builds(m.Cite, few(citations, least=1))
_link_leaves = texts() | st.builds(m.LineBreak)
_leaves = st.one_of(texts(), texts(), st.builds(m.LineBreak), cites)
FORMATTING = (m.Strong, m.Emphasis, m.Subscript, m.Superscript)


@functools.cache
def _nested(depth: int, *, link: bool) -> st.SearchStrategy[m.Phrase]:
    leaves = _link_leaves if link else _leaves
    if depth == 0:
        return leaves
    inner = st.lists(_nested(depth - 1, link=link), max_size=3)
    formatted = st.one_of(*(st.builds(kind, inner) for kind in FORMATTING))
    if link:
        return leaves | formatted
    links = st.builds(m.Link, st.lists(_nested(depth - 1, link=True), max_size=3), hrefs)
    return st.one_of(leaves, leaves, formatted, links)


phrases = _nested(2, link=False)
phrase_lists = st.one_of(texts().map(lambda s: (s,)), few(phrases, most=4))
some_phrases = phrase_lists.map(lambda content: m.Strong(content).content).filter(bool)  # normalised, not empty

# --------------------------------------------------------------------------------------------- people

people = st.builds(
    m.Person,
    family=maybe_text,
    given=maybe_text,
    particles=maybe(some_text),
    suffix=maybe(some_text),
    literal=maybe(some_text),
    orcid=maybe(st.sampled_from(["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"]) | some_text),
    affiliations=rarely(some_text),
)
organizations = st.builds(m.Organization, texts(), ror=maybe(some_text), url=maybe(loose_urls))
software = st.builds(m.Software, texts(), version=maybe_text, vendor=maybe_text)
contributors = st.builds(
    m.Contributor, people | organizations | software, role=maybe(st.sampled_from(m.ContributorRole))
)
codes = st.builds(m.Code, texts(), system=maybe(some_text), display=maybe(some_text))
ratings = st.builds(m.Rating, texts(), texts())

# --------------------------------------------------------------------------------------------- claims

certainties = st.builds(
    m.Certainty,
    maybe(st.sampled_from(m.CertaintyLevel)),
    native=maybe(ratings),
    domains=rarely(st.sampled_from(m.CertaintyDomain)),
    rationale=maybe(some_text),
)
recommendations = st.builds(
    m.Recommendation,
    maybe(st.sampled_from(m.Strength)),
    maybe(st.sampled_from(m.Direction)),
    native=maybe(ratings),
    rationale=maybe(some_text),
)
verifications = st.builds(
    m.Verification,
    st.sampled_from(m.Verdict),
    by=maybe(contributors),
    date=maybe(dates),
    score=maybe(some_text),
    note=maybe(some_text),
)
plain_claims = st.builds(m.Claim, some_phrases)
full_claims = st.builds(
    m.Claim,
    some_phrases,
    kind=maybe(st.sampled_from(m.ClaimKind)),
    certainty=maybe(certainties),
    recommendation=maybe(recommendations),
    stance=maybe(st.sampled_from(m.Stance)),
    population=maybe(some_text),
    codes=rarely(codes),
    verifications=rarely(verifications),
    extras=extras,
)
claims = st.one_of(plain_claims, full_claims)
inlines = st.one_of(phrases, phrases, claims)
inline_lists = st.one_of(texts().map(lambda s: (s,)), few(claims, least=1, most=1), few(inlines, most=4))

# --------------------------------------------------------------------------------------------- blocks

paragraphs = st.builds(m.Paragraph, inline_lists)
figures = st.builds(m.Figure, sources, alt=st.none() | texts(), caption=phrase_lists, media_type=maybe(media_types))


@st.composite
def _groups(draw: st.DrawFn, width: int, count: int) -> tuple[m.Row, ...]:
    """`count` rows that tile a grid of `width` columns with spans."""
    free = [set(range(width)) for _ in range(count)]
    rows = []
    for position in range(count):
        cells = []
        while free[position]:
            column = min(free[position])
            colspan = rowspan = 1
            while column + colspan in free[position] and draw(st.integers(0, 3)) == 0:
                colspan += 1
            covered = set(range(column, column + colspan))
            while position + rowspan < count and covered <= free[position + rowspan] and draw(st.integers(0, 3)) == 0:
                rowspan += 1
            for below in range(position, position + rowspan):
                free[below] -= covered
            cells.append(
                draw(
                    st.builds(
                        m.Cell,
                        inline_lists,
                        header=st.booleans(),
                        colspan=st.just(colspan),
                        rowspan=st.just(rowspan),
                        align=maybe(st.sampled_from(["left", "center", "right", "justify"])),
                    )
                )
            )
        if not cells:  # rows wholly covered from above have no cell of their own, which the model refuses
            return tuple(m.Row((m.Cell("x", colspan=width),)) for _ in range(count))
        rows.append(m.Row(cells))
    return tuple(rows)


@st.composite
def tables(draw: st.DrawFn, notes: st.SearchStrategy[object]) -> m.Table:
    width = draw(st.integers(1, 3))
    return m.Table(
        draw(_groups(width, draw(st.integers(1, 3)))),
        header=draw(_groups(width, draw(st.integers(0, 2)))),
        caption=draw(phrase_lists),
        notes=draw(rarely(notes)),
    )


@functools.cache
def blocks(depth: int = 2) -> st.SearchStrategy[m.Block]:
    """Any block; `depth` bounds how deep blocks nest."""
    flat = st.one_of(paragraphs, paragraphs, paragraphs, figures)
    if depth == 0:
        return flat
    inner = blocks(depth - 1)
    some_inner = few(inner, least=1)
    return st.one_of(
        flat,
        st.builds(
            m.List,
            few(st.builds(m.ListItem, some_inner), least=1, most=3),
            ordered=st.booleans(),
            start=st.sampled_from([1, 1, 1, 5, 0, -3]),
        ),
        st.builds(m.DefinitionList, few(st.builds(m.Definition, phrase_lists, few(inner)), least=1)),
        tables(inner),
        st.builds(m.Callout, st.sampled_from(m.CalloutKind), some_inner, title=phrase_lists),
        st.builds(m.Quote, some_inner, attribution=phrase_lists, ref=maybe(ref_ids)),
    )


def block_lists() -> st.SearchStrategy[tuple[m.Block, ...]]:
    return few(blocks())


@functools.cache
def sections(depth: int = 2) -> st.SearchStrategy[m.Section]:
    """A section with subsections down to `depth`."""
    nested = st.just(()) if depth == 0 else few(sections(depth - 1), most=2)
    return st.builds(m.Section, phrase_lists, block_lists(), nested, role=maybe(st.sampled_from(m.SectionRole)))


# ------------------------------------------------------------------------------------------ references


@st.composite
def partial_dates(draw: st.DrawFn) -> m.PartialDate:
    date = draw(dates)
    parts = draw(st.integers(1, 3))
    return m.PartialDate(
        date.year,
        date.month if parts > 1 else None,
        date.day if parts > 2 else None,
        draw(maybe(some_text)),
        circa=draw(st.booleans()),
        literal=draw(maybe(some_text)),
    )


_full_references = st.builds(
    m.Reference,
    st.just("x"),
    kind=maybe(st.sampled_from(m.ReferenceKind)),
    title=phrase_lists,
    authors=rarely(people | organizations),
    editors=rarely(people | organizations),
    container_title=maybe(some_text),
    container_title_short=maybe(some_text),
    issued=maybe(partial_dates()),
    accessed=maybe(partial_dates()),
    **dict.fromkeys(("volume", "issue", "pages", "edition", "publisher", "place"), maybe(some_text)),
    doi=maybe(st.just("10.5555/12345678") | some_text),
    pmid=maybe(st.just("20554319") | some_text),
    pmcid=maybe(st.just("PMC1234567") | some_text),
    isbn=maybe(st.just("9780306406157") | some_text),
    issn=maybe(st.just("0378-5955") | some_text),
    nct=maybe(st.just("NCT00000001") | some_text),
    url=maybe(loose_urls),
    language=maybe(languages),
    status=maybe(st.sampled_from(m.ReferenceStatus)),
    text=maybe(some_text),
    extras=extras,
)
references = st.one_of(
    st.builds(m.Reference, st.just("x")),
    st.builds(m.Reference, st.just("x"), text=some_text),
    st.builds(m.Reference, st.just("x"), title=phrase_lists, doi=maybe(some_text)),
    _full_references,
)


@st.composite
def reference_lists(draw: st.DrawFn) -> tuple[m.Reference, ...]:
    names = draw(st.lists(ref_ids, unique=True, max_size=3))
    return tuple(_with(draw(references), id=name) for name in names)


def _with(node: m.Node, **changes: object) -> m.Node:
    import attrs

    return attrs.evolve(node, **changes)


# ------------------------------------------------------------------------------------------- documents

review_events = st.builds(
    m.ReviewEvent,
    st.sampled_from(m.ReviewStatus),
    date=maybe(dates),
    by=maybe(contributors),
    note=maybe(some_text),
    digest=maybe(some_text),
)
reviews = st.builds(m.Review, few(review_events), stages=few(some_text, most=3))
models = st.builds(m.Model, texts(), version=maybe(some_text), vendor=maybe(some_text))
provenances = st.builds(
    m.Provenance,
    st.sampled_from(m.AiUse),
    models=rarely(models),
    generated=maybe(moments),
    **dict.fromkeys(("provider", "response_id", "source_uri", "source_digest", "importer"), maybe(some_text)),
)
picos = st.builds(
    m.Pico,
    **dict.fromkeys(("population", "intervention", "comparator", "timeframe", "setting"), maybe(some_text)),
    outcomes=rarely(some_text),
)
questions = st.builds(m.Question, texts(), kind=maybe(st.sampled_from(m.QuestionKind)), pico=maybe(picos))
related_documents = st.one_of(
    st.builds(m.RelatedDocument, st.sampled_from(m.DocumentRelation), ids, maybe(loose_urls), title=maybe(some_text)),
    st.builds(m.RelatedDocument, st.sampled_from(m.DocumentRelation), url=loose_urls, title=maybe(some_text)),
)
disclaimers = st.builds(m.Disclaimer, block_lists(), title=phrase_lists)
notices = st.builds(m.Notice, st.sampled_from(m.NoticeKind), block_lists(), title=phrase_lists, url=maybe(loose_urls))

_bodies = st.fixed_dictionaries(
    {
        "question": questions,
        "title": phrase_lists,
        "answer": block_lists(),
        "sections": few(sections()),
        "references": reference_lists(),
    },
    optional={
        "related_questions": few(st.builds(m.RelatedQuestion, texts(), url=maybe(loose_urls))),
        "disclaimers": rarely(disclaimers),
        "notices": rarely(notices),
    },
)
_metadata = st.fixed_dictionaries(
    {},
    optional={
        "review": reviews,
        "provenance": provenances,
        "id": ids,
        "identifiers": few(st.builds(m.Identifier, texts(), texts())),
        "url": loose_urls,
        "language": languages,
        "audience": few(st.sampled_from(m.Audience)),
        "keywords": few(some_text),
        "codes": few(codes),
        "contributors": few(contributors),
        "publisher": organizations,
        "editorial_policy": st.builds(m.PolicyLink, texts(), url=maybe(loose_urls)),
        "version": maybe_text,
        **dict.fromkeys(("created", "published", "updated", "literature_through", "expires"), dates),
        **dict.fromkeys(("license", "copyright", "funding", "conflicts_of_interest"), some_text | loose_urls),
        "related_documents": few(related_documents),
        "extras": extras,
    },
)


@st.composite
def documents(draw: st.DrawFn) -> m.ClinicalAnswer:
    """Any document that the model admits: some claims and sections with ids, some without."""
    from clinanswer._walk import transform

    fields = draw(_bodies)
    if draw(st.booleans()):
        fields |= draw(_metadata)
    doc = m.ClinicalAnswer(**fields)
    names = {m.Claim: iter(draw(st.permutations(_IDS))), m.Section: iter(draw(st.permutations(_IDS)))}
    chance = draw(st.sampled_from([(True,), (False,), (True, False)]))

    def named(node: object) -> object:
        if type(node) in names and draw(st.sampled_from(chance)):
            name = next(names[type(node)], None)
            return node if name is None else _with(node, id=name)
        return node

    return doc if chance == (False,) else transform(doc, named)


_IDS = (
    "c1",
    "c2",
    "1",
    "2",
    "a",
    "A",
    "x.y-z_0",
    "clm-1",
    "ref-1",
    "sec-1",
    "s1",
    "Q" * 64,
    "g1",
    "0",
    "c10",
    "c3",
)
