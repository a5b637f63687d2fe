// A foreign emulator of Slack's Web API, by other people from the same documentation: what ours is compared with.
import { createEmulator } from "emulate";

const token = process.env.SLACK_BOT_TOKEN;
const emulator = await createEmulator({
  service: "slack",
  port: 0,
  seed: {
    slack: {
      team: { name: "Local workspace", domain: "local" },
      users: [
        { name: "tiny", real_name: "tiny", email: "tiny@example.com" },
        { name: "ana", real_name: "Ana Souza", email: "ana@example.com" },
      ],
      channels: [{ name: "general" }, { name: "sales", topic: "How the shop sells" }, { name: "random" }],
      bots: [{ name: "tiny" }],
      tokens: [{ token, user: "tiny" }],
    },
  },
});
console.log(`ready ${emulator.url}`);
