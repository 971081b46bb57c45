// One message as a bubble with its buttons; `act(name, body)` passes an act on.
import { make, outward, rich } from "/rich.js";

const KINDS = ["voice", "audio", "video", "video_note", "animation", "document", "sticker"];

const fileAddress = (file) => `/control/file?id=${encodeURIComponent(file.file_id)}`;

function content(message) {
  const nodes = [];
  if (message.reply_to_message) nodes.push(make("span", { className: "reply", textContent: brief(message.reply_to_message) }));
  if (message.pinned_message) nodes.push(`📌 ${brief(message.pinned_message)}`);
  if (message.photo) {
    const { width, height } = message.photo.at(-1);
    nodes.push(make("img", { src: fileAddress(message.photo.at(-1)), alt: message.caption || "Photo", width, height }));
  }
  const kind = KINDS.find((name) => message[name]);
  if (kind) {
    const label = message[kind].file_name || `${kind.replace("_", " ")} ${message[kind].emoji || ""}`.trim();
    nodes.push(make("a", { href: fileAddress(message[kind]), download: label, textContent: `📎 ${label}` }), "\n");
  }
  if (message.poll) {
    const lines = message.poll.options.map((option) => `\n${option.text}: ${option.voter_count}`);
    nodes.push(`📊 ${message.poll.question}${message.poll.is_closed ? " (closed)" : ""}`, ...lines);
  }
  if (message.contact) nodes.push(`👤 ${message.contact.first_name} ${message.contact.phone_number}`);
  if (message.location) nodes.push(`📍 ${message.location.latitude}, ${message.location.longitude}`);
  nodes.push(...rich(message.text || "", message.entities), ...rich(message.caption || "", message.caption_entities));
  return nodes.length ? nodes : ["(something else)"];
}

function brief(message) {
  return (message.text || message.caption || "a message").slice(0, 80);
}

function when(message) {
  const moment = new Date(message.date * 1000);
  const words = moment.toLocaleString([], { weekday: "short", hour: "2-digit", minute: "2-digit" });
  const edited = message.edit_date ? " · edited" : "";
  return make("time", { className: "when", dateTime: moment.toISOString(), textContent: words + edited });
}

function inlineButton(message, button, act) {
  if (button.url) return outward(make("a", { textContent: button.text }), button.url);
  const tap = () => act("tap", { data: button.callback_data, message_id: message.message_id });
  return make("button", { type: "button", textContent: button.text, disabled: !button.callback_data, onclick: tap });
}

export function bubble(message, act) {
  const own = !message.from.is_bot;
  const author = make("span", { className: "unseen", textContent: own ? "You: " : "Bot: " });
  const body = make("div", { className: "bubble" }, author, ...content(message), when(message));
  const rows = (message.reply_markup?.inline_keyboard || []).map(
    (row) => make("div", { className: "row" }, ...row.map((button) => inlineButton(message, button, act))));
  const node = make("li", { className: `message ${own ? "own" : "bot"}` }, body, ...rows);
  node.dataset.number = message.message_id;
  node.dataset.content = JSON.stringify(message);
  return node;
}
