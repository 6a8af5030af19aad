"""Addresses of works: the form in which two are the same, redirectors, and the marks that trackers leave."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

__all__ = ["canonical_url", "clean_url", "host_of", "redirector"]

_KEPT: Final = 4096
"""How many addresses are remembered: one page is cited in many documents."""
# Redirectors by host and the beginning of the path, with the parameter in which the real address travels, if one does.
_REDIRECTORS: Final = (
    ("vertexaisearch.cloud.google.com", "/grounding-api-redirect/", None),
    ("www.google.com", "/url", ("q", "url")),
    ("google.com", "/url", ("q", "url")),
    ("www.bing.com", "/ck/", None),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("l.facebook.com", "/l.php", ("u",)),
    ("out.reddit.com", "/", ("url",)),
    ("www.linkedin.com", "/redir/", ("url",)),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("urldefense.com", "/", None),
    ("click.linksynergy.com", "/", None),
    ("t.co", "/", None),
    ("bit.ly", "/", None),
    ("tinyurl.com", "/", None),
    ("lnkd.in", "/", None),
    ("ow.ly", "/", None),
    ("goo.gl", "/", None),
    ("is.gd", "/", None),
    ("buff.ly", "/", None),
    ("rb.gy", "/", None),
)
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_[ce]id|igshid|yclid|_hs(?:enc|mi)|twclid|ttclid|_ga|srsltid",
    re.IGNORECASE,
)


def host_of(url: str | None) -> str:
    """The host of an address without `www.`, in lower case; empty when there is none."""
    if not url:
        return ""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def redirector(url: str) -> str | None:
    """The host of the redirector that an address goes through, or None."""
    found = _redirector(url)
    return None if found is None else found[0]


def clean_url(url: str) -> str | None:
    """The address without redirector and tracking parameters, or None when it cannot be known from `url` alone."""
    found = _redirector(url)
    if found is not None:
        _, names = found
        given = parse_qs(urlsplit(url).query)
        inner = next((given[name][0] for name in names or () if name in given), "")
        if not re.match(r"https?://[^/\s]+\.[^/\s]", inner) or _redirector(inner) is not None:
            return None
        url = inner
    return _untracked(url)


@lru_cache(_KEPT)
def canonical_url(url: str) -> str:
    """The form in which two addresses of one page are equal: no scheme, `www.`, fragment, tracking or last slash."""
    try:
        parts = urlsplit(_untracked(clean_url(url) or url).strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    except ValueError:
        return url.strip()
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}" + (f"?{query}" if query else "") if host else url.strip()


def _redirector(url: str) -> tuple[str, tuple[str, ...] | None] | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    for name, path, parameters in _REDIRECTORS:
        same = host == name or (name.startswith("safelinks.") and host.endswith("." + name))
        if same and parts.path.startswith(path) and len(parts.path + parts.query) > 1:
            return host, parameters
    return None


def _untracked(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query:
        return url
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return url if len(kept) == len(parts.query.split("&")) else urlunsplit(parts._replace(query="&".join(kept)))


def is_tracked(url: str) -> bool:
    """Whether an address carries a parameter that only serves to track who follows it."""
    return _untracked(url) != url
