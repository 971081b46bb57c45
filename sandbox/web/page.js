// One page, four people: shows the chosen person's chat and passes their acts on.
import { bubble } from "/bubbles.js";
import { make } from "/rich.js";

const SHOWN_PEOPLE = 4, PAUSE = 1000, TOAST = 4000;

const part = (id) => document.getElementById(id);
let chosen = null, version = -1, answered = null, blocked = false, round = 0;

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/control/${path}`, options);
  const answer = await response.json();
  if (!answer.ok) throw new Error(answer.error);
  return answer.result;
}

function toast(words) {
  part("toast").textContent = words;
  part("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { part("toast").hidden = true; }, TOAST);
}

async function act(name, body) {
  try {
    await ask(name, { person: chosen.id, ...body });
    await refresh();
  } catch (mistake) {
    toast(mistake.message);
  }
}

// Only what changed is replaced, so that focus and screen readers keep their place.
function showMessages(messages) {
  const list = part("chat");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const old = new Map([...list.children].map((node) => [node.dataset.number, node]));
  const nodes = messages.map((message) => {
    const there = old.get(String(message.message_id));
    return there?.dataset.content === JSON.stringify(message) ? there : bubble(message, act);
  });
  const focused = document.activeElement?.closest?.(".message")?.dataset.number;
  list.replaceChildren(...nodes);
  const place = focused && nodes.find((node) => node.dataset.number === focused);
  if (place && !place.contains(document.activeElement)) (place.querySelector("button") || list).focus();
  if (atEnd || version < 0) list.scrollTop = list.scrollHeight;
}

function keyboardButton(button) {
  const label = button.text || button;
  const press = () => (button.request_contact ? act("send", { kind: "contact" }) : act("text", { text: label }));
  return make("button", { type: "button", textContent: label, onclick: press });
}

function showKeyboard(keyboard) {
  const rows = keyboard?.keyboard || [];
  part("keyboard").hidden = !rows.length;
  part("keyboard").replaceChildren(
    ...rows.map((row) => make("div", { className: "row" }, ...row.map(keyboardButton))));
}

function showAnswers(chat) {
  const fresh = answered === null ? 0 : chat.answered - answered;
  if (fresh > 0) toast(chat.answers.at(-1).text || chat.answers.at(-1).url);
  answered = chat.answered;
}

async function refresh() {
  if (!chosen) return;
  const person = chosen, mine = (round += 1);
  const chat = await ask(`chat?person=${person.id}&since=${version}`);
  if (person !== chosen || mine !== round) return;
  part("status").textContent = blocked ? "blocked" : chat.typing ? "typing…" : "bot";
  if (chat.unchanged) return;
  showMessages(chat.messages);
  showKeyboard(chat.keyboard);
  showAnswers(chat);
  blocked = chat.blocked;
  version = chat.version;
  part("name").textContent = chat.bot.first_name;
  part("block").hidden = false;
  part("block").textContent = blocked ? "Unblock" : "Block";
  part("status").textContent = blocked ? "blocked" : chat.typing ? "typing…" : "bot";
  for (const field of part("compose").querySelectorAll("input, button")) field.disabled = blocked;
}

function choose(person) {
  chosen = person;
  version = -1;
  answered = null;
  blocked = false;
  location.hash = person.id;
  part("chat").replaceChildren();
  for (const button of part("people").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.person === String(person.id)));
  }
  refresh().catch((mistake) => { part("status").textContent = mistake.message; });
}

function personButton(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const node = make("button", { type: "button", onclick: () => choose(person) }, name);
  node.append(make("small", { textContent: `${person.language_code || ""} · synthetic` }));
  node.dataset.person = person.id;
  node.setAttribute("aria-pressed", String(chosen?.id === person.id));
  return make("li", {}, node);
}

async function showPeople() {
  const people = (await ask("people")).slice(0, SHOWN_PEOPLE);
  part("nobody").hidden = people.length > 0;
  if (part("people").children.length === people.length) return;
  part("people").replaceChildren(...people.map(personButton));
  if (!chosen && people.length) choose(people.find((one) => String(one.id) === location.hash.slice(1)) || people[0]);
}

part("compose").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = part("text").value;
  if (!chosen || !text.trim()) return;
  part("text").value = "";
  await act("text", { text });
});
for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", () => chosen && act("send", { kind: button.dataset.kind }));
}
part("block").addEventListener("click", () => act(blocked ? "unblock" : "block", {}));

async function keepUp() {
  try {
    await showPeople();
    await refresh();
  } catch (mistake) {
    part("status").textContent = mistake.message;
  }
  setTimeout(keepUp, PAUSE);
}
keepUp();
