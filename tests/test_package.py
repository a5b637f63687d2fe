"""The wheel is the product: it runs outside the checkout, with its catalog, page and fonts."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel, built from the checkout and unpacked into a folder of its own."""
    built, target = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", built, ROOT], check=True)
    (wheel,) = built.glob("chestnut_bot-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", target, wheel], check=True)
    return target


@pytest.mark.check
def test_the_wheel_has_every_file_of_the_packages(installed):
    """A new package or a new kind of data file must be named in pyproject.toml."""
    for package in ("analysis", "bot", "charts", "handlers", "storage"):
        for file in (ROOT / package).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert (installed / file.relative_to(ROOT)).is_file(), file.relative_to(ROOT)


@pytest.mark.check
def test_the_demo_runs_from_the_wheel_and_ends_on_sigterm(installed, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": str(installed),
        "CHESTNUT_PORT": "0",
    }
    where = [sys.executable, "-c", "import bot; print(bot.__file__)"]
    found = subprocess.run(where, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).is_relative_to(installed)

    demo = [sys.executable, "-m", "bot", "demo"]
    with subprocess.Popen(demo, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        assert line.startswith("Chestnut is ready: http://127.0.0.1:")
        address = line.rsplit(" ", 1)[1].strip()
        with urllib.request.urlopen(f"{address}healthz") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
