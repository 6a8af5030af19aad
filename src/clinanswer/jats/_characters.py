"""Named characters: the HTML and ISO names that the JATS DTDs declare (`&micro;`, `&agr;`).

Parsers that do not load the DTD drop what they do not know without a word; so names are resolved before parsing, and a
name that is not in the table is an error.
"""

from __future__ import annotations

from functools import cache
from html.entities import html5
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["named_characters"]

# What HTML does not have. ISO 9573-13: Greek letters, accented Greek letters, bold Greek letters (after "b.").
_GREEK: Final = """
    Agr Α agr α Bgr Β bgr β Dgr Δ dgr δ EEgr Η eegr η Egr Ε egr ε Ggr Γ ggr γ Igr Ι igr ι Kgr Κ kgr
    κ KHgr Χ khgr χ Lgr Λ lgr λ Mgr Μ mgr μ Ngr Ν ngr ν Ogr Ο ogr ο OHgr Ω ohgr ω Pgr Π pgr π PHgr Φ
    phgr φ PSgr Ψ psgr ψ Rgr Ρ rgr ρ sfgr ς Sgr Σ sgr σ Tgr Τ tgr τ THgr Θ thgr θ Ugr Υ ugr υ Xgr Ξ
    xgr ξ Zgr Ζ zgr ζ
    Aacgr Ά aacgr ά Eacgr Έ eacgr έ EEacgr Ή eeacgr ή Iacgr Ί iacgr ί idiagr ΐ Idigr Ϊ idigr ϊ Oacgr
    Ό oacgr ό OHacgr Ώ ohacgr ώ Uacgr Ύ uacgr ύ udiagr ΰ Udigr Ϋ udigr ϋ
"""
_BOLD_GREEK: Final = """
    alpha 𝛂 beta 𝛃 chi 𝛘 Delta 𝚫 delta 𝛅 epsi 𝛆 epsiv 𝛜 eta 𝛈 Gamma 𝚪 gamma 𝛄 Gammad Ϝ gammad ϝ iota
    𝛊 kappa 𝛋 kappav 𝛞 Lambda 𝚲 lambda 𝛌 mu 𝛍 nu 𝛎 Omega 𝛀 omega 𝛚 Phi 𝚽 phi 𝛗 phiv 𝛟 Pi 𝚷 pi 𝛑 piv
    𝛡 Psi 𝚿 psi 𝛙 rho 𝛒 rhov 𝛠 Sigma 𝚺 sigma 𝛔 sigmav 𝛓 tau 𝛕 Theta 𝚯 thetas 𝛉 thetav 𝛝 Upsi 𝚼 upsi
    𝛖 Xi 𝚵 xi 𝛏 zeta 𝛇
"""
# JATS's own, and those to which the DTD and HTML give different letters: an article means the DTD's.
_JATS: Final = "gcaron ǧ franc ₣ epsi ϵ epsiv ε phi ϕ phiv φ"
_PREDEFINED: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


@cache
def named_characters() -> Mapping[str, str]:
    """Each name with its character or characters; the five that XML itself knows are left to the parser."""
    names = {name[:-1]: characters for name, characters in html5.items() if name.endswith(";")}
    names |= _pairs(_GREEK) | {f"b.{name}": letter for name, letter in _pairs(_BOLD_GREEK).items()} | _pairs(_JATS)
    names["Hmacr"] = "H\u0304"
    return MappingProxyType({name: value for name, value in names.items() if name not in _PREDEFINED})


def _pairs(words: str) -> dict[str, str]:
    names = words.split()
    return dict(zip(names[::2], names[1::2], strict=True))
