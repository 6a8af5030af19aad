"""Whether a well-formed language tag names a language."""

from __future__ import annotations

from typing import Final

from clinanswer.checks._vocabulary import vocabulary

__all__ = ["is_right_to_left", "language_problem"]

# ISO 639-1, with the withdrawn codes that BCP 47 keeps (in, iw, ji, jw, mo, sh, bh).
_TWO_LETTERS: Final = vocabulary(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee",
    "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io",
    "is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk",
    "ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc",
    "sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve",
    "vi vo wa wo xh yi yo za zh zu",
)
_MEANT: Final = {  # countries taken for languages
    "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "gr": "el", "jp": "ja", "ua": "uk", "us": "en", "vn": "vi",
}  # fmt: skip
_RIGHT_TO_LEFT: Final = vocabulary(
    "ar arc ckb dv fa he iw ji ks ku ps sd syr ug ur yi",
)


def language_problem(tag: str | None) -> str | None:
    """Why a well-formed tag says nothing about the language, or None."""
    if tag is None:
        return "the language is not given; name it, as in 'en' or 'pt-BR'"
    primary = tag.lower().partition("-")[0]
    if primary == "und":
        return "the language is 'und', undetermined; name it, as in 'en' or 'pt-BR'"
    if len(primary) == 2 and primary not in _TWO_LETTERS:
        meant = f"; did you mean {_MEANT[primary]!r}?" if primary in _MEANT else "; see BCP 47"
        return f"{tag!r} begins with no language of ISO 639-1{meant}"
    if len(primary) > 3:
        return f"{tag!r} begins with no registered language: use its code, as in 'en' or 'pt-BR'"
    return None


def is_right_to_left(tag: str | None) -> bool:
    """Whether the language is written from right to left."""
    return tag is not None and tag.lower().partition("-")[0] in _RIGHT_TO_LEFT
