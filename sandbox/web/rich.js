// Text with entities as nodes: all text goes in as text nodes, and only the tags below are ever made.
const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", text_link: "a",
};

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// Telegram measures entities in UTF-16 units, as JavaScript does.
export function rich(text, entities = []) {
  const known = entities.filter((one) => one.type in TAGS);
  return nest(text, known, 0, text.length);
}

function nest(text, entities, from, to) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const one = entities[i], end = one.offset + one.length;
    if (one.offset < at || end > to) continue;
    const inner = entities.slice(i + 1).filter((other) => other.offset + other.length <= end);
    nodes.push(...linked(text.slice(at, one.offset)), wrap(one, nest(text, inner, one.offset, end)));
    at = end;
  }
  return [...nodes, ...linked(text.slice(at, to))];
}

function wrap(entity, children) {
  const node = make(TAGS[entity.type], {}, ...children);
  if (entity.type === "spoiler") Object.assign(node, { className: "spoiler", tabIndex: 0 });
  if (entity.type === "text_link") outward(node, entity.url);
  return node;
}

export function outward(node, url) {
  if (/^(https?|tg):\/\//.test(url)) Object.assign(node, { href: url, target: "_blank", rel: "noopener noreferrer" });
  return node;
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).filter(Boolean).map(
    (piece) => (/^https?:\/\//.test(piece) ? outward(make("a", { textContent: piece }), piece) : piece));
}
