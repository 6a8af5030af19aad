"""The options of `clinanswer convert` for JATS."""

from __future__ import annotations

import pytest

import clinanswer as ca
from clinanswer.cli import main

DOC = ca.ClinicalAnswer("Q?", title="T")
TOML = 'title = "Answers"\nissn = "0378-5955"\npublisher = "Press"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ca.write(DOC, "doc.json")
    return tmp_path


@pytest.mark.parametrize(
    "options, journal, tag_set",
    [
        ([], None, None),
        (
            ["--jats-tag-set", "archiving", "--journal-issn", "0378-5955"],
            ca.jats.Journal(issn="0378-5955"),
            "archiving",
        ),
        (["--journal", "j.toml"], ca.jats.Journal(title="Answers", issn="0378-5955", publisher="Press"), None),
        (
            ["--journal", "j.toml", "--journal-title", "Other", "--journal-publisher", "P"],
            ca.jats.Journal(title="Other", issn="0378-5955", publisher="P"),
            "publishing",
        ),
        (["--journal", "table.toml"], ca.jats.Journal(title="Answers", issn="0378-5955", publisher="Press"), None),
    ],
)
def test_the_journal_and_tag_set_reach_the_writer(folder, options, journal, tag_set):
    (folder / "j.toml").write_text(TOML)
    (folder / "table.toml").write_text("[journal]\n" + TOML)
    assert main(["convert", "doc.json", "out.xml", *options]) == 0
    assert (folder / "out.xml").read_text(encoding="utf-8") == ca.to_jats(DOC, journal=journal, tag_set=tag_set)


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["doc.json", "o.xml", "--jats-tag-set", "publishing"], 2, "the Publishing tag set requires an ISSN"),
        (["doc.json", "o.xml", "--journal-issn", "1"], 2, "'1' is not an ISSN"),
        (["doc.json", "o.html", "--journal-title", "x"], 2, "the tag set and the journal are for JATS"),
        (["doc.json", "o/", "--to", "html", "--journal-title", "x"], 2, "the tag set and the journal are for JATS"),
        (["doc.json", "o/", "--to", "jats", "--jats-tag-set", "publishing"], 2, "Publishing tag set requires an ISSN"),
        (["doc.json", "o.xml", "--journal", "none.toml"], 1, "none.toml: No such file"),
        (["doc.json", "o.xml", "--journal", "doc.json"], 1, "doc.json: not TOML"),
        (
            ["doc.json", "o.xml", "--journal", "key.toml"],
            1,
            "'name' is not known; a journal has title, issn, publisher",
        ),
        (["doc.json", "o.xml", "--journal", "number.toml"], 1, "title must be text in quotes"),
        (["doc.json", "o.xml", "--journal", "flat.toml"], 1, "journal is no table"),
    ],
)
def test_what_is_wrong_is_said(folder, capsys, arguments, code, words):
    (folder / "key.toml").write_text('name = "x"\n')
    (folder / "number.toml").write_text("title = 1\n")
    (folder / "flat.toml").write_text("journal = 1\n")
    assert main(["convert", *arguments]) == code
    assert words in capsys.readouterr().err
    assert not (folder / "o.xml").exists()
    assert not (folder / "o").exists()


def test_many_documents_appear_in_a_journal(folder, capsys):
    (folder / "j.toml").write_text(TOML)
    ca.write(DOC, "other.json")
    command = ["convert", "doc.json", "other.json", "o/", "--to", "jats,html", "--journal", "j.toml", "--jobs", "1"]
    assert main(command) == 0
    journal = ca.jats.Journal(title="Answers", issn="0378-5955", publisher="Press")
    for name in ("doc", "other"):
        assert (folder / "o" / f"{name}.xml").read_text(encoding="utf-8") == ca.to_jats(DOC, journal=journal)
        assert (folder / "o" / f"{name}.html").read_text(encoding="utf-8") == ca.to_html(DOC)
    (folder / "j.toml").write_text(TOML.replace("Answers", "Other"))
    assert main([*command, "--resume"]) == 0
    assert "<journal-title>Other</journal-title>" in (folder / "o" / "doc.xml").read_text(encoding="utf-8")
