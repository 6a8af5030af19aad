"""The executed notebook of the docs in real JupyterLab, trusted and not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

import outside

NOTEBOOK = outside.ROOT / "docs" / "notebook.ipynb"


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab server on a folder with the notebook, trusted and untrusted."""
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.skip("jupyterlab is not installed")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(NOTEBOOK, folder / "trusted.ipynb")
    # Trust is by content, so this one is another by one sign.
    (folder / "untrusted.ipynb").write_text(NOTEBOOK.read_text("utf-8").replace("are folded.", "are folded!"), "utf-8")
    own = {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {**os.environ, **own, "JUPYTER_PLATFORM_DIRS": "1"}
    trust = [sys.executable, "-m", "jupyter", "trust", str(folder / "trusted.ipynb")]
    subprocess.run(trust, env=environment, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    command += [
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=",
    ]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api").close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
        server.terminate()


@pytest.mark.full
@pytest.mark.browser
@pytest.mark.parametrize("name", ["trusted", "untrusted"])
def test_jupyterlab_shows_every_output(lab, name, tmp_path, playwright):
    """The words are there in both, in the host's colours; in the second, JupyterLab has sanitized what it shows."""
    flags = [*outside.CHROMIUM_FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=str(outside.chromium()), args=flags)
    page = browser.new_page(viewport={"width": 1200, "height": 2400})
    page.goto(f"{lab}/lab/tree/{name}.ipynb?reset")
    outputs = page.locator(".jp-OutputArea-output.jp-RenderedHTMLCommon")
    outputs.first.wait_for(timeout=60_000)
    page.wait_for_function("document.querySelectorAll('.jp-OutputArea-output details').length > 3", timeout=60_000)
    text = outputs.first.inner_text()
    assert text.startswith("Tranexamic Acid in Traumatic and Postpartum Haemorrhage")
    assert "25 claims" in text
    assert "⚠ Educational purpose only" in text
    # The section, which is not folded: JupyterLab draws outputs one after the other.
    page.locator(".jp-OutputArea-output details[open]").first.wait_for(state="attached", timeout=60_000)
    color = "getComputedStyle(document.querySelector('.jp-OutputArea-output strong')).color"
    host = "getComputedStyle(document.querySelector('.jp-OutputArea-output')).color"
    assert page.evaluate(color) == page.evaluate(host)
    page.screenshot(path=str(tmp_path / f"{name}.png"))
    browser.close()
