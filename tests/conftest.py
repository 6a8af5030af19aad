"""What every test shares: Hypothesis profiles, the `--full` option, and a real browser without a network."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import outside

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

# Generating whole documents is slow on the first example, and slower under coverage.
_BASE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("dev", _BASE, max_examples=50)
# The same examples on every run: a red build is a change's fault. test-full is where new ones are looked for.
settings.register_profile("ci", _BASE, max_examples=100, derandomize=True, database=None)
settings.register_profile("full", _BASE, max_examples=1_000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if outside.IN_CI else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`."""
    parser.addoption("--full", action="store_true", help="also run the long tests (marked `full`)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests marked `full` out unless `--full` is given."""
    if config.getoption("--full"):
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


@pytest.fixture(scope="session")
def playwright() -> Iterator["Playwright"]:
    """What starts browsers, of which a process can have one at a time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> Iterator["Browser"]:
    """The machine's Chromium, headless, one a worker, with no way to any network.

    Every name resolves to nothing and every request goes through a proxy that does not exist, so a page
    that asks for something outside gets an error, and the request can still be seen by a test that listens
    for it. Make a context for each look: `browser.new_context(viewport=..., color_scheme="dark")`.
    """
    chromium = playwright.chromium.launch(
        executable_path=str(outside.chromium()),
        args=[*outside.CHROMIUM_FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND"],
        proxy={"server": "http://127.0.0.1:9", "bypass": "<-loopback>"},
    )
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A fresh page of `browser`, in a context of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
