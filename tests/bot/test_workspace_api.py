"""The workspace's Web API, through Slack's own client."""

import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.workspace_stage import PNG, SCOPES, manifest, stage


@pytest.fixture
async def slack():
    async with stage() as set_:
        yield set_


async def test_the_client_learns_who_it_is(slack):
    answer = await slack.client.auth_test()
    assert (answer["user"], answer["bot_id"]) == ("tiny", "B0LOCALBOT1")
    assert answer.headers["x-oauth-scopes"] == ",".join(SCOPES)


async def test_an_unknown_method_is_said_to_be_unknown(slack):
    assert (await slack.refused("chat.shout"))["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-local-workspace", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused(slack, token, error):
    async with slack.http.post(slack.workspace.api_url + "auth.test", data={"token": token}) as answer:
        assert (await answer.json())["error"] == error


async def test_a_scope_that_the_manifest_forgot_is_missed():
    async with stage(manifest(scopes=["chat:write"])) as slack:
        answer = await slack.refused("reactions.add", channel="C0SALES0001", timestamp="1.1", name="eyes")
        assert answer["error"] == "missing_scope"
        assert (answer["needed"], answer["provided"]) == ("reactions:write", "chat:write")


@pytest.mark.parametrize(
    ("method", "given", "needed"),
    [
        ("conversations.info", {"channel": "leads"}, "groups:read"),
        ("conversations.history", {"channel": "leads"}, "groups:history"),
        ("conversations.list", {"types": "public_channel,private_channel"}, "groups:read"),
    ],
)
async def test_each_kind_of_channel_has_scopes_of_its_own(method, given, needed):
    async with stage(manifest(scopes=["channels:read", "channels:history"])) as slack:
        assert (await slack.refused(method, **given))["needed"] == needed


async def test_addresses_are_for_apps_that_may_read_them(slack):
    assert "email" not in (await slack.client.users_info(user="U0LOCALANA1"))["user"]["profile"]


async def test_blocks_come_as_json_as_form_and_as_multipart(slack):
    blocks = [{"type": "divider"}]
    url = slack.workspace.api_url + "chat.postMessage"
    form = {"token": slack.client.token, "channel": "sales", "text": "x", "blocks": json.dumps(blocks)}
    assert (await slack.client.chat_postMessage(channel="sales", text="x", blocks=blocks))["ok"]
    async with slack.http.post(url, data=form) as answer:
        assert (await answer.json())["message"]["blocks"][0]["type"] == "divider"
    with aiohttp.MultipartWriter("form-data") as body:
        for name, value in form.items():
            body.append(value).set_content_disposition("form-data", name=name)
        async with slack.http.post(url, data=body) as answer:
            assert (await answer.json())["ok"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [("random", "not_in_channel"), ("C0NOSUCH001", "channel_not_found"), ("", "channel_not_found")],
)
async def test_the_app_writes_only_where_it_is(slack, channel, error):
    assert (await slack.refused("chat.postMessage", channel=channel, text="x"))["error"] == error


async def test_a_private_channel_without_the_app_cannot_even_be_seen(slack):
    await slack.do("command", channel="leads", text="/remove @tiny")
    assert (await slack.refused("conversations.info", channel="leads"))["error"] == "channel_not_found"


async def test_a_person_id_is_the_direct_message_with_them(slack):
    opened = await slack.client.conversations_open(users="U0LOCALWEI1")
    posted = await slack.client.chat_postMessage(channel="U0LOCALWEI1", text="你好")
    assert posted["channel"] == opened["channel"]["id"]
    assert (await slack.see("你好", "dm", "liwei"))["ts"] == posted["ts"]


async def test_messages_are_updated_deleted_and_linked_by_their_own_app_alone(slack):
    mine = await slack.client.chat_postMessage(channel="sales", text="one")
    theirs = await slack.do("message", channel="sales", text="mine, not yours")
    await slack.client.chat_update(channel=mine["channel"], ts=mine["ts"], text="two")
    assert (await slack.see("two"))["edited"]
    for method, error in (("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")):
        answer = await slack.refused(method, channel=mine["channel"], ts=theirs["ts"], text="x")
        assert answer["error"] == error
    link = await slack.client.chat_getPermalink(channel=mine["channel"], message_ts=mine["ts"])
    assert link["permalink"].endswith("/p" + mine["ts"].replace(".", ""))
    await slack.client.chat_delete(channel=mine["channel"], ts=mine["ts"])
    assert (await slack.get("messages", channel="sales", contains="two"))["messages"] == []


async def test_an_update_with_text_alone_takes_the_blocks_away_and_one_with_blocks_is_not_marked(slack):
    row = await slack.client.chat_postMessage(channel="C0SALES0001", text="x", blocks=[{"type": "divider"}])
    header = [{"type": "header", "text": {"type": "plain_text", "text": "y"}}]
    changed = await slack.client.chat_update(channel=row["channel"], ts=row["ts"], text="y", blocks=header)
    assert "edited" not in changed["message"]
    changed = await slack.client.chat_update(channel=row["channel"], ts=row["ts"], text="z")
    assert "blocks" not in changed["message"]
    assert changed["message"]["edited"]


async def test_text_has_slacks_limits(slack):
    cut = await slack.client.chat_postMessage(channel="sales", text="x" * 40_001)
    assert (cut["warning"], len(cut["message"]["text"])) == ("message_truncated", 40_000)
    assert (await slack.refused("chat.postMessage", channel="sales"))["error"] == "no_text"
    answer = await slack.refused("chat.update", channel="sales", ts=cut["ts"], text="x" * 4_001)
    assert answer["error"] == "msg_too_long"


async def test_an_ephemeral_is_seen_by_one_person(slack):
    await slack.client.chat_postEphemeral(channel="sales", user="U0LOCALANA1", text="psst")
    assert (await slack.see("psst"))["ephemeral"]
    for user in ("sam", ""):
        assert (await slack.get("messages", channel="sales", user=user))["messages"] == []
    answer = await slack.refused("chat.postEphemeral", channel="leads", user="U0LOCALWEI1", text="psst")
    assert answer["error"] == "user_not_in_channel"


async def test_a_thread_is_its_parent_and_its_replies(slack):
    parent = await slack.client.chat_postMessage(channel="C0SALES0001", text="parent")
    await slack.client.chat_postMessage(channel="C0SALES0001", text="reply", thread_ts=parent["ts"])
    found = await slack.client.conversations_replies(channel="C0SALES0001", ts=parent["ts"])
    assert [row["text"] for row in found["messages"]] == ["parent", "reply"]
    assert found["messages"][0]["reply_count"] == 1
    assert len((await slack.client.conversations_history(channel="C0SALES0001"))["messages"]) == 1
    answer = await slack.refused("chat.postMessage", channel="sales", text="x", thread_ts="1.000001")
    assert answer["error"] == "thread_not_found"


async def test_a_reaction_counts_once(slack):
    row = await slack.client.chat_postMessage(channel="C0SALES0001", text="x")
    where = {"channel": "C0SALES0001", "timestamp": row["ts"], "name": "eyes"}
    await slack.client.reactions_add(**where)
    assert (await slack.refused("reactions.add", **where))["error"] == "already_reacted"
    await slack.client.reactions_remove(**where)
    assert (await slack.refused("reactions.remove", **where))["error"] == "no_reaction"


async def test_people_have_a_language_and_a_time_zone(slack):
    person = (await slack.client.users_info(user="U0LOCALWEI1", include_locale=True))["user"]
    assert (person["locale"], person["tz"], person["tz_offset"]) == ("zh-CN", "Asia/Shanghai", 28_800)
    assert "locale" not in (await slack.client.users_info(user="U0LOCALWEI1"))["user"]


async def test_lists_come_in_pages(slack):
    first = await slack.client.conversations_list(limit=3)
    rest = await slack.client.conversations_list(limit=3, cursor=first["response_metadata"]["next_cursor"])
    names = [row["name"] for row in [*first["channels"], *rest["channels"]]]
    assert names == ["general", "sales", "marketing", "random", "partners"]
    assert (await slack.client.usergroups_list(include_users=True))["usergroups"][0]["users"]


async def test_an_uploaded_picture_has_no_type_until_it_is_processed(slack):
    answer = await slack.client.files_upload_v2(
        content=PNG, filename="a.png", title="A chart", channel="C0SALES0001", initial_comment="Look:"
    )
    assert (answer["file"]["mimetype"], answer["file"]["shares"]) == ("", {})
    shared = await slack.see("Look:")
    file = (await slack.client.files_info(file=answer["file"]["id"]))["file"]
    assert file["mimetype"] == "image/png"
    assert file["shares"]["public"]["C0SALES0001"][0]["ts"] == shared["ts"]
    async with slack.http.get(f"{slack.workspace.url}/_workspace/files/{file['id']}") as got:
        assert (await got.read(), got.content_type) == (PNG, "image/png")
    assert (await slack.http.get(file["url_private"])).status == 403
    headers = {"Authorization": f"Bearer {slack.client.token}"}
    async with slack.http.get(shared["files"][0]["url_private"], headers=headers) as got:
        assert await got.read() == PNG


async def test_an_image_block_waits_for_its_file(slack):
    target = await slack.client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    await (await slack.http.post(target["upload_url"], data=PNG)).read()
    block = {"type": "image", "slack_file": {"id": target["file_id"]}, "alt_text": "A chart"}
    answer = await slack.refused("chat.postMessage", channel="sales", text="x", blocks=[block])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    assert answer["response_metadata"]["messages"] == ["[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"]
    await slack.client.files_completeUploadExternal(files=[{"id": target["file_id"]}], channel_id="C0SALES0001")
    await slack.workspace.office.state.feed.until(
        lambda: slack.workspace.office.state.files[target["file_id"]].ready, 2
    )
    assert (await slack.client.chat_postMessage(channel="sales", text="x", blocks=[block]))["ok"]


async def test_a_file_cannot_be_shared_where_the_app_is_not(slack):
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await slack.client.files_upload_v2(content="a,b", filename="a.csv", channel="C0RANDOM001")


async def test_a_home_is_replaced_only_by_who_saw_the_last_one(slack):
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await slack.client.views_publish(user_id="U0LOCALANA1", view=home))["view"]
    second = (await slack.client.views_publish(user_id="U0LOCALANA1", view=home, hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    answer = await slack.refused("views.publish", user_id="U0LOCALANA1", view=home, hash=first["hash"])
    assert answer["error"] == "hash_conflict"


async def test_blocks_are_validated_without_a_token(slack):
    client = AsyncWebClient(base_url=slack.workspace.api_url)
    assert (await client.api_call("blocks.validate", json={"blocks": [{"type": "divider"}]}))["ok"]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.api_call("blocks.validate", json={"blocks": [{"type": "banner"}]})
