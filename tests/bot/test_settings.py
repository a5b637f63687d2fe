"""Settings come from the environment, with all faults in one message and no secret shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.errors import Unavailable
from analysis.model import Lang
from bot import settings


def test_an_empty_environment_gives_a_shop_that_runs_on_one_machine():
    found = settings.read({})
    assert found.home == Path("chestnut-home")
    assert found.facts == "duckdb:///chestnut-home/facts.duckdb"
    assert found.records == "sqlite:///chestnut-home/records.sqlite"
    assert (found.lang, found.command, found.now) == (Lang.EN, "/kpi", None)


def test_every_fault_is_in_one_message():
    environment = {
        "CHESTNUT_PORT": "99999",
        "CHESTNUT_LANG": "fr",
        "CHESTNUT_NOW": "2026-11-22T09:00:00",
        "CHESTNUT_COMMAND": "kpi",
        "SLACK_BOT_TOKEN": "xoxp-secret",
    }
    with pytest.raises(Unavailable) as caught:
        settings.read(environment)
    message = caught.value.say(Lang.EN)
    for variable in environment:
        assert variable in message
    assert "xoxp-secret" not in message


def test_an_instant_keeps_its_zone():
    found = settings.read({"CHESTNUT_NOW": "2026-11-22T09:00:00+08:00"})
    assert found.now == datetime(2026, 11, 22, 1, tzinfo=UTC)


def test_secrets_stay_out_of_the_repr():
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-one",
        "SLACK_APP_TOKEN": "xapp-two",
        "SLACK_SIGNING_SECRET": "three",
        "CHESTNUT_FACTS_URL": "postgresql://me:four@db/facts",
    }
    shown = repr(settings.read(secrets))
    for secret in secrets.values():
        assert secret not in shown


def test_every_setting_is_a_field_and_says_what_it_is_for():
    names = {setting.name for setting in settings.SETTINGS}
    assert names == set(settings.Settings.__dataclass_fields__)
    for setting in settings.SETTINGS:
        assert setting.help.en
        assert setting.help.zh
