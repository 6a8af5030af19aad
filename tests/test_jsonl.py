"""JSON Lines: lazy, flat, and one bad line is one bad line."""

import gc
import gzip
import io
import sys
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clinanswer as ca
from strategies import documents

ONE = ca.ClinicalAnswer("One?", title="é\u2028\n")
TWO = ca.ClinicalAnswer("Two?")
SUFFIXES = ["", ".gz", ".zst"]


@pytest.fixture
def mixed(tmp_path):
    """A file in which lines 2, 4 and 6 are bad and line 5 is blank."""
    path = tmp_path / "mixed.jsonl"
    lines = [ca.to_json(ONE), '{"format":"clinanswer","version":1,"question":{"text":5}}', ca.to_json(TWO), "{", " \t", b"\xff".decode("latin-1") + "x", ca.to_json(ONE)]  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("latin-1", "replace").replace(b"\xe9?\\n", "é\u2028\\n".encode()))
    return path


@given(st.lists(documents(), max_size=3), st.sampled_from(SUFFIXES))
@settings(max_examples=settings().max_examples // 3)
def test_documents_come_back(tmp_path_factory, docs, suffix):
    """list(read(write(docs))) == docs, in every compression and whatever line separators stand in the text."""
    path = tmp_path_factory.mktemp("lines") / f"docs.jsonl{suffix}"
    assert ca.jsonl.write(docs, path) == len(docs)
    assert list(ca.jsonl.read(path)) == docs
    assert ca.jsonl.load(path) == docs
    before = path.read_bytes()
    ca.jsonl.write(docs, path)
    assert path.read_bytes() == before


def test_one_document_a_line(tmp_path):
    path = tmp_path / "docs.jsonl"
    ca.jsonl.write([ONE, TWO], path)
    assert path.read_text(encoding="utf-8") == f"{ca.to_json(ONE)}\n{ca.to_json(TWO)}\n"


def test_open_files_are_read_and_written_and_left_open(tmp_path):
    binary, text = io.BytesIO(), io.StringIO()
    assert ca.jsonl.write([ONE, TWO], binary) == ca.jsonl.write([ONE, TWO], text) == 2
    assert binary.getvalue().decode() == text.getvalue()
    for file in (binary, text):
        file.seek(0)
        with ca.jsonl.read(file) as documents:
            assert next(documents) == ONE
            assert (documents.line, documents.name) == (1, "<stream>")
        assert not file.closed
        assert list(documents) == []
    path = tmp_path / "docs.jsonl"
    ca.jsonl.write([ONE], path)
    with path.open("ab") as more:
        ca.jsonl.write([TWO], more)
    with path.open(encoding="utf-8") as lines:
        assert list(ca.jsonl.read(lines)) == [ONE, TWO]


def test_a_path_is_closed_at_the_end(tmp_path):
    path = tmp_path / "docs.jsonl"
    ca.jsonl.write([ONE], path)
    with ca.jsonl.read(path) as documents:
        file = documents._file
        assert list(documents) == [ONE]
        assert file.closed
        assert next(documents, None) is None


def test_a_bad_line_is_named_and_does_not_end_the_reading(mixed):
    documents = ca.jsonl.read(mixed)
    assert next(documents) == ONE
    with pytest.raises(ca.ReadError) as caught:
        next(documents)
    assert (
        str(caught.value)
        == f"{mixed}: line 2, column 55, $.question.text: expected text, found the number 5 [wrong-type]"
    )
    assert next(documents) == TWO
    with pytest.raises(ca.ReadError) as caught:
        next(documents)
    assert (
        str(caught.value)
        == f"{mixed}: line 4, column 2, $: this is not JSON: a key in double quotes is missing [syntax]"
    )
    with pytest.raises(ca.ReadError) as caught:
        next(documents)
    assert (
        str(caught.value)
        == f"{mixed}: line 6, $: byte 0xFF at position 0 is not UTF-8; save the input as UTF-8 [encoding]"
    )
    assert next(documents) == ONE
    assert next(documents, None) is None


def test_bad_lines_can_be_skipped_or_collected(mixed):
    assert list(ca.jsonl.read(mixed, errors="skip")) == [ONE, TWO, ONE]
    found = []
    assert ca.jsonl.load(mixed, errors=found.append) == [ONE, TWO, ONE]
    assert [(error.source, error.problems[0].line) for error in found] == [
        (str(mixed), 2),
        (str(mixed), 4),
        (str(mixed), 6),
    ]
    with pytest.raises(ValueError, match="errors is 'raise', 'skip' or a function, not 'ignore'"):
        ca.jsonl.read(mixed, errors="ignore")


def test_a_function_may_end_the_reading(mixed):
    def refuse(error):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(ca.jsonl.read(mixed, errors=refuse))


def test_a_newer_line_is_refused_as_such(tmp_path):
    path = tmp_path / "new.jsonl"
    path.write_text('{"format":"clinanswer","version":9}\n', encoding="utf-8")
    with pytest.raises(ca.VersionError, match="line 1, column 34"):
        next(ca.jsonl.read(path))


@pytest.mark.parametrize("file", [io.BytesIO, lambda data: io.StringIO(data.decode())])
@pytest.mark.parametrize("length", [199, 200, 201, 202, 203, 404, 999])
def test_a_line_that_is_too_long_is_passed_over_without_being_held(file, length):
    good = ca.to_json(TWO).encode()
    stream = file(good + b"\n" + b"x" + b" " * (length - 1) + b"\n" + good)
    found = []
    assert list(ca.jsonl.read(stream, errors=found.append, max_bytes=200)) == [TWO, TWO]
    assert [error.problems[0].line for error in found] == [2]
    assert found[0].problems[0].code == ("syntax" if length <= 200 else "too-big")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize(
    "damage", [lambda data: data[:-20], lambda data: data[:40] + b"\xff" * 9 + data[49:], lambda data: b"no" + data]
)
def test_damaged_files(tmp_path, suffix, damage):
    path = tmp_path / f"docs.jsonl{suffix}"
    ca.jsonl.write([ca.ClinicalAnswer(f"{n * 7919}?") for n in range(200)], path)
    path.write_bytes(damage(path.read_bytes()))
    found = []
    assert len(list(ca.jsonl.read(path, errors=found.append))) <= 200
    assert found[-1].problems[0].code in {"damaged", "syntax"}
    assert str(found[-1]).startswith(f"{path}: line ")


def test_text_in_another_encoding(tmp_path):
    path = tmp_path / "docs.jsonl"
    path.write_bytes(b"\xff\n")
    with path.open(encoding="utf-8") as file, pytest.raises(ca.ReadError, match="the file is damaged after line 0"):
        next(ca.jsonl.read(file))


def test_members_one_after_another(tmp_path):
    path = tmp_path / "docs.jsonl.gz"
    path.write_bytes(gzip.compress(ca.to_json(ONE).encode() + b"\n") + gzip.compress(ca.to_json(TWO).encode()))
    assert list(ca.jsonl.read(path)) == [ONE, TWO]


def test_zstd_is_an_extra(tmp_path, monkeypatch):
    (tmp_path / "x.zst").touch()
    monkeypatch.setitem(sys.modules, "zstandard", None)
    for call in (lambda: ca.jsonl.read(tmp_path / "x.zst"), lambda: ca.jsonl.write([], tmp_path / "x.zst")):
        with pytest.raises(ca.ClinAnswerError) as caught:
            call()
        assert str(caught.value) == "a .zst file needs the extra zstd: pip install clinanswer[zstd]"
    assert [file.name for file in tmp_path.iterdir()] == ["x.zst"]


def test_a_failure_leaves_what_was_there(tmp_path):
    path = tmp_path / "docs.jsonl"
    ca.jsonl.write([ONE], path)

    def failing():
        yield TWO
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ca.jsonl.write(failing(), path)
    assert list(ca.jsonl.read(path)) == [ONE]
    assert [file.name for file in tmp_path.iterdir()] == ["docs.jsonl"]


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collection_is_as_it_was(mixed, enabled):
    (gc.enable if enabled else gc.disable)()
    try:
        with pytest.raises(ca.ReadError):
            ca.jsonl.load(mixed)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_memory_is_flat(tmp_path):
    """Reading and writing a hundred times as many documents takes no more memory."""
    doc = ca.ClinicalAnswer("q" * 10_000)
    peaks = {}
    for count in (20, 2_000):
        path = tmp_path / f"{count}.jsonl"
        tracemalloc.start()
        ca.jsonl.write((doc for _ in range(count)), path)
        assert sum(1 for _ in ca.jsonl.read(path)) == count
        peaks[count] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peaks[2_000] < peaks[20] + 100_000
