"""Files of earlier versions stay readable: those of the archive, and how an upgrade goes."""

import hashlib
import json

import pytest

import clinanswer as ca
from clinanswer._json import _thorough, _upgrades
from clinanswer._json._shapes import SHAPES, VERSION
from outside import ROOT

ARCHIVE = ROOT / "tests" / "archive"
# The files as they were released. A new one is added here; none is ever edited.
RELEASED = {
    "v1/everything.json": "08ae1655a09f6a75",
    "v1/small-indented.json": "9958d62c555fd57c",
}


def test_the_archive_is_as_it_was_released():
    found = {
        file.relative_to(ARCHIVE).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in ARCHIVE.rglob("*.json")
    }
    assert found == RELEASED


@pytest.mark.parametrize("name", RELEASED)
def test_released_files_are_read_and_written_again(name):
    text = (ARCHIVE / name).read_text(encoding="utf-8")
    doc = ca.from_json(text)
    plain = json.loads(text)
    if plain["version"] == VERSION:
        assert ca.to_json(doc, indent=2 if "indented" in name else None) + "\n" == text
    assert ca.from_json(ca.to_json(doc)) == doc


def test_the_archive_holds_every_field_of_every_class():
    doc = ca.from_json((ARCHIVE / f"v{VERSION}" / "everything.json").read_bytes())
    used = {
        (type(node), field.name)
        for node in ca.walk(doc)
        if not isinstance(node, str)
        for field in SHAPES[type(node)].fields
        if getattr(node, field.name) != field.default
    }
    assert {(cls, field.name) for cls, shape in SHAPES.items() for field in shape.fields} == used


# An invented history, in which this is version 3: version 1 kept the references by id, and up to version 2 a question
# was its text. What a step does not know it leaves for the reader to report.


def _from_1(value):
    match value:
        case {"references": dict(references)} if all(isinstance(rest, dict) for rest in references.values()):
            return value | {"references": [{"id": key, **rest} for key, rest in references.items()]}
    return value


def _from_2(value):
    match value:
        case {"question": str(question)}:
            return value | {"question": {"text": question}}
    return value


STEPS = {1: _from_1, 2: _from_2}


@pytest.fixture
def history(monkeypatch):
    monkeypatch.setattr(_thorough, "VERSION", 3)
    monkeypatch.setattr(_thorough, "upgrade", lambda value: _upgrades.upgrade(value, STEPS, 3) | {"version": VERSION})


def test_an_older_file_is_upgraded_one_version_at_a_time(history):
    doc = ca.ClinicalAnswer("q", references=[ca.Reference("1", title="x")])
    oldest = {"format": "clinanswer", "version": 1, "question": "q", "references": {"1": {"title": "x"}}}
    before = json.dumps(oldest)
    assert ca.from_json(before) == doc
    assert ca.from_json(before.replace('"version": 1', '"version": 1.0')) == doc
    older = {"format": "clinanswer", "version": 2, "question": "q", "references": [{"id": "1", "title": "x"}]}
    assert ca.from_json(json.dumps(older)) == doc


def test_upgrades_leave_their_input_alone(history):
    oldest = {"version": 1, "question": "q", "references": {"1": {"title": "x"}}}
    before = json.dumps(oldest)
    assert _upgrades.upgrade(oldest, STEPS, 3)["version"] == 3
    assert json.dumps(oldest) == before


def test_faults_of_an_older_file_are_found(history):
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json('{"format":"clinanswer","version":1,"question":null,"references":{"1":[]}}')
    assert [problem.path for problem in caught.value.problems] == ["$.question", "$.references"]
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json('{"format":"clinanswer","version":2,"question":"q","titel":"x"}')
    assert (
        str(caught.value)
        == "line 1, column 59, $.titel: unknown key 'titel' in a clinical answer; did you mean 'title'? [unknown-key]"
    )


def test_a_newer_file_is_refused(history):
    with pytest.raises(ca.VersionError, match="version 4 was written by a newer clinanswer; this one reads up to 3"):
        ca.from_json('{"format":"clinanswer","version":4,"anything":[]}')


@pytest.mark.parametrize(
    "version, said",
    [
        ("2", "version 2 was written by a newer clinanswer"),
        ("2.0", "version 2.0 was written by a newer clinanswer"),
        ("1e300", "version 1e+300 was written by a newer clinanswer"),
        ("9" * 350, f"version {'9' * 29}… was written by a newer clinanswer"),
        ("9" * 5000, "expected a whole number"),
        ("1e999", "expected a whole number"),
        ("NaN", "expected a whole number"),
        ("-1", "expected a whole number"),
        ("1.5", "expected a whole number"),
        ("null", "expected a whole number"),
        ("[1]", "expected a whole number"),
    ],
)
def test_versions_that_are_none(version, said):
    with pytest.raises(ca.ReadError) as caught:
        ca.from_json(f'{{"format":"clinanswer","version":{version},"question":{{"text":"q"}}}}')
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].message.startswith(said)
    assert isinstance(caught.value, ca.VersionError) == said.startswith("version")


def test_there_is_a_step_from_every_older_version():
    assert list(_upgrades.UPGRADES) == list(range(1, VERSION))
