"""How the input of every reader becomes text."""

import pytest

import clinanswer as ca
from clinanswer._limits import input_text


@pytest.mark.parametrize("data", ["é", "é".encode(), bytearray("é".encode()), "\ufeffé", b"\xef\xbb\xbf\xc3\xa9"])
def test_text_and_utf_8_are_taken_with_or_without_a_mark(data):
    assert input_text(data) == "é"


@pytest.mark.parametrize(
    "data, said",
    [
        (b"a\nb\xff", "line 2, $: byte 0xFF at position 3 is not UTF-8; save the input as UTF-8 [encoding]"),
        ("a\n\udc80", "line 2, $: U+DC80 at position 2 is half of a surrogate pair, which is no character; remove it [encoding]"),
        ("x".encode("utf-16-be"), None),
        ("x".encode("utf-16"), "$: the input is UTF-16; save it as UTF-8 [encoding]"),
        (b"\x00\x00\xfe\xff", "$: the input is UTF-32; save it as UTF-8 [encoding]"),
        (b"x" * 11, "$: the input is 11 bytes long; at most 10 are read [too-big]"),
        ("x" * 11, "$: the input is 11 bytes long; at most 10 are read [too-big]"),
        ("é" * 6, "$: the input is 12 bytes long; at most 10 are read [too-big]"),
        ("é" * 11, "$: the input is 22 bytes long; at most 10 are read [too-big]"),
        ("é" * 5, None),
    ],
)  # fmt: skip
def test_what_is_refused(data, said):
    if said is None:
        input_text(data, max_bytes=10)
        return
    with pytest.raises(ca.ReadError) as caught:
        input_text(data, max_bytes=10)
    assert str(caught.value) == said


def test_a_mark_can_be_refused():
    with pytest.raises(ca.ReadError, match="byte order mark"):
        input_text("\ufeffx", bom=False)


def test_other_values_are_no_input():
    with pytest.raises(TypeError) as caught:
        input_text(5)
    assert str(caught.value) == "expected str or bytes, got int"
