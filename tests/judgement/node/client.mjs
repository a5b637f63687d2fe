// A small app on Slack's own framework for Node: a second, foreign client of the workspace.
import { App, LogLevel } from "@slack/bolt";

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

const plain = (text) => ({ type: "plain_text", text });
const button = { type: "button", action_id: "open", text: plain("Open"), value: "one" };
const row = { type: "actions", block_id: "row", elements: [button] };
const field = { type: "plain_text_input", action_id: "name" };
const form = {
  type: "modal",
  callback_id: "form",
  title: plain("Form"),
  submit: plain("Save"),
  blocks: [{ type: "input", block_id: "name", label: plain("Name"), element: field }],
};

app.command("/ask", async ({ ack, command, respond, client }) => {
  await ack({ text: `acknowledged ${command.text}`, response_type: "ephemeral" });
  await respond({ text: `responded ${command.text}`, response_type: "in_channel" });
  const file = Buffer.from("iVBORw0KGgoAAAANSUhEUg==", "base64");
  await client.files.uploadV2({ channel_id: command.channel_id, file, filename: "a.png", initial_comment: "uploaded" });
  await client.chat.postMessage({ channel: command.channel_id, text: "posted", blocks: [row] });
});

app.action("open", async ({ ack, body, client }) => {
  await ack();
  const private_metadata = JSON.stringify({ channel: body.channel.id, ts: body.message.ts });
  await client.views.open({ trigger_id: body.trigger_id, view: { ...form, private_metadata } });
});

app.view("form", async ({ ack, view, client }) => {
  const name = view.state.values.name.name.value;
  if (name.length < 3) {
    await ack({ response_action: "errors", errors: { name: "Too short." } });
    return;
  }
  await ack();
  const { channel, ts } = JSON.parse(view.private_metadata);
  await client.chat.update({ channel, ts, text: `saved ${name}`, blocks: [] });
});

app.shortcut("keep", async ({ ack, shortcut, client }) => {
  await ack();
  await client.reactions.add({ channel: shortcut.channel.id, timestamp: shortcut.message.ts, name: "bookmark" });
});

app.event("app_mention", async ({ event, say }) => {
  await say({ text: `heard ${event.text}`, thread_ts: event.ts });
});

app.event("app_home_opened", async ({ event, client }) => {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: `Home of <@${event.user}>` } }];
  await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
});

await app.start();
const { user_id } = await app.client.auth.test();
console.log(`ready ${user_id}`);
