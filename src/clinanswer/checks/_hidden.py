"""Characters that cannot be seen and change what is read, and the texts in which they are right."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["hidden_character", "visible"]

_SUSPECT: Final = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2061-\u2064\u2066-\u206f\u3164\ufe00-\ufe0d"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ASCII: Final = bytes(range(128))
_OVERRIDES: Final = "\u202d\u202e"
_DIRECTION: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_JOINERS: Final = "\u200c\u200d"
# Scripts whose letters join or stack, in which the joiners are spelling: Arabic to the Indic scripts, Tibetan, Myanmar,
# Ethiopic, Khmer, Mongolian, and what belongs to them further up.
_JOINING: Final = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1200-\u137f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010aff\U00010d00-\U00011fff\U0001e900-\U0001e95f]"
)
# Scripts without spaces between words, in which U+200B says where a line may break.
_UNSPACED: Final = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_EMOJI: Final = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_IDEOGRAPH: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def hidden_character(text: str, *, right_to_left: bool = False) -> tuple[int, str] | None:
    """The position and name of the first hidden character that has no business where it stands, or None."""
    if not may_hide(text):
        return None
    for found in _SUSPECT.finditer(text):
        at = found.start()
        if not _in_order(text, at, right_to_left=right_to_left):
            return at, unicodedata.name(text[at], "no name").lower()
    return None


def may_hide(text: str, *, printable: bool | None = None) -> bool:
    """Whether a long text might hold a hidden character: a quick look, which never misses one.

    Most of them are not printable to Python; the others are told by the byte with which they begin in UTF-8. Whoever
    knows whether the text is `printable` says so.
    """
    if text.isascii():
        return False
    data = text.encode().translate(None, _ASCII)
    if b"\xcd" in data or b"\xe1" in data or b"\xe3" in data or b"\xef" in data or b"\xf3" in data:
        return True
    return not (data.decode().isprintable() if printable is None else printable)


def visible(text: str) -> str:
    """The text with its hidden characters shown by number, as in `<U+202E>`: one that reads as it is."""
    if text.isascii():
        return text
    return _SUSPECT.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def _in_order(text: str, at: int, *, right_to_left: bool) -> bool:
    character = text[at]
    if character in _OVERRIDES:
        return False
    if character in _DIRECTION:
        return right_to_left or _RIGHT_TO_LEFT.search(text) is not None
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    if character in _JOINERS:
        return _JOINING.search(around) is not None or _EMOJI.search(around) is not None
    if character == "\u200b":
        return _UNSPACED.search(around) is not None
    if "\ufe00" <= character <= "\ufe0d" or "\U000e0100" <= character <= "\U000e01ef":
        return _IDEOGRAPH.search(around) is not None or _JOINING.search(around) is not None
    if "\U000e0020" <= character <= "\U000e007f":  # the tags that spell a region in the flag of Scotland
        flag = text.rfind("\U0001f3f4", 0, at)
        return flag >= 0 and all("\U000e0020" <= each <= "\U000e007f" for each in text[flag + 1 : at])
    return False
