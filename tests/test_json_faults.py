"""What the JSON reader says of inputs that are no documents: every fault, its place, and what to do."""

import inspect
import json
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import clinanswer as ca
from clinanswer._json import _codec
from clinanswer._json._syntax import parse
from clinanswer._json._thorough import MAX_PROBLEMS, read_node
from outside import shared_dir
from strategies import documents

HEAD = '"format":"clinanswer","version":1,"question":{"text":"q"}'


def faults(text):
    """The faults of a text, without their lines and columns."""
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json(text)
    return [f"{problem.path}: {problem.message} [{problem.code}]" for problem in caught.value.problems]


def nested(count, inner="x"):
    """A title nested `count` deep."""
    return '{"type":"strong","content":[' * count + json.dumps(inner) + "]}" * count


# (members of a document, the faults that they are)
FAULTS = [
    ('"referneces":[]', "$.referneces: unknown key 'referneces' in a clinical answer; did you mean 'references'? [unknown-key]"),
    ('"Title":"x"', "$.Title: unknown key 'Title' in a clinical answer; did you mean 'title'? [unknown-key]"),
    ('"xyzzy":1', "$.xyzzy: unknown key 'xyzzy' in a clinical answer [unknown-key]"),
    ('"it\'s [a] key":1', "$['it\\'s [a] key']: unknown key \"it's [a] key\" in a clinical answer [unknown-key]"),
    ('"title":null', "$.title: expected text or a list of texts and objects, found null [wrong-type]"),
    ('"title":5', "$.title: expected text or a list of texts and objects, found the number 5 [wrong-type]"),
    ('"title":[true]', "$.title[0]: expected text or an object with a 'type', found true [wrong-type]"),
    ('"title":[{"content":"x"}]', "$.title[0]: the key 'type' is missing; it says what this is: strong, emphasis, subscript, superscript, link, line-break, cite [missing-type]"),
    ('"title":[{"type":"strnog","content":"x"}]', "$.title[0].type: unknown type 'strnog'; did you mean 'strong'? [unknown-type]"),
    ('"title":[{"type":"b","content":"x"}]', "$.title[0].type: unknown type 'b'; known here are: strong, emphasis, subscript, superscript, link, line-break, cite [unknown-type]"),
    ('"title":[{"type":"claim","content":"x"}]', "$.title[0].type: a claim cannot stand here; here may stand: strong, emphasis, subscript, superscript, link, line-break, cite [misplaced-type]"),
    ('"title":[{"type":null}]', "$.title[0].type: expected text, found null [wrong-type]"),
    ('"title":[{"type":"link","href":"javascript:x","content":"x"}]', "$.title[0].href: 'javascript:x' cannot be a link: it does not begin with http:, https: or mailto: [invalid-value]"),
    ('"title":[{"type":"link","href":"https://example.org","content":[{"type":"cite","citations":[{"ref":"1"}]}]}]', "$.title[0].content[0].type: a cite cannot stand here; here may stand: strong, emphasis, subscript, superscript, line-break [misplaced-type]"),
    ('"title":"a\\u0000b"', "$.title: character U+0000 at position 1 cannot be carried by XML or HTML; remove it [invalid-value]"),
    ('"title":["a","\\ud800"]', "$.title[1]: character U+D800 at position 0 cannot be carried by XML or HTML; remove it [invalid-value]"),
    ('"answer":"x"', "$.answer: expected a list of objects, found the text 'x' [wrong-type]"),
    ('"answer":["x"]', "$.answer[0]: expected an object with a 'type', found the text 'x' [wrong-type]"),
    ('"answer":[{"type":"paragraph"}]', "$.answer[0]: a paragraph needs the key 'content' [missing-key]"),
    ('"answer":[{"type":"list","items":[]}]', "$.answer[0].items: a list needs an item [invalid-value]"),
    ('"answer":[{"type":"list","items":[{"blocks":[]}]}]', "$.answer[0].items[0].blocks: it needs at least one block [invalid-value]"),
    ('"answer":[{"type":"list","items":[{}],"start":"1"}]', ["$.answer[0].items[0]: a list item needs the key 'blocks' [missing-key]", "$.answer[0].start: expected a whole number, found the text '1' [wrong-type]"]),
    ('"answer":[{"type":"list","items":[{"blocks":[{"type":"paragraph","content":"x"}]}],"ordered":1}]', "$.answer[0].ordered: expected true or false, found the number 1 [wrong-type]"),
    ('"answer":[{"type":"table","rows":[{"cells":[{"content":"x"}]},{"cells":[{"content":"x","colspan":2}]}]}]', "$.answer[0].rows[1]: the row is 2 columns wide, the rows above it 1 [invalid-value]"),
    ('"answer":[{"type":"table","rows":[{"cells":[{"content":"x","align":"middle"}]}]}]', "$.answer[0].rows[0].cells[0].align: unknown value 'middle'; use one of: left, center, right, justify [unknown-value]"),
    ('"answer":[{"type":"figure","src":"http://example.org/x.png"}]', "$.answer[0].src: 'http://example.org/x.png' cannot be an image source: use https or a data:image/… URL [invalid-value]"),
    ('"answer":[{"type":"paragraph","content":[{"type":"claim","content":""}]}]', "$.answer[0].content[0].content: a claim needs words [invalid-value]"),
    ('"answer":[{"type":"paragraph","content":[{"type":"claim","content":"x","certainty":{"level":"hgih"}}]}]', "$.answer[0].content[0].certainty.level: unknown value 'hgih'; did you mean 'high'? [unknown-value]"),
    ('"answer":[{"type":"paragraph","content":[{"type":"claim","content":"x","certainty":"high"}]}]', "$.answer[0].content[0].certainty: expected a certainty (an object), found the text 'high' [wrong-type]"),
    ('"answer":[{"type":"paragraph","content":[{"type":"claim","content":"x","id":"c"},{"type":"claim","content":"y","id":"c"}]}]', "$.answer[0].content[1].id: the claim id 'c' is used twice, first at $.answer[0].content[0]; give one of them another [duplicate-id]"),
    ('"sections":[{"id":"s"},{"sections":[{"id":"s"}]}]', "$.sections[1].sections[0].id: the section id 's' is used twice, first at $.sections[0]; give one of them another [duplicate-id]"),
    ('"references":[{"id":"1"},{"id":"1"}]', "$.references[1].id: the reference id '1' is used twice, first at $.references[0]; give one of them another [duplicate-id]"),
    ('"references":[{"id":"a b"}]', "$.references[0].id: 'a b' is not an id: use a letter or digit, then at most 63 of A-Z a-z 0-9 . _ - [invalid-value]"),
    ('"references":[{"id":"1","title":[{"type":"strong"}]},{"id":1}]', ["$.references[0].title[0]: a strong needs the key 'content' [missing-key]", "$.references[1].id: expected text, found the number 1 [wrong-type]"]),
    ('"references":[{"id":"1","issued":{"year":2001.7}}]', "$.references[0].issued.year: expected a whole number, found the number 2001.7 [wrong-type]"),
    ('"references":[{"id":"1","issued":{"year":true}}]', "$.references[0].issued.year: expected a whole number, found true [wrong-type]"),
    ('"references":[{"id":"1","issued":{"year":2001,"month":13}}]', "$.references[0].issued.month: expected a month from 1 to 12, got 13 [invalid-value]"),
    ('"updated":"20260220"', "$.updated: expected a date as 2026-12-31, found the text '20260220' [wrong-type]"),
    ('"updated":"2026-02-30"', "$.updated: '2026-02-30' is no date of the calendar [invalid-value]"),
    ('"provenance":{"generated":"2026-02-20"}', "$.provenance.generated: expected a date and time as 2026-12-31T23:59:00+00:00, found the text '2026-02-20' [wrong-type]"),
    ('"provenance":{"generated":"2026-02-30T00:00:00"}', "$.provenance.generated: '2026-02-30T00:00:00' is no date of the calendar [invalid-value]"),
    ('"publisher":{"name":"x"}', "$.publisher: the key 'type' is missing; it says what this is: organization [missing-type]"),
    ('"publisher":{"type":"person","literal":"x"}', "$.publisher.type: a person cannot stand here; here may stand: organization [misplaced-type]"),
    ('"keywords":["a",["b"]]', "$.keywords[1]: expected text, found a list [wrong-type]"),
    ('"keywords":"a"', "$.keywords: expected a list of texts, found the text 'a' [wrong-type]"),
    ('"audience":["doctor"]', "$.audience[0]: unknown value 'doctor'; use one of: patient, caregiver, clinician, researcher, public [unknown-value]"),
    ('"audience":"patient"', "$.audience: expected a list of words, found the text 'patient' [wrong-type]"),
    ('"audience":[null]', "$.audience[0]: expected one of patient, caregiver, clinician, researcher, public, found null [wrong-type]"),
    ('"contributors":[{"who":{"type":"person"},"role":{}}]', "$.contributors[0].role: expected one of author, editor, reviewer, medical-reviewer, translator, board, found an object [wrong-type]"),
    ('"related_documents":[{"relation":"corrects"}]', "$.related_documents[0].id: a related document needs an id or a url [invalid-value]"),
    ('"language":"english!"', "$.language: 'english!' is not a BCP 47 language tag, such as 'en' or 'pt-BR' [invalid-value]"),
    ('"review":null', "$.review: expected a review (an object), found null [wrong-type]"),
    ('"extras":null', "$.extras: expected an object, found null [wrong-type]"),
    ('"extras":{"a":NaN,"b":[-Infinity]}', ["$.extras.a: expected a number, found NaN, which JSON cannot hold [wrong-type]", "$.extras.b[0]: expected a number, found -Infinity, which JSON cannot hold [wrong-type]"]),
    ('"extras":{"a":1e999}', "$.extras.a: the number is too large for a double; write it as text [invalid-value]"),
    ('"extras":{"a":9007199254740993}', "$.extras.a: the integer 9007199254740993 is beyond 2**53 and would lose digits; write it as text [invalid-value]"),
    (f'"extras":{{"a":{"9" * 350}}}', f"$.extras.a: the integer {'9' * 29}… is beyond 2**53 and would lose digits; write it as text [invalid-value]"),
    (f'"extras":{{"a":{"9" * 5000}}}', f"$.extras.a: expected a number, found {'9' * 29}…, which JSON cannot hold [wrong-type]"),
    (f'"extras":{{"a":{"[" * 16 + "]" * 16}}}', "$.extras: extras are nested more than 16 levels deep [invalid-value]"),
    ('"extras":{"a":"\\u0001"}', "$.extras: character U+0001 at position 0 cannot be carried by XML or HTML; remove it [invalid-value]"),
    ('"id":"x","id":"y"', "$.id: the key 'id' stands twice in its object [duplicate-key]"),
    ('"extras":{"a":{"b":1,"b":1}}', "$.extras.a.b: the key 'b' stands twice in its object [duplicate-key]"),
    (f'"title":[{nested(17)}]', "$.title[0]" + ".content[0]" * 16 + ": nested 17 levels deep; at most 16 are allowed [too-deep]"),
    ('"answer":[' + '{"type":"quote","blocks":[' * 16 + '{"type":"table","rows":[{"cells":[{"content":[]}]}],"notes":[{"type":"paragraph","content":[]}]}' + "]}" * 16 + "]", "$.answer[0]" + ".blocks[0]" * 16 + ".notes: nested 17 levels deep; at most 16 are allowed [too-deep]"),
]  # fmt: skip


@pytest.mark.parametrize("members, expected", FAULTS)
def test_every_fault_has_its_place_and_its_sentence(members, expected):
    wanted = [expected] if isinstance(expected, str) else expected
    assert faults(f"{{{HEAD},{members}}}")[: len(wanted)] == wanted


WHOLE = [
    ("", "$: this is not JSON: a value is missing [syntax]"),
    ("[]", "$: expected a clinical answer (an object), found a list [wrong-type]"),
    ('"x"', "$: expected a clinical answer (an object), found the text 'x' [wrong-type]"),
    ("{}", ["$: a document needs the key 'format', which must be 'clinanswer' [missing-key]", "$: a document needs the key 'version', which is 1 today [missing-key]", "$: a clinical answer needs the key 'question' [missing-key]"]),
    ('{"format":"docx","a":1}', "$.format: expected the text 'clinanswer', found the text 'docx'; this is no clinanswer document [not-a-document]"),
    ('{"format":"clinanswer","version":"1","question":{"text":"q"}}', "$.version: expected a whole number (the newest version is 1), found the text '1' [wrong-type]"),
    ('{"format":"clinanswer","version":true,"question":{"text":"q"}}', "$.version: expected a whole number (the newest version is 1), found true [wrong-type]"),
    ('{"format":"clinanswer","version":0,"question":{"text":"q"}}', "$.version: expected a whole number (the newest version is 1), found the number 0 [wrong-type]"),
    ('{\n  "a": 1,\n  "b" 2\n}', "$: this is not JSON: the colon after the key is missing [syntax]"),
    ('{"a":1} x', "$: this is not JSON: there is more after its end [syntax]"),
    ("[" * 100_000, "$: the JSON is nested too deeply to be a document [too-deep]"),
    ('{"a":' * 100_000, "$: the JSON is nested too deeply to be a document [too-deep]"),
    ("\ufeff{}", "$: the input begins with a byte order mark; save it as UTF-8 without one [bom]"),
    (b"\xef\xbb\xbf{}", "$: the input begins with a byte order mark; save it as UTF-8 without one [bom]"),
    ("{}".encode("utf-16"), "$: the input is UTF-16; save it as UTF-8 [encoding]"),
    ("{}".encode("utf-32"), "$: the input is UTF-32; save it as UTF-8 [encoding]"),
    (b'{\n"\xe9"', "$: byte 0xE9 at position 3 is not UTF-8; save the input as UTF-8 [encoding]"),
    ('{"\ud800":1}', "$: U+D800 at position 2 is half of a surrogate pair, which is no character; remove it [encoding]"),
    ("{" + " " * 20_000_000, "$: the input is 20,000,001 bytes long; at most 20,000,000 are read [too-big]"),
    ("é" * 10_000_001, "$: the input is 20,000,002 bytes long; at most 20,000,000 are read [too-big]"),
    ("[" + "1," * 1_000_000 + "1]", "$: the input holds 1,000,001 nodes; at most 1,000,000 are read [too-many-nodes]"),
]  # fmt: skip


@pytest.mark.parametrize("data, expected", WHOLE, ids=[repr(data[:20]) for data, _ in WHOLE])
def test_what_is_no_document_at_all(data, expected):
    assert faults(data) == ([expected] if isinstance(expected, str) else expected)


@pytest.fixture
def without_msgspec(monkeypatch):
    """As if the extra `fast` were not installed."""
    caches = (_codec._reader, _codec._writer)
    for each in caches:
        each.cache_clear()
    monkeypatch.setitem(sys.modules, "msgspec", None)
    yield
    for each in caches:
        each.cache_clear()


def test_errors_are_the_same_without_the_extra(request):
    """With msgspec and without: the same problems, with the same places, in the same order."""
    texts = [f"{{{HEAD},{members}}}" for members, _ in FAULTS] + [data for data, _ in WHOLE if len(data) < 1000]

    def problems(text):
        with pytest.raises(ca.ReadError) as caught:
            ca.from_json(text)
        return caught.value.problems

    with_it = [problems(text) for text in texts]
    request.getfixturevalue("without_msgspec")
    assert [problems(text) for text in texts] == with_it


def test_documents_are_the_same_without_the_extra(without_msgspec):
    doc = ca.from_json(f"{{{HEAD}}}")
    assert ca.to_json(doc) == f"{{{HEAD}}}"


def test_all_faults_at_once():
    """Faults do not hide each other: an unknown key in an object, a wrong child and a repeated id are all found."""
    text = (
        f'{{{HEAD},"titel":"x","answer":[{{"type":"paragraph","content":[{{"type":"claim","content":"","id":"a"}},'
        '{"type":"claim","kind":"x","content":"y","id":"a"}]},{"type":"lst"}],"keywords":[1,2]}'
    )
    assert [fault.partition(":")[0] for fault in faults(text)] == [
        "$.titel", "$.answer[0].content[0].content", "$.answer[0].content[1].kind", "$.answer[0].content[1].id",
        "$.answer[1].type", "$.keywords[0]", "$.keywords[1]",
    ]  # fmt: skip


def test_a_wrong_key_hides_nothing():
    """What is wrong with the fields together is found beside an unknown key, in the node itself and in one inside."""
    table = '{"type":"table","colour":"red","rows":[{"cells":[{"content":"x","x":1}]},{"cells":[{"content":"x","colspan":2}]}]}'
    date = '{"id":"1","id":"1","issued":{"year":2001,"month":13,"yeer":1}}'
    assert faults(f'{{{HEAD},"answer":[{table}],"references":[{date}],"x":1}}') == [
        "$.answer[0].colour: unknown key 'colour' in a table [unknown-key]",
        "$.answer[0].rows[0].cells[0].x: unknown key 'x' in a cell [unknown-key]",
        "$.answer[0].rows[1]: the row is 2 columns wide, the rows above it 1 [invalid-value]",
        "$.references[0].id: the key 'id' stands twice in its object [duplicate-key]",
        "$.references[0].issued.month: expected a month from 1 to 12, got 13 [invalid-value]",
        "$.references[0].issued.yeer: unknown key 'yeer' in a partial date; did you mean 'year'? [unknown-key]",
        "$.x: unknown key 'x' in a clinical answer [unknown-key]",
    ]


def test_where_a_fault_is():
    """Line and column are those of the value; of a missing key, of its object; of a repeated one, of the last."""
    text = f"""{{{HEAD},
  "answer": [
    {{"type": "paragraph", "content": ["é\\"]{{", 5]}},
    {{"type": "figure"}}],
  "id": "a", "x y": [{{}}],
     "id": "b"
}}"""
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json(text)
    assert (
        str(caught.value)
        == """4 problems in the input:
  line 3, column 48, $.answer[0].content[1]: expected text or an object with a 'type', found the number 5 [wrong-type]
  line 4, column 5, $.answer[1]: a figure needs the key 'src' [missing-key]
  line 5, column 21, $['x y']: unknown key 'x y' in a clinical answer [unknown-key]
  line 6, column 12, $.id: the key 'id' stands twice in its object [duplicate-key]"""
    )


@pytest.mark.parametrize(
    "text, line, column",
    [("", 1, 1), ('{"a":1} x', 1, 9), ('{\n  "a": 1,\n  "b" 2\n}', 3, 7), (b'{\n"\xe9"', 2, None)],
)
def test_where_text_stops_being_json(text, line, column):
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json(text)
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (line, column)


def test_large_texts_are_not_searched():
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json(f'{{{HEAD},"id":5{" " * 2_000_000}}}')
    assert caught.value.problems[0].line is None


def test_paths_are_json_pointers_too():
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json(f'{{{HEAD},"answer":[{{"type":"paragraph","content":["x",5]}}],"a/b~c":1}}')
    assert [problem.pointer for problem in caught.value.problems] == ["/answer/0/content/1", "/a~1b~0c"]


def test_a_newer_file_is_refused_as_such():
    with pytest.raises(ca.VersionError) as caught:
        ca.from_json(f'{{{HEAD.replace(":1", ":2")},"something_new":1}}')
    assert str(caught.value) == (
        "line 1, column 34, $.version: version 2 was written by a newer clinanswer; this one reads up to 1: update it [newer-version]"
    )


def test_a_caller_deep_in_the_stack_gets_a_read_error_or_a_document():
    """However little of the stack is left, nothing but ReadError comes out."""
    good = ca.to_json(ca.ClinicalAnswer("q", title=ca.Strong(ca.Strong(ca.Strong("x"))), extras={"a": [[[1e16]]]}))
    for text in (good, good.replace('"x"', "5"), good.replace('"q"', "1")):
        outcomes = set()

        def sink(left, text=text, outcomes=outcomes):
            if left:
                return sink(left - 1)
            try:
                outcomes.add(type(ca.from_json(text)))
            except ca.ReadError as error:
                outcomes.add(error.problems[0].code)

        depth = len(inspect.stack(0))
        for left in range(sys.getrecursionlimit() - depth - 120, sys.getrecursionlimit() - depth - 12, 2):
            try:
                sink(left)
            except RecursionError:  # from calling from_json itself, or from catching what it raised
                break
        assert "too-deep" in outcomes


def test_a_flood_of_faults_is_cut_off():
    found = faults(f'{{{HEAD},"keywords":[{",".join("1" * 5000)}]}}')
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == f"$: there are more than {MAX_PROBLEMS} faults; the rest is not listed [too-many-problems]"


def test_limits_can_be_set():
    text = ca.to_json(ca.ClinicalAnswer("q", keywords=["a", "b", "c"]))
    assert ca.from_json(text, max_bytes=len(text), max_nodes=5).keywords == ("a", "b", "c")
    with pytest.raises(ca.ReadError, match="at most 10 are read"):
        ca.from_json(text, max_bytes=10)
    with pytest.raises(ca.ReadError, match="holds 5 nodes; at most 4 are read"):
        ca.from_json(text, max_nodes=4)


def test_hostile_files():
    """JSONTestSuite: what is not JSON is refused; what is JSON, or may be, is no document and does not crash."""
    files = sorted(shared_dir("data", "hostile", "json").iterdir())
    assert len(files) > 300
    for file in files:
        data = file.read_bytes()
        for form in (data, data.decode("utf-8", "surrogateescape")):
            with pytest.raises(ca.ReadError) as caught:
                ca.from_json(form)
            assert str(caught.value).encode(), file.name  # printable anywhere: no half of a surrogate pair in it
            assert file.name[:2] != "n_" or caught.value.problems[0].code in {"syntax", "encoding", "too-deep", "bom", "wrong-type"}, file.name  # fmt: skip


# ------------------------------------------------------------------------------------- mutated files

_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(["", "claim", "1", [], {}]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "content", "id", "x"]), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


def _places(value):
    """Every object and list in a plain value."""
    found = [value] if isinstance(value, dict | list) else []
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        found += _places(part)
    return found


@st.composite
def mutated(draw):
    """The plain value of a document, one to three places of it changed."""
    plain = json.loads(ca.to_json(draw(documents())))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(_places(plain)))
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = draw(st.sampled_from(keys)) if keys else None
        change = draw(st.sampled_from(["put", "delete", "add", "rename", "swap"]))
        if change == "delete" and keys:
            del place[key]
        elif change == "rename" and isinstance(place, dict) and keys:
            place[draw(st.text(max_size=5))] = place.pop(key)
        elif change == "swap" and keys:
            place[key] = draw(st.sampled_from(_places(plain) or [None]).map(json.dumps).map(json.loads))
        elif change == "put" and keys:
            place[key] = draw(_JUNK)
        elif isinstance(place, list):
            place.append(draw(_JUNK))
        else:
            place[draw(st.sampled_from(["type", "id", "content", "extras", "title", "x"]))] = draw(_JUNK)
    return plain


@given(mutated())
@settings(
    max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_mutated_documents_are_read_alike_or_refused(plain):
    """Whatever stands in the JSON, all readers agree: the same document, or a ReadError and nothing else."""
    text = json.dumps(plain)
    try:
        doc = read_node(ca.ClinicalAnswer, parse(text))
    except ca.ReadError as error:
        doc = None
        assert all(problem.pointer is not None for problem in error.problems)
        assert str(error).encode()
    for fast in (_codec.typed_text_reader(_codec_msgspec()), _codec.plain_text_reader()):
        assert fast(text) in (doc, None)
    if doc is None:
        with pytest.raises(ca.ReadError):
            ca.from_json(text)
    else:
        assert ca.from_json(text) == doc
        assert ca.from_json(ca.to_json(doc)) == doc


def _codec_msgspec():
    return pytest.importorskip("msgspec")


@given(documents(), st.data())
def test_mutated_bytes_are_read_or_refused(doc, data):
    """A file with bytes changed, lost, doubled or cut off is a document or a ReadError."""
    text = ca.to_json(doc).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 20)))
        middle = data.draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b"\\", b"\xed\xa0\x80", b"{", text[start:end] * 2])
        )
        text = text[:start] + middle + text[end:]
    try:
        ca.from_json(text)
    except ca.ReadError as error:
        assert str(error).encode()


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"null")
@example(b"\x00")
def test_any_bytes_are_refused(data):
    with pytest.raises(ca.ReadError):
        ca.from_json(data)
