"""What every test may lean on, and the switch that turns a skip into a failure."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
def real_data() -> Path:
    """The folder of public data sets that stands beside the checkout; without it the test is skipped."""
    folder = Path(os.environ.get("CHESTNUT_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public data at {folder}: set CHESTNUT_TEST_DATA")
    return folder
