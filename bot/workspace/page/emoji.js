// Emoji by their Slack names. A name that is not here is shown as it was written.

const TABLE = `
+1 👍|-1 👎|thumbsup 👍|thumbsdown 👎|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|eyes 👀|zzz 💤
no_entry_sign 🚫|scales ⚖️|tada 🎉|raised_hands 🙌|clap 👏|pray 🙏|heart ❤️|fire 🔥|rocket 🚀|100 💯
joy 😂|smile 😄|slightly_smiling_face 🙂|thinking_face 🤔|open_mouth 😮|cry 😢|sweat_smile 😅|sunglasses 😎|wave 👋|ok_hand 👌
muscle 💪|point_up ☝️|point_right 👉|handshake 🤝|bulb 💡|memo 📝|pushpin 📌|round_pushpin 📍|link 🔗|lock 🔒
bell 🔔|no_bell 🔕|mute 🔇|loudspeaker 📢|mega 📣|speech_balloon 💬|hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️
calendar 📆|date 📅|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|moneybag 💰|credit_card 💳|shopping_cart 🛒
package 📦|truck 🚚|gift 🎁|label 🏷️|mag 🔍|gear ⚙️|wrench 🔧|hammer_and_wrench 🛠️|warning ⚠️|rotating_light 🚨
red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵
white_circle ⚪|black_circle ⚫|small_red_triangle 🔺|small_red_triangle_down 🔻|arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️
arrow_upper_right ↗️|arrow_lower_right ↘️|repeat 🔁|information_source ℹ️|question ❓|exclamation ❗|star ⭐|sparkles ✨|trophy 🏆|dart 🎯
house 🏠|department_store 🏬|globe_with_meridians 🌐|cn 🇨🇳|chestnut 🌰|seedling 🌱|snowflake ❄️|sunny ☀️|robot_face 🤖|brain 🧠
busts_in_silhouette 👥|bust_in_silhouette 👤|inbox_tray 📥|outbox_tray 📤|floppy_disk 💾|page_facing_up 📄|file_folder 📁|clipboard 📋
`;

export const EMOJI = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(" ")),
);

export const PICKED = [
  "eyes",
  "white_check_mark",
  "zzz",
  "no_entry_sign",
  "scales",
  "+1",
  "-1",
  "tada",
  "raised_hands",
  "clap",
  "pray",
  "heart",
  "fire",
  "rocket",
  "100",
  "joy",
  "smile",
  "thinking_face",
  "open_mouth",
  "cry",
  "wave",
  "ok_hand",
  "muscle",
  "bulb",
  "memo",
  "pushpin",
  "bell",
  "warning",
  "chart_with_upwards_trend",
  "chart_with_downwards_trend",
  "moneybag",
  "shopping_cart",
  "package",
  "truck",
  "star",
];

export function emoji(name) {
  const plain = name.split("::")[0];
  return EMOJI.get(plain) ?? null;
}
