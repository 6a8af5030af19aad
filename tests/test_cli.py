"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from types import SimpleNamespace

import pytest

import clinanswer as ca
import clinanswer.text
import outside
from clinanswer import cli

EXAMPLE = outside.ROOT / "examples" / "tranexamic-acid.txt"
PAGE = "What helps?\n\nWhat Helps\n\nIt helps. 1\n\nDetails\n\n  • CKD stage 1\n  • it helps 1\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "answer.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def streams(monkeypatch):
    """Standard input and output as bytes."""

    def use(data: bytes) -> io.BytesIO:
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out, write=lambda text: None, flush=lambda: None))
        return out

    return use


@pytest.mark.parametrize("suffix", ["json", "html", "xml", "txt"])
def test_convert_by_suffix(capsys, page, tmp_path, suffix):
    target = tmp_path / f"out.{suffix}"
    code, out, err = run(capsys, "convert", page, target)
    assert (code, out) == (0, "")
    assert ca.read(target) == ca.from_text(PAGE)
    assert err.splitlines()[0] == (
        f"clinanswer: note: {page}:9: $..citations: '1' after “CKD stage” is taken for part of the sentence"
        " [citation-or-number]"
    )


def test_convert_quietly(capsys, page, tmp_path):
    assert run(capsys, "convert", "-q", page, tmp_path / "out.json") == (0, "", "")


@pytest.mark.parametrize("source", ["txt", "text"])
def test_convert_from_stdin_to_stdout(streams, source):
    out = streams(PAGE.encode())
    assert cli.main(["convert", "-", "-", "--from", source, "--to", "json", "--quiet"]) == 0
    assert ca.from_json(out.getvalue()) == ca.from_text(PAGE)


def test_stdin_is_known_by_content(streams):
    out = streams(ca.to_json(ca.from_text(PAGE)).encode())
    assert cli.main(["convert", "-", "-", "--to", "txt"]) == 0
    assert out.getvalue().decode() == ca.to_text(ca.from_text(PAGE))


def test_strict(capsys, page, tmp_path):
    page.write_text(PAGE.replace("What", "What\x00", 1), encoding="utf-8")
    code, _, err = run(capsys, "convert", "--strict", page, tmp_path / "out.json")
    assert code == 1
    assert err.startswith(f"clinanswer: error: {page}:1: ")
    assert not (tmp_path / "out.json").exists()


def test_unreadable_input(capsys, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "clinanswer", "version": 1, "question": 5, "sections": 7}', encoding="utf-8")
    code, out, err = run(capsys, "convert", bad, tmp_path / "out.html")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"clinanswer: error: {bad}:1: $.question")
    assert lines[1].startswith(f"clinanswer: error: {bad}:1: $.sections")
    assert not (tmp_path / "out.html").exists()


def test_many_problems_are_cut_short(capsys, tmp_path):
    bad = tmp_path / "bad.json"
    unknown = ", ".join(f'"unknown{number}": 1' for number in range(50))
    bad.write_text(
        f'{{"format": "clinanswer", "version": 1, "question": {{"text": "?"}}, {unknown}}}', encoding="utf-8"
    )
    code, _, err = run(capsys, "show", bad)
    assert code == 1
    assert len(err.splitlines()) == 21
    assert err.splitlines()[-1] == f"clinanswer: error: {bad}: and 30 more problems"


def test_missing_input(capsys, tmp_path):
    code, _, err = run(capsys, "show", tmp_path / "none.json")
    assert (code, err) == (1, f"clinanswer: error: {tmp_path / 'none.json'}: No such file or directory\n")


def test_unclear_output_format(capsys, page, tmp_path):
    for target in (tmp_path / "out.pdf", "-"):
        code, _, err = run(capsys, "convert", page, target)
        assert (code, err) == (2, f"clinanswer: error: {target}: the output's format is not clear; say it with --to\n")


@pytest.mark.parametrize(
    "arguments", [[], ["frobnicate"], ["convert"], ["convert", "a.txt", "b.json", "--to", "pdf"], ["show", "--what"]]
)
def test_usage(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: clinanswer")


def test_help_and_version(capsys):
    assert run(capsys, "--version") == (0, f"clinanswer {ca.__version__}\n", "")
    code, out, _ = run(capsys, "convert", "--help")
    assert code == 0
    assert out.startswith("usage: clinanswer convert")


def test_interrupted(capsys, page, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(clinanswer.text, "from_text", interrupt)
    code, _, err = run(capsys, "show", page)
    assert (code, err) == (130, "clinanswer: error: interrupted\n")


def test_as_a_module(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["clinanswer", "--version"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("clinanswer", run_name="__main__")
    assert stop.value.code == 0


def test_importing_the_module_runs_nothing():
    """A worker process imports the main module again."""
    assert "main" in runpy.run_module("clinanswer.__main__", run_name="__mp_main__")


def test_the_reader_of_the_output_goes(capsys, page, monkeypatch):
    def fail(*args, **kwargs):
        raise BrokenPipeError

    closed = []
    monkeypatch.setattr("clinanswer._show.show", fail)
    monkeypatch.setattr(cli.os, "dup2", lambda old, new: closed.append(old))
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1)
    assert run(capsys, "show", page) == (1, "", "")
    assert len(closed) == 1
    os.close(closed[0])


def test_a_closed_pipe_is_no_traceback():
    """As when `clinanswer show FILE | head -1` ends: the reader of the output goes before it is all written."""
    command = [sys.executable, "-m", "clinanswer", "convert", str(EXAMPLE), "-", "--to", "html"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read().decode()
        assert process.wait() == 1
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


# ------------------------------------------------------------------------------------------------- show


def test_show_plain(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "show", EXAMPLE)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "25 claims · 6 references · 2 claims without a citation" in out
    assert "Review: not stated · updated 2026-03-09" in out
    words = " ".join(out.split())
    for claim in ca.iter_claims(ca.read(EXAMPLE)):
        assert " ".join(claim.text.split()) in words


def test_show_every_node(capsys, tmp_path):
    doc = ca.ClinicalAnswer(
        "Q?",
        answer=[
            ca.DefinitionList([ca.Definition("eGFR", "estimated rate")]),
            ca.Table([ca.Row([ca.Cell("a"), ca.Cell("b")])], header=[ca.Row([ca.Cell("x"), ca.Cell("y")])]),
            ca.Callout("warning", "Stop it", title="Beware"),
            ca.Quote("Said so", attribution="Roe"),
            ca.Figure("https://example.org/a.png", alt="a graph"),
            ca.List([ca.ListItem([ca.List([ca.ListItem("in")]), "on\ntwo lines"])], ordered=True, start=3),
        ],
        review=ca.Review([ca.ReviewEvent("approved")]),
        disclaimers=[ca.Disclaimer("No advice")],
        related_questions=[ca.RelatedQuestion("And this?")],
        references=[ca.Reference("1", title="A trial"), ca.Reference("2")],
    )
    path = tmp_path / "answer.json"
    ca.write(doc, path)
    code, out, _ = run(capsys, "show", path)
    assert code == 0
    assert out == (
        "Q?\n\nReview: approved\n0 claims · 2 references\n\n"
        "eGFR\n  estimated rate\n| x | y |\n| --- | --- |\n| a | b |\nWARNING Beware\n  Stop it\n    Said so\n    — Roe\n"
        "Figure: a graph (https://example.org/a.png)\n3. • in\n   on two lines\n\n"
        "References\n1. A trial.\n2. unresolved: the source does not print it\n\n"
        "Related questions\n• And this?\n\nDisclaimer\nNo advice\n"
    )


def test_show_little(capsys, tmp_path):
    path = tmp_path / "answer.json"
    ca.write(ca.ClinicalAnswer("Q?"), path)
    assert run(capsys, "show", path) == (0, "Q?\n\nReview: not stated\n0 claims · 0 references\n\n", "")


def test_show_in_colour(capsys, page, monkeypatch):
    pytest.importorskip("rich")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    code, out, _ = run(capsys, "show", page)
    assert code == 0
    assert "\x1b[1m" in out
    assert "\x1b[1m" not in run(capsys, "show", "--plain", page)[1]


def test_show_without_rich(capsys, page, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert "What Helps" in run(capsys, "show", page)[1]


def test_schema(capsys):
    code, out, _ = run(capsys, "schema")
    assert code == 0
    assert json.loads(out) == ca.json_schema()
