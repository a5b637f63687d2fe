"""What every test may lean on, and the switch that turns a skip into a failure."""

import fcntl
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from storage import sample

ROOT = Path(__file__).parents[1]
# Noon of a Sunday in Shanghai.
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

# The same examples every time; what looks further is marked check and says so.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="fail when any test was skipped")


def pytest_terminal_summary(terminalreporter) -> None:
    if terminalreporter.config.getoption("--fail-on-skip") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("Skipped tests are failures here; the reasons stand above.", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--fail-on-skip") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder by name once a run, whichever worker comes first, and gives each of them a copy of its own."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        whole = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                draft = tmp_path_factory.mktemp(f"{name}-draft")
                make(draft)
                draft.rename(whole)
        return shutil.copytree(whole, tmp_path_factory.mktemp(name), dirs_exist_ok=True)

    return made


@pytest.fixture(scope="session")
def sample_home(made_once) -> Path:
    """The folder of a twentieth of the sample shop as it stands at NOON, for tests that only ask it."""
    return made_once("home", lambda folder: sample.furnish(folder, 7, NOON, 0.05))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data sets that stands beside the checkout; without it the test is skipped."""
    folder = Path(os.environ.get("CHESTNUT_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public data at {folder}: set CHESTNUT_TEST_DATA")
    return folder
