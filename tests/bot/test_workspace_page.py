"""The page and the door it stands behind."""

import re
from pathlib import Path

import aiohttp
import pytest

import bot.workspace
from bot.workspace.faults import FAULTS
from tests.bot.workspace_stage import PNG, stage

FOLDER = Path(bot.workspace.__file__).parent
PAGE = FOLDER / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))


@pytest.fixture
async def slack():
    async with stage() as set_:
        yield set_


async def test_the_page_loads_nothing_from_outside_and_runs_no_inline_script(slack):
    async with slack.http.get(slack.workspace.url) as answer:
        text, policy = await answer.text(), answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert not re.search(r"https?://|<script>|<style|style=|\son\w+=", text)
    for path in re.findall(r'(?:href|src)="(/[^"]+)"', text):
        assert (await slack.http.get(slack.workspace.url + path)).status == 200


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_small_imports_what_is_there_and_parses_nothing_as_html(script):
    text = script.read_text("utf-8")
    assert len(text.splitlines()) <= 250
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    assert all((PAGE / name).exists() for name in re.findall(r'(?:from|import) "\./([^"]+)"', text))


def test_both_languages_say_the_same_things():
    english, chinese = (PAGE / "phrases.js").read_text("utf-8").split("  zh: {")
    keys = [
        set(re.findall(r"(?:^|[{,])\s*(\w+): \"", part.split("\n};")[0], re.MULTILINE)) for part in (english, chinese)
    ]
    assert keys[0] == keys[1]


def test_the_control_panel_orders_only_what_there_is():
    ordered = set(re.findall(r'kind: "(\w+)"', (PAGE / "panel.js").read_text("utf-8")))
    assert {"close_sockets", "disconnect", "delay", "rate_limited", "server_error", "lose_response"} <= ordered
    assert ordered <= set(FAULTS)


async def test_it_listens_on_this_machine_only(slack):
    assert slack.workspace.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("path", ["/", "/_workspace/messages", "/api/auth.test"])
async def test_a_name_that_was_rebound_to_this_machine_is_refused(slack, path):
    async with slack.http.get(slack.workspace.url + path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("path", ["/_workspace/message", "/api/chat.postMessage", "/hooks/x", "/upload/v1/F1"])
async def test_another_sites_page_cannot_post(slack, path):
    headers = {"Origin": "https://evil.example"}
    async with slack.http.post(slack.workspace.url + path, json={}, headers=headers) as answer:
        assert answer.status == 403


async def test_another_sites_page_cannot_listen(slack):
    url = f"{slack.workspace.url}/_workspace/live?user=ana"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await slack.http.ws_connect(url, origin="https://evil.example")


async def test_a_form_of_another_page_is_not_an_act(slack):
    async with slack.http.post(f"{slack.workspace.url}/_workspace/message", data={"user": "ana"}) as answer:
        assert answer.status == 415


async def test_the_page_follows_live_and_each_person_sees_their_own(slack):
    url = f"{slack.workspace.url}/_workspace/live?user="
    async with slack.http.ws_connect(url + "ana") as ana, slack.http.ws_connect(url + "liwei") as wei:
        picture = await ana.receive_json()
        names = [row["name"] for row in picture["channels"]]
        assert names == ["general", "sales", "marketing", "random", "leads", "partners", ""]
        assert "leads" not in [row["name"] for row in (await wei.receive_json())["channels"]]
        await slack.client.chat_postEphemeral(channel="sales", user="U0LOCALANA1", text="for Ana")
        await slack.client.chat_postMessage(channel="leads", text="for leads")
        await slack.client.chat_postMessage(channel="sales", text="for all")
        seen = [(await ana.receive_json())["message"]["text"] for _ in range(3)]
        assert seen == ["for Ana", "for leads", "for all"]
        assert (await wei.receive_json())["message"]["text"] == "for all"


async def test_an_upload_is_bounded():
    async with stage(upload_bytes=100) as slack:
        answer = await slack.refused("files.getUploadURLExternal", filename="a", length=101)
        assert answer["error"] == "file_upload_size_restricted"
        target = await slack.client.files_getUploadURLExternal(filename="a.png", length=10)
        async with slack.http.post(target["upload_url"], data=b"x" * 101) as answer:
            assert answer.status == 413


async def test_a_file_arrives_raw_under_any_content_type_or_as_multipart(slack):
    form = aiohttp.FormData()
    form.add_field("file", PNG, filename="a.png", content_type="image/png")
    bodies = [(PNG, {"Content-Type": "application/x-www-form-urlencoded"}), (PNG, {}), (form, {})]
    for body, headers in bodies:
        target = await slack.client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
        assert (await slack.http.post(target["upload_url"], data=body, headers=headers)).status == 200
        assert slack.workspace.office.state.files[target["file_id"]].data == PNG


async def test_a_file_that_is_no_picture_is_a_download_and_never_a_page(slack):
    await slack.client.files_upload_v2(
        content="<script>alert(1)</script>", filename='a".html', channel="C0SALES0001", initial_comment="file"
    )
    row = (await slack.see("file"))["files"][0]
    async with slack.http.get(f"{slack.workspace.url}/_workspace/files/{row['id']}") as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a_.html"'
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")


async def test_waiting_for_a_message_ends_when_it_comes_or_the_time_is_over(slack):
    cursor = (await slack.get("messages", channel="sales"))["cursor"]
    await slack.client.chat_postMessage(channel="sales", text="new")
    found = await slack.get("messages", channel="sales", since=str(cursor), wait_s="4")
    assert [row["text"] for row in found["messages"]] == ["new"]
    later = await slack.get("messages", channel="sales", since=str(found["cursor"]), wait_s="0.01")
    assert later["messages"] == []
