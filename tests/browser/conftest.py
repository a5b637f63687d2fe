"""A demo of its own and a real browser to use it with."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

NOW = "2026-11-20T15:30:00+08:00"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Nothing of the browser's own may look for a network that is not there.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
    """The address of a running demo, its clock set to one afternoon."""
    environment = os.environ | {"CHESTNUT_PORT": "0", "CHESTNUT_NOW": NOW}
    environment.pop("CHESTNUT_HOME", None)
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline()
        assert line.startswith("Chestnut is ready: "), line
        address = line.removeprefix("Chestnut is ready: ").strip()
        # The last of what is wrong that day stands there, so that no card comes between a question and its answer.
        with urlopen(f"{address}_workspace/messages?channel=sales&contains=Refund&wait_s=30") as answer:
            assert json.load(answer)["messages"]
        yield address
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium; skipped where there is none.

    It ends with its module: while it runs, no test of another one can have an event loop.
    """
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: make check installs it"
    )
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def pictures(tmp_path) -> Path:
    """Where screenshots go: a temporary folder, or the one CHESTNUT_SCREENSHOTS names (README's are made so)."""
    folder = Path(os.environ.get("CHESTNUT_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
