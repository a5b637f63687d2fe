"""What the judges need: the payloads played once, and Slack's own types where Node is at hand."""

import asyncio

import pytest

from tests.judgement import foreign, golden
from tests.judgement.shapes import Shapes


@pytest.fixture(scope="session")
def played(sample_home) -> dict[str, str]:
    """Every situation played by the real bot, as the text of its golden file."""
    return asyncio.run(golden.played(sample_home))


@pytest.fixture(scope="session")
def node() -> foreign.Node:
    try:
        return foreign.find()
    except foreign.Absent as absent:
        pytest.skip(str(absent))


@pytest.fixture(scope="session")
def packages(node):
    """The folder that Slack's packages for Node are installed in."""
    try:
        return foreign.installed(node)
    except foreign.Absent as absent:
        pytest.skip(str(absent))


@pytest.fixture(scope="session")
def slack_types(node, packages) -> Shapes:
    """JSON Schemas made from the types that Slack publishes."""
    return Shapes(foreign.schemas(node, packages))
