"""Resolve every development tool afresh and write the exact versions to constraints.txt.

Names and versions only: no hashes, no addresses, so that the file works with whatever index pip is
configured for.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Exact versions of the development tools, written by `make constraints`; never edited by hand.
# The library itself states lower bounds only (pyproject.toml).
"""


def main() -> None:
    """Install everything unpinned in a throw-away environment and record what pip chose."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [
        requirement
        for name, requirements in project["optional-dependencies"].items()
        if name != "all"
        for requirement in requirements
    ]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder, "bin", "python"))
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--upgrade", "pip"], check=True)
        subprocess.run([*install, "--group", "dev", *project["dependencies"], *extras], check=True, cwd=ROOT)
        listed = subprocess.run(
            [python, "-m", "pip", "list", "--format=json"], check=True, capture_output=True, text=True
        ).stdout
    pins = sorted(f"{item['name'].lower()}=={item['version']}" for item in json.loads(listed))
    pins = [pin for pin in pins if not pin.startswith("setuptools==")]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(pins) + "\n", "utf-8")
    print(f"constraints.txt: {len(pins)} pins, resolved on Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
