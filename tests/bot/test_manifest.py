"""The manifest: valid by Slack's own schema, no more asked for than is used."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.manifest import SCOPES, as_yaml, build_manifest
from handlers import TABLES

SCHEMA = json.loads((Path(__file__).parent / "slack_manifest" / "manifest.schema.1.0.0.json").read_text())


@pytest.mark.parametrize("url", ["", "https://bot.example.com/"])
def test_it_is_valid_by_slacks_schema(tables, url):
    jsonschema.validate(build_manifest(tables, "/shop", url), SCHEMA)


def test_the_schema_would_notice_a_name_that_is_too_long(tables):
    manifest = build_manifest(tables)
    manifest["display_information"]["name"] = "x" * 36
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(manifest, SCHEMA)


def test_over_http_every_way_in_has_the_address(tables):
    manifest = build_manifest(tables, url="https://bot.example.com/")
    address = "https://bot.example.com/slack/events"
    settings = manifest["settings"]
    assert not settings["socket_mode_enabled"]
    assert settings["interactivity"]["request_url"] == settings["event_subscriptions"]["request_url"] == address
    assert {row["url"] for row in manifest["features"]["slash_commands"]} == {address}


def test_commands_and_shortcuts_come_from_the_tables(tables):
    features = build_manifest(tables, "/shop")["features"]
    assert [row["command"] for row in features["slash_commands"]] == ["/shop", "/why"]
    assert [row["callback_id"] for row in features["shortcuts"]] == ["note.add"]


def test_no_permission_is_asked_for_an_event_nobody_listens_for(tables):
    asked = build_manifest(replace(tables, events=()))["oauth_config"]["scopes"]["bot"]
    assert not {"channels:read", "groups:read"} & set(asked)


def test_as_yaml_it_says_the_same_and_why(tables):
    manifest = build_manifest(tables)
    written = as_yaml(manifest)
    assert yaml.safe_load(written) == manifest
    asked = manifest["oauth_config"]["scopes"]["bot"]
    for scope in SCOPES:
        assert (f'- "{scope.name}"  # {scope.reason}' in written) == (scope.name in asked)


def test_the_manifest_in_the_docs_is_the_one_the_tables_make():
    """After a change: `chestnut manifest > docs/manifest.yaml`."""
    assert (Path(__file__).parents[2] / "docs" / "manifest.yaml").read_text() == as_yaml(build_manifest(TABLES))
