"""`read` and `write`: which format a file has, errors that name it, and files that are whole or not there."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

import clinanswer as ca
from clinanswer import _io

DOC = ca.ClinicalAnswer(
    "What helps?", title="What Helps", answer=ca.claim("It helps.", ["1"], id="c1"), references=[ca.Reference("1")]
)


@pytest.mark.parametrize("name", ["a.json", "a.html", "a.HTM", "a.xml", "a.nxml", "a.txt"])
def test_by_suffix(tmp_path, name):
    path = tmp_path / name
    ca.write(DOC, path)
    assert ca.read(path) == DOC
    assert ca.read(str(path)) == DOC


@pytest.mark.parametrize("format", ["json", "html", "jats", "text"])
def test_by_content(tmp_path, format):
    """A file without a suffix is known by how its content begins; a byte order mark and white space do not matter."""
    path = tmp_path / "answer"
    ca.write(DOC, path, format=format)
    assert ca.read(path) == DOC
    assert _io.format_of(b"\xef\xbb\xbf \n" + path.read_bytes()) == format


@pytest.mark.parametrize(
    "content, format",
    [
        (b"", "text"),
        (b"What helps?", "text"),
        (b"<!-- saved -->\n<!DOCTYPE html>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b"<article class='x'><h1>", "jats"),
        (b"<!DOCTYPE article PUBLIC", "jats"),
        (b"<section><p>", "html"),
        (b"< 5 mg", "text"),
    ],
)
def test_format_of(content, format):
    assert _io.format_of(content) == format


def test_format_given_wins(tmp_path):
    path = tmp_path / "answer.txt"
    ca.write(DOC, path, format="json")
    assert ca.read(path, format="json") == DOC


def test_read_options(tmp_path):
    path = tmp_path / "answer.txt"
    path.write_text("What\x00?\n\nTitle Here\n\nIt helps. 1", encoding="utf-8")
    problems: list[ca.Problem] = []
    assert not list(ca.iter_claims(ca.read(path, report=problems, claims="none")))
    assert problems
    with pytest.raises(ca.ReadError):
        ca.read(path, strict=True)


def test_read_errors_name_the_file(tmp_path):
    path = tmp_path / "answer.json"
    path.write_text('{"format": "clinanswer", "version": 999}', encoding="utf-8")
    with pytest.raises(ca.VersionError) as caught:
        ca.read(path)
    assert caught.value.source == str(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        ca.read(tmp_path / "none.json")


def test_unknown_suffix(tmp_path):
    with pytest.raises(ca.ClinAnswerError, match="the suffix stands for no format"):
        ca.write(DOC, tmp_path / "answer.pdf")


def test_unknown_format(tmp_path):
    with pytest.raises(ca.ClinAnswerError, match="'pdf' is not a format; use one of json, html"):
        ca.write(DOC, tmp_path / "answer", format="pdf")


def test_too_long_a_file_is_refused_without_reading_it_whole(tmp_path, monkeypatch):
    path = tmp_path / "answer.txt"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(_io, "MAX_BYTES", 10)
    assert len(_io.read_bytes(path)) == 11


def test_a_longer_file_is_read_whole_when_that_is_asked_for(tmp_path, monkeypatch):
    """What is read of a file goes by the limit that the reader is given, not by its usual one."""
    path = tmp_path / "answer.json"
    ca.write(DOC, path)
    monkeypatch.setattr(_io, "MAX_BYTES", 10)
    with pytest.raises(ca.ReadError, match="longer than 10 bytes, the most that are read"):
        ca.read(path)
    assert ca.read(path, max_bytes=10_000) == DOC


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no such folder") as caught:
        ca.write(DOC, tmp_path / "none" / "answer.json")
    assert caught.value.filename == str(tmp_path / "none")


def test_errors_name_the_file_and_none_beside_it(tmp_path, monkeypatch):
    """The file that is written first has a name that nobody else knows."""
    path = tmp_path / "answer.json"

    def fail(name, *_):
        raise PermissionError(13, "Permission denied", str(name))

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(PermissionError) as caught:
        ca.write(DOC, path)
    assert caught.value.filename == str(path)


def test_errors_of_what_is_written_keep_their_own_file(tmp_path):
    path, other = tmp_path / "answers.jsonl", tmp_path / "none.json"
    with pytest.raises(FileNotFoundError) as caught:
        ca.jsonl.write(map(ca.read, [other]), path)
    assert caught.value.filename == str(other)


@pytest.mark.parametrize("broken", ["fsync", "rename"])
def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch, broken):
    path = tmp_path / "answer.json"
    path.write_bytes(b"before")

    def fail(*args):
        raise OSError(28, "No space left on device")

    if broken == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="No space left") as caught:
        ca.write(DOC, path)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["answer.json"]


def test_a_failed_rendering_touches_nothing(tmp_path):
    path = tmp_path / "answer.html"
    path.write_bytes(b"before")
    with pytest.raises(TypeError):
        ca.write(DOC, path, no_such_option=True)
    assert path.read_bytes() == b"before"


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")
def test_permissions_and_links_stay(tmp_path):
    path, link = tmp_path / "answer.json", tmp_path / "link.json"
    path.write_bytes(b"")
    path.chmod(0o640)
    link.symlink_to(path)
    ca.write(DOC, link)
    assert link.is_symlink()
    assert ca.read(path) == DOC
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    other = tmp_path / "new.json"
    mask = os.umask(0o027)
    try:
        ca.write(DOC, other)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(other.stat().st_mode) == 0o640


def reading(path, received):
    """A thread that reads a pipe to its end."""
    thread = threading.Thread(target=lambda: received.append(Path(path).read_bytes()), daemon=True)
    thread.start()
    return thread


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    """A file in its place would leave whoever reads the pipe waiting; the same holds of /dev/null, which root may replace."""
    pipe, link = tmp_path / "pipe", tmp_path / "link.json"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        received: list[bytes] = []
        thread = reading(pipe, received)
        ca.write(DOC, path, format="json")
        thread.join(10)
        assert received == [ca.to_json(DOC).encode()]
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.json", "pipe"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files by number, as Linux has them")
def test_a_pipe_that_has_no_name_is_written_to():
    """As `/dev/stdout` is, where the output is piped to another program: its path leads to none in the file system."""
    end, start = os.pipe()
    with open(end, "rb") as reader:  # noqa: PTH123  (an open file)
        ca.write(DOC, f"/proc/self/fd/{start}", format="json")
        os.close(start)
        assert reader.read() == ca.to_json(DOC).encode()


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_errors_name_the_pipe(tmp_path):
    """What is raised while a pipe is written to has no file name of its own."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    thread = reading(pipe, [])
    with pytest.raises(OSError, match="No space left") as caught, _io.replacing(pipe):
        raise OSError(28, "No space left on device")
    thread.join(10)
    assert caught.value.filename == str(pipe)


def test_a_folder_is_no_file_to_write(tmp_path):
    with pytest.raises(IsADirectoryError) as caught:
        ca.write(DOC, tmp_path, format="json")
    assert caught.value.filename == str(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", ["json", "text"])
def test_what_is_lost_is_told_apart_from_what_was_not_clear(format):
    """`read_with_losses`: of JSON nothing is lost; of page text, what is refused if strict, and decisions only besides."""
    unclear = "What helps?\n\nWhat Helps\n\nIt helps. 1\n\nDetails\n\n  • CKD stage 1\n  • it helps 1\n"
    data = (ca.to_json(DOC) if format == "json" else unclear).encode()
    assert _io.read_with_losses(data, format, "x", _io.ReaderOptions())[1] == ()
    if format == "text":
        codes = [each.code for each in _io.read_with_losses(data + b"\x00", format, "x", _io.ReaderOptions())[1]]
        assert codes[0] == "character"
        assert "citation-or-number" in codes


def test_the_same_bytes_as_the_function(tmp_path):
    path = tmp_path / "answer.html"
    ca.write(DOC, path, fragment=True)
    assert path.read_bytes() == ca.to_html(DOC, fragment=True).encode()
