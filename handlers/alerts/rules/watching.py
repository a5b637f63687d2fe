"""What can be done with rules in words and by buttons, and what the clock does with what is open."""

from analysis.model import Text
from handlers.alerts.rules import digest, history, keeping, listing, noise, showing, silencing, why
from handlers.alerts.verbs import Verb
from handlers.tables import Action, Job

VERBS = (
    Verb(
        "list",
        ("list", "ls", "列表", "有哪些"),
        Text("list", "列表"),
        Text("what is open, and every rule", "未关闭的预警和全部规则"),
        listing.everything,
    ),
    Verb(
        "show",
        ("show", "查看", "详情"),
        Text("show R-3", "查看 R-3"),
        Text("one rule: what it says, how it stands", "一条规则的内容和状态"),
        showing.show,
    ),
    Verb(
        "why",
        ("why", "why not", "为什么", "为何", "怎么回事"),
        Text("why R-3 yesterday 9:00", "为什么 R-3 昨天9:00"),
        Text("why you were told, or not: what was seen, what kept it quiet", "为什么通知或没有通知"),
        why.why,
    ),
    Verb(
        "history",
        ("history", "历史", "记录"),
        Text("history R-3", "历史 R-3"),
        Text("past alerts, or the story of one", "过去的预警，或一条预警的经过"),
        history.history,
    ),
    Verb(
        "noise",
        ("noise", "tune", "噪音", "降噪", "噪音分析", "调优"),
        Text("noise R-3", "噪音 R-3"),
        Text("whether a rule is worth hearing, and what would calm it", "规则是否值得听，以及如何减少打扰"),
        noise.report,
    ),
    Verb(
        "pause",
        ("pause", "stop", "暂停", "停用"),
        Text("pause R-3", "暂停 R-3"),
        Text("stop watching for now", "暂停监控"),
        keeping.pause,
    ),
    Verb(
        "resume",
        ("resume", "恢复", "启用"),
        Text("resume R-3", "恢复 R-3"),
        Text("watch again; a deleted rule comes back", "恢复监控，也可找回已删除的规则"),
        keeping.resume,
    ),
    Verb(
        "delete",
        ("delete", "remove", "删除"),
        Text("delete R-3", "删除 R-3"),
        Text("drop a rule, after asking", "删除规则（会先确认）"),
        keeping.delete,
    ),
    Verb(
        "test",
        ("test", "测试"),
        Text("test R-3", "测试 R-3"),
        Text("post a test card to its channel", "向它的频道发一张测试卡片"),
        keeping.test,
    ),
    Verb(
        "silence",
        ("silence", "静默"),
        Text('silence revenue East until tomorrow 9:00 "stocktaking"', "静默 销售额 华东 明早9点 “盘点”"),
        Text("say nothing of what matches until then", "在此之前不提醒符合条件的预警"),
        silencing.silence,
    ),
    Verb(
        "silences",
        ("silences", "静默列表", "有哪些静默"),
        Text("silences", "静默列表"),
        Text("what is kept quiet, by whom, until when", "正在静默的内容"),
        silencing.silences,
    ),
    Verb(
        "unsilence",
        ("unsilence", "解除静默", "取消静默"),
        Text("unsilence S-4", "解除静默 S-4"),
        Text("end a silence", "解除静默"),
        silencing.unsilence,
    ),
    Verb(
        "mute",
        ("mute", "免打扰"),
        Text("mute R-3 2h", "免打扰 R-3 2小时"),
        Text("keep one rule quiet for a while", "让一条规则安静一段时间"),
        silencing.mute,
    ),
    Verb(
        "unmute",
        ("unmute", "取消免打扰", "解除免打扰"),
        Text("unmute R-3", "取消免打扰 R-3"),
        Text("let it speak again", "恢复提醒"),
        silencing.unmute,
    ),
)
"""The words for rules, and for what is kept quiet."""

ACTIONS = (
    Action("alert.pause", Text("stop watching for now", "暂停监控"), keeping.pause_pressed),
    Action("alert.resume", Text("watch again", "恢复监控"), keeping.resume_pressed),
    Action("alert.delete", Text("delete a rule", "删除规则"), keeping.delete_pressed),
    Action("alert.tune", Text("take over a calmer version of a rule", "采用更安静的规则"), noise.tune),
    Action("alert.unsilence", Text("end a silence", "解除静默"), silencing.unsilence),
)

JOBS = (
    Job(
        "alert.digest",
        Text("says what is still open when active hours begin", "在提醒时段开始时汇总未关闭的预警"),
        "*/5 * * * *",
        digest.digest,
        at_start=True,
    ),
)
