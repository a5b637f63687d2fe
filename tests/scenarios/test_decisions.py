"""A decision in Slack: proposed in a thread, logged by its form, moved, edited by two, followed by a to-do."""


async def proposed(town):
    """The bot's proposal in the thread that a mention began."""
    said = await town.do("message", channel="sales", text="@chestnut decide move 20% of search spend to email")
    return said["ts"], await town.see("Log this decision?", thread_ts=said["ts"])


async def form(town, user="ana"):
    """The form on top, once it has something to fill in."""
    for _ in range(200):
        views = (await town.get("views", user=user, wait_s="4"))["views"]
        if views and any(block["type"] == "input" for block in views[-1]["blocks"]):
            return views[-1]
    raise AssertionError("no form opened")


async def test_a_decision_from_a_mention_to_its_to_do(town):
    root, offer = await proposed(town)
    await town.do("action", channel="sales", ts=offer["ts"], action_id="decide.log")
    view = await form(town)
    refused = await town.do("submit", view_id=view["id"], values={"review": "2020-02-29"})
    assert "That day is over" in refused["errors"]["review"]
    given = {
        "why": "Search is dry",
        "metric": "revenue",
        "effect": "+5%",
        "consulted": ["liwei"],
        "review": "2099-01-01",
    }
    assert (await town.do("submit", view_id=view["id"], values=given))["acked"]
    card = await town.see("D-1 · move 20%", thread_ts=root)
    assert "Why: Search is dry" in str(card["blocks"])

    await town.do(
        "action", channel="sales", ts=card["ts"], action_id="decide.state", value="in_progress", block_id="row0?D-1"
    )
    await town.see("moved it to: in progress", thread_ts=root)

    for user in ("ana", "liwei"):
        await town.do("action", user, channel="sales", ts=card["ts"], action_id="decide.edit")
    mine, theirs = await form(town, "ana"), await form(town, "liwei")
    await town.do("submit", "ana", view_id=mine["id"], values={"why": "Clicks got dear"})
    await town.see("changed the reason", thread_ts=root)
    await town.do("submit", "liwei", view_id=theirs["id"], values={"why": "Never mind"})
    told = await town.see("D-1 已被他人修改", user="liwei", thread_ts=root)
    assert "Never mind" in str(told["blocks"])

    await town.do("action", channel="sales", ts=card["ts"], action_id="decide.todo")
    todo = await form(town)
    await town.do("submit", view_id=todo["id"], values={"text": "Brief the agency", "due": "2099-01-01"})
    await town.see("added: T-1 · Brief the agency", thread_ts=root)
    card = await town.see("D-1 · move 20%", thread_ts=root)
    assert "Clicks got dear" in str(card["blocks"])
    assert "T-1 · Brief the agency" in str(card["blocks"])


async def test_a_message_is_logged_by_its_menu(town):
    said = await town.do("message", channel="sales", text="Let us stop search ads & go")
    await town.do("shortcut", callback_id="decide.log", channel="sales", ts=said["ts"])
    view = await form(town)
    await town.do("submit", view_id=view["id"], values={"review": "2099-01-01"})
    card = await town.see("D-1 · Let us stop", thread_ts=said["ts"])
    assert "stop search ads &amp; go" in str(card["blocks"])
