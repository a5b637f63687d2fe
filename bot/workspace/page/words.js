// What the page itself says, in the language of the person acted as.

const WORDS = {
  en: {
    local: "A local approximation of Slack",
    skip: "Skip to the message box",
    channels: "Channels",
    apps: "App",
    actAsShort: "Act as",
    messageTo: "Message {0}",
    send: "Send",
    reply: "Reply…",
    thread: "Thread",
    close: "Close",
    back: "Back",
    openMenu: "Open channels",
    replies: "{0} replies",
    oneReply: "1 reply",
    lastReply: "last {0}",
    onlyYou: "Only visible to you",
    edited: "(edited)",
    react: "Add reaction",
    more: "More actions",
    replyInThread: "Reply in thread",
    copyLink: "Copy link",
    copied: "Link copied",
    editMessage: "Edit message",
    deleteMessage: "Delete message",
    dismiss: "Dismiss",
    save: "Save",
    cancel: "Cancel",
    app: "APP",
    home: "Home",
    messages: "Messages",
    noHome: "The app has not published a Home for you yet.",
    empty: "This is the very beginning of {0}.",
    commands: "Commands",
    shortcuts: "Shortcuts",
    noShortcuts: "The app has no global shortcuts.",
    failed: "The app did not answer in time. Try again.",
    refused: "That did not work: {0}",
    offline: "Reconnecting…",
    download: "Download",
    enlarge: "Enlarge picture",
    members: "{0} members",
    ok: "OK",
    no: "Cancel",
    choose: "Choose…",
    optional: "(optional)",
    today: "Today",
    yesterday: "Yesterday",
    alsoSent: "replied to a thread",
    unknownBlock: "This block ({0}) is not drawn here.",
    external: "Picture from {0}",
    noApp: "The app is not in this channel. Type /invite to let it in.",
    sending: "Waiting for the app…",
    pinned: "Pinned",
    table: "Table",
    trouble: "We had some trouble connecting. Try again?",
    newMessage: "New message from {0}: {1}",
    slackbot: "Workspace",
    jump: "Jump to the newest message",
    hint: "Enter to send · Shift+Enter for a new line · / for commands",
  },
  zh: {
    local: "Slack 的本地近似版",
    skip: "跳到输入框",
    channels: "频道",
    apps: "应用",
    actAsShort: "切换身份",
    messageTo: "发消息到 {0}",
    send: "发送",
    reply: "回复…",
    thread: "消息列",
    close: "关闭",
    back: "返回",
    openMenu: "打开频道列表",
    replies: "{0} 条回复",
    oneReply: "1 条回复",
    lastReply: "最后回复 {0}",
    onlyYou: "仅你可见",
    edited: "（已编辑）",
    react: "添加表情",
    more: "更多操作",
    replyInThread: "在消息列中回复",
    copyLink: "复制链接",
    copied: "链接已复制",
    editMessage: "编辑消息",
    deleteMessage: "删除消息",
    dismiss: "关闭这条消息",
    save: "保存",
    cancel: "取消",
    app: "应用",
    home: "主页",
    messages: "消息",
    noHome: "应用还没有为你发布主页。",
    empty: "这里是 {0} 的开头。",
    commands: "命令",
    shortcuts: "快捷方式",
    noShortcuts: "该应用没有全局快捷方式。",
    failed: "应用没有及时响应，请再试一次。",
    refused: "操作没有成功：{0}",
    offline: "正在重新连接…",
    download: "下载",
    enlarge: "放大图片",
    members: "{0} 位成员",
    ok: "确定",
    no: "取消",
    choose: "请选择…",
    optional: "（选填）",
    today: "今天",
    yesterday: "昨天",
    alsoSent: "回复了一条消息列",
    unknownBlock: "这里无法显示此内容（{0}）。",
    external: "来自 {0} 的图片",
    noApp: "应用不在此频道中。输入 /invite 邀请它加入。",
    sending: "正在等待应用响应…",
    pinned: "已置顶",
    table: "表格",
    trouble: "连接出现问题，要再试一次吗？",
    newMessage: "{0} 发来新消息：{1}",
    slackbot: "工作区",
    jump: "跳到最新消息",
    hint: "Enter 发送 · Shift+Enter 换行 · / 输入命令",
  },
};

let locale = "en-US";

export function speak(wanted) {
  locale = wanted;
  document.documentElement.lang = wanted;
}

export const spoken = () => locale;

export function t(key, ...values) {
  const table = locale.startsWith("zh") ? WORDS.zh : WORDS.en;
  return table[key].replace(/\{(\d)\}/g, (_, index) => values[index]);
}

const at = (ts) => new Date(Number(ts) * 1000);

export const clock = (ts) => at(ts).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

export const moment = (ts) => at(ts).toLocaleString(locale, { dateStyle: "long", timeStyle: "medium" });

export function day(ts) {
  const then = at(ts).toDateString();
  if (then === new Date().toDateString()) return t("today");
  if (then === new Date(Date.now() - 864e5).toDateString()) return t("yesterday");
  return at(ts).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
}

// Slack's <!date^seconds^format|fallback>.
const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

export function formatDate(seconds, format, fallback) {
  if (!Number.isFinite(Number(seconds))) return fallback;
  return format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return moment(seconds);
    const pretty = name.endsWith("_pretty");
    if (pretty && [t("today"), t("yesterday")].includes(day(seconds))) return day(seconds).toLocaleLowerCase(locale);
    const options = DATES[pretty ? name.slice(0, -7) : name];
    return options ? new Intl.DateTimeFormat(locale, options).format(at(seconds)) : whole;
  });
}
