"""JSON: the laws, and what the text looks like."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clinanswer as ca
import clinanswer.model as m
from clinanswer._json import _codec
from clinanswer._json._converter import json_converter
from clinanswer._json._shapes import SHAPES, TAGS
from clinanswer._json._syntax import parse
from clinanswer._json._text import text_makers
from clinanswer._json._thorough import read_node
from strategies import documents

msgspec = pytest.importorskip("msgspec")

SMALL = ca.ClinicalAnswer("Should it be given?", title="An answer")
SMALL_TEXT = '{"format":"clinanswer","version":1,"question":{"text":"Should it be given?"},"title":"An answer"}'


@given(documents())
def test_every_document_comes_back(doc):
    """from_json(to_json(d)) == d, for text and for bytes. Fails on any field, shape or character that JSON loses."""
    text = ca.to_json(doc)
    assert ca.from_json(text) == doc
    assert ca.from_json(text.encode()) == doc


@given(documents())
def test_all_writers_write_the_same(doc):
    """With msgspec and without, the bytes are the same, and re-reading changes none of them."""
    text = text_makers()[ca.ClinicalAnswer](doc)
    assert _codec.plain_value_writer(msgspec)(doc) == text
    assert ca.to_json(ca.from_json(text)) == text


@given(documents())
def test_all_readers_read_the_same(doc):
    """The two fast readers take all that the writer writes (but large doubles, which look like integers), and agree
    with the thorough one on the document, on the hidden depth of every node and on every class."""
    text = ca.to_json(doc)
    readers = [_codec.typed_text_reader(msgspec)(text), _codec.plain_text_reader()(text)]
    for read in (*readers, read_node(ca.ClinicalAnswer, parse(text))):
        assert read == doc or (read is None and '"extras":' in text)
        if read is not None:
            assert _inner(read) == _inner(doc)


def _inner(doc):
    return [(type(node), getattr(node, "_depth", None), hash(node)) for node in ca.walk(doc) if _matters(node)]


def _matters(node):
    return type(node) not in {m.Disclaimer, m.Notice}  # nothing holds these: their depth is never asked for


@given(documents(), st.integers(0, 4))
def test_indented_text_is_the_same_document(doc, indent):
    """Indenting adds white space between the tokens, and nothing else, as Python's own json does."""
    text = ca.to_json(doc)
    spread = ca.to_json(doc, indent=indent)
    assert ca.from_json(spread) == doc
    assert json.loads(spread) == json.loads(text)
    if '"extras":' not in text:  # only there are numbers that Python writes in another way
        assert spread == json.dumps(json.loads(text), indent=indent, ensure_ascii=False)


@given(documents())
def test_the_cattrs_converter_knows_every_node(doc):
    """Every node of a document, and not only the whole, can be taken apart and put together by the converter."""
    converter = json_converter()
    for node in ca.walk(doc):
        if not isinstance(node, str):
            assert converter.structure(converter.unstructure(node), type(node)) == node
    assert converter.unstructure(doc) == json.loads(ca.to_json(doc)) or '"extras":' in ca.to_json(doc)


def test_the_smallest_document():
    assert ca.to_json(SMALL) == SMALL_TEXT


def test_what_stands_in_a_union_has_a_type_and_nothing_else_has():
    unions = {
        kind for shape in SHAPES.values() for field in shape.fields if len(field.kinds) > 1 for kind in field.kinds
    }
    assert TAGS.keys() == unions - {str}


@pytest.mark.parametrize(
    "node, text",
    [
        (ca.Strong("x"), '{"type":"strong","content":"x"}'),
        (ca.Strong(()), '{"type":"strong","content":[]}'),
        (ca.Strong(["x", ca.LineBreak()]), '{"type":"strong","content":["x",{"type":"line-break"}]}'),
        (ca.cite("1"), '{"type":"cite","citations":[{"ref":"1"}]}'),
        (ca.Person(), '{"type":"person"}'),
        (ca.Person("Doe", affiliations=["A", "B"]), '{"type":"person","family":"Doe","affiliations":["A","B"]}'),
        (ca.Review(), "{}"),
        (ca.Review(stages=["Draft"]), '{"stages":["Draft"]}'),
        (ca.PartialDate(2020, 5, circa=True), '{"year":2020,"month":5,"circa":true}'),
        (
            ca.Figure("https://example.org/x.png", alt=""),
            '{"type":"figure","src":"https://example.org/x.png","alt":""}',
        ),
        (ca.Code("x", display='"\\\n\t\u2028é😀'), '{"code":"x","display":"\\"\\\\\\n\\t\u2028é😀"}'),
        (ca.Certainty("very-low"), '{"level":"very-low"}'),
    ],
)
def test_how_a_node_is_written(node, text):
    assert text_makers()[type(node)](node) == text
    assert json_converter().structure(json.loads(text), type(node)) == node


def test_the_version_of_the_text_and_of_the_format_are_two_keys():
    doc = ca.ClinicalAnswer("q", version="2.1")
    assert ca.to_json(doc) == '{"format":"clinanswer","version":1,"question":{"text":"q"},"document_version":"2.1"}'
    assert ca.from_json(ca.to_json(doc)).version == "2.1"


def test_indent():
    assert ca.to_json(SMALL, indent=2) == (
        '{\n  "format": "clinanswer",\n  "version": 1,\n  "question": {\n    "text": "Should it be given?"\n  },\n'
        '  "title": "An answer"\n}'
    )


@pytest.mark.parametrize(
    "number, text",
    [
        (1.0, "1"), (-0.0, "0"), (1e16, "10000000000000000"), (1e21, "1e+21"), (1e-7, "1e-7"), (0.000001, "0.000001"),
        (123456789012345680000.0, "123456789012345680000"), (5e-324, "5e-324"), (1.5, "1.5"),
        (2**53, "9007199254740992"), (-(2**53), "-9007199254740992"),
    ],
)  # fmt: skip
def test_numbers_have_the_form_of_rfc_8785_and_come_back(number, text):
    doc = ca.ClinicalAnswer("q", extras={"n": number})
    assert ca.to_json(doc).endswith(f'"extras":{{"n":{text}}}}}')
    assert ca.from_json(ca.to_json(doc)) == doc


LOOSE = [
    ("explicit defaults", '"title":[],"answer":[],"id":null,"review":{},"extras":{},"provenance":null', ca.ClinicalAnswer("q")),
    ("a list of one text", '"title":["x"]', ca.ClinicalAnswer("q", title="x")),
    ("texts side by side", '"title":["x","","y"]', ca.ClinicalAnswer("q", title="xy")),
    ("an empty text", '"title":"","copyright":""', ca.ClinicalAnswer("q")),
    ("empty keywords", '"keywords":["","a"]', ca.ClinicalAnswer("q", keywords=["a"])),
    ("carriage returns", '"title":"a\\r\\nb\\rc"', ca.ClinicalAnswer("q", title="a\nb\nc")),
    ("escapes", '"title":"\\u0061\\ud83d\\ude00\\/"', ca.ClinicalAnswer("q", title="a😀/")),
    ("a type that is not the first key", '"publisher":{"name":"x","type":"organization"}', ca.ClinicalAnswer("q", publisher=ca.Organization("x"))),
    ("a whole number with a fraction of zero", '"references":[{"id":"1","issued":{"year":2001.0}}]', ca.ClinicalAnswer("q", references=[ca.Reference("1", issued=ca.PartialDate(2001))])),
    ("Z for UTC", '"provenance":{"generated":"2026-02-20T10:00:00Z"}', ca.ClinicalAnswer("q", provenance=ca.Provenance(generated=__import__("datetime").datetime(2026, 2, 20, 10, tzinfo=__import__("datetime").UTC)))),
]  # fmt: skip


@pytest.mark.parametrize("members, doc", [case[1:] for case in LOOSE], ids=[case[0] for case in LOOSE])
def test_other_spellings_are_read_as_constructors_read_them(members, doc):
    text = f'{{"format":"clinanswer","question":{{"text":"q"}},{members},"version":1}}'
    assert ca.from_json(text) == doc
    assert _codec.plain_text_reader()(text) == doc
    assert ca.from_json(ca.to_json(ca.from_json(text))) == doc


def test_a_document_with_white_space_and_keys_in_order_takes_the_fast_way():
    assert _codec.typed_text_reader(msgspec)(json.dumps(json.loads(SMALL_TEXT), indent=4)) == SMALL
    backwards = dict(reversed(json.loads(SMALL_TEXT).items()))
    assert _codec.typed_text_reader(msgspec)(json.dumps(backwards)) == SMALL


def test_many_sections_are_written_like_few():
    """From a certain number on they are written one by one, to the same bytes."""
    doc = ca.ClinicalAnswer("q", sections=[ca.Section(f"é{n}", ca.claim("x", ["1"])) for n in range(_codec.MANY)])
    text = text_makers()[ca.ClinicalAnswer](doc)
    assert ca.to_json(doc) == text
    assert ca.from_json(text) == doc


def test_every_converter_is_ones_own():
    converter = json_converter()
    converter.register_structure_hook(ca.ClinicalAnswer, lambda value, _: None)
    assert converter.structure({}, ca.ClinicalAnswer) is None
    assert json_converter().structure(json.loads(SMALL_TEXT), ca.ClinicalAnswer) == SMALL
    assert _codec.plain_text_reader()(SMALL_TEXT) == SMALL


def test_a_node_of_the_wrong_type_is_refused_by_the_converter():
    with pytest.raises(ca.ReadError) as caught:
        json_converter().structure({"type": "software", "name": "x"}, ca.Organization)
    assert str(caught.value) == "$.type: a software cannot stand here; here may stand: organization [misplaced-type]"


def test_ids_may_be_used_twice_in_parts_that_are_no_document():
    section = ca.Section("x", [ca.Paragraph([ca.Claim("x", id="c"), ca.Claim("y", id="c")])])
    plain = json_converter().unstructure(section)
    assert json_converter().structure(plain, ca.Section) == section
    with pytest.raises(ca.ReadError, match="unknown key 'titel'"):
        json_converter().structure(plain | {"titel": "x"}, ca.Section)


def test_other_byte_strings_are_read():
    assert ca.from_json(bytearray(SMALL_TEXT.encode())) == SMALL


def test_only_documents_are_written():
    with pytest.raises(TypeError) as caught:
        ca.to_json(ca.Question("q"))
    assert str(caught.value) == "expected a ClinicalAnswer, got Question"
    with pytest.raises(TypeError) as caught:
        ca.from_json(None)
    assert str(caught.value) == "expected str or bytes, got NoneType"


def _loaded_by(code):
    """Which modules a fresh interpreter has loaded after running `code`."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_import_loads_neither_libraries_nor_the_model():
    loaded = _loaded_by("import clinanswer")
    assert loaded.isdisjoint({"attrs", "cattrs", "lxml", "msgspec", "clinanswer.model", "clinanswer._json"})


def test_the_model_loads_attrs_alone():
    loaded = _loaded_by("import clinanswer; clinanswer.Claim('x')")
    assert "clinanswer.model" in loaded
    assert loaded.isdisjoint({"cattrs", "lxml", "msgspec", "clinanswer._json"})


def test_json_without_msgspec_goes_through_cattrs():
    code = (
        "sys.modules['msgspec'] = None; import clinanswer as ca; "
        f"assert ca.to_json(ca.from_json({SMALL_TEXT!r})) == {SMALL_TEXT!r}"
    )
    assert "cattrs" in _loaded_by(code)
