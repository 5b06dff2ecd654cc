// The review of an article: paints the cards in the article, and sends each decision as it is made.
"use strict";

const WAIT = 120; // milliseconds after a decision until the rehearsal is made anew
const KINDS = { n: "party", q: "statement", s: "statement", m: "award", d: "date", r: "ruling", l: "lawsuit", f: "relief", t: "status", v: "caveat", c: "cue" };
const PAINT = ["rejected", "accepted", "open", "uncovered", "current"]; // the last one is painted on top
const form = document.getElementById("editing");
const base = form.getAttribute("action");
const article = document.getElementById("article");
const cardBox = document.getElementById("card");
const said = document.getElementById("said");
const adding = document.getElementById("adding");
const addWords = document.getElementById("add-words");
const text = article.textContent;
const units = [0]; // where each code point begins, in units of UTF-16
for (const one of text) units.push(units[units.length - 1] + one.length);
let state = JSON.parse(document.getElementById("state").textContent);
let current = "";
let command = document.querySelector("[data-rehearse]").dataset.rehearse;
let timer = 0;

const cards = () => state.cards;
const cardNow = () => cards().find((one) => one.id === current);

function say(sentence, isWrong) {
  said.textContent = sentence;
  said.classList.toggle("wrong", Boolean(isWrong));
}

// Code points to the node of the article that holds them: there are several where the words are in <mark>.
function placeOf(unit) {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let before = 0;
  let node = walker.nextNode();
  while (node && before + node.length < unit) {
    before += node.length;
    node = walker.nextNode();
  }
  return node ? [node, unit - before] : [article, 0];
}

function rangeOf([start, end]) {
  const range = new Range();
  range.setStart(...placeOf(units[start]));
  range.setEnd(...placeOf(units[end]));
  return range;
}

function painted() {
  const spans = { open: [], accepted: [], rejected: [], uncovered: state.uncovered, current: [] };
  for (const one of cards()) {
    const name = one.state === "merged" ? "accepted" : one.state;
    spans[name].push(...(one.kind === "award" || one.kind === "date" ? [one.at] : one.spans));
    if (one.id === current) spans.current.push(...one.spans);
  }
  return spans;
}

function paint() {
  const spans = painted();
  if (window.CSS && CSS.highlights && window.Highlight) {
    PAINT.forEach((name, level) => {
      const highlight = new Highlight(...spans[name].map(rangeOf));
      highlight.priority = level;
      CSS.highlights.set(name, highlight);
    });
  } else {
    paintMarks(spans);
  }
}

// Without the Highlight API each stretch of one look is an element of its own.
function paintMarks(spans) {
  const looks = new Array(units.length - 1).fill("");
  for (const name of PAINT) for (const [start, end] of spans[name]) looks.fill(name, start, end);
  article.replaceChildren();
  let begun = 0;
  for (let at = 1; at <= looks.length; at += 1) {
    if (at < looks.length && looks[at] === looks[begun]) continue;
    const words = text.slice(units[begun], units[at]);
    const piece = looks[begun] ? document.createElement("mark") : document.createTextNode(words);
    if (looks[begun]) {
      piece.className = "is-" + looks[begun];
      piece.textContent = words;
    }
    article.append(piece);
    begun = at;
  }
}

function count() {
  const { covered, to_cover: all } = state;
  document.getElementById("coverage").value = all ? covered / all : 1;
  document.getElementById("covered").textContent = state.sentences[0];
  document.getElementById("decisions").textContent = state.sentences[1];
}

async function show(id) {
  const response = await fetch(`${base}/cards/${id}`);
  const fragment = await response.text();
  if (!response.ok) return drop();
  current = id;
  // The server has escaped every word of it.
  cardBox.innerHTML = fragment;
  paint();
  const [first] = cardNow().spans;
  const box = rangeOf(first).getBoundingClientRect();
  const frame = article.getBoundingClientRect();
  if (box.top < frame.top || box.bottom > frame.bottom) article.scrollTop += box.top - frame.top - frame.height / 3;
  return undefined;
}

// Names that no card uses need no decision: they are come by with “o”, “j” and “k” alone.
function step(by, isOpen, isUsed) {
  const all = cards();
  const at = all.findIndex((one) => one.id === current);
  for (let n = 1; n <= all.length; n += 1) {
    const next = all[(at + by * n + all.length * n) % all.length];
    if ((!isOpen || next.state === "open") && (!isUsed || next.used)) return show(next.id);
  }
  return show(current);
}

function rehearse() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const asked = command;
    const [answer, file] = await Promise.all([
      fetch(`${base}/rehearsal?command=${encodeURIComponent(asked)}`),
      fetch(`${base}/yaml`),
    ]);
    if (!answer.ok || asked !== command) return;
    document.getElementById("rehearsal").innerHTML = await answer.text();
    document.getElementById("yaml").textContent = await file.text();
    document.getElementById("rehearsal").dataset.seen = state.seen;
  }, WAIT);
}

async function post(path, body, headers) {
  const response = await fetch(`${base}/${path}`, {
    method: "POST",
    headers: { "X-CSRF-Token": form.dataset.csrf, "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  return [response, isJson ? await response.json() : { sentence: form.dataset.failed }];
}

// Each decision is numbered by those before it.
async function decide(decision, goesOn) {
  const known = new Set(cards().map((one) => one.id));
  const [response, given] = await post("decisions", { seen: state.seen, decision });
  if (given.cards) state = given;
  if (!response.ok) drop();
  say(given.sentence || "", !response.ok);
  if (!given.cards) return;
  count();
  rehearse();
  document.dispatchEvent(new CustomEvent("decided"));
  const added = cards().find((one) => !known.has(one.id));
  if (added) await show(added.id);
  else if (response.ok && goesOn && cardNow() && cardNow().state !== "open") await step(1, true, true);
  else await show(cardNow() ? current : cards()[0].id);
}

async function save() {
  const [response, given] = await post("save", {}, { "If-Match": `"${state.version}"` });
  // The case has changed: what is open again is decided on the case as it is now.
  if (given.cards) state = given;
  if (given.version) state.version = given.version;
  say(given.sentence, !response.ok);
  if (given.cards) {
    count();
    rehearse();
    document.dispatchEvent(new CustomEvent("decided"));
    await step(1, true, true);
  }
  const difference = document.getElementById("difference");
  difference.hidden = !given.diff;
  difference.textContent = given.diff || "";
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!article.contains(range.startContainer) || !article.contains(range.endContainer)) return null;
  const before = new Range();
  before.selectNodeContents(article);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  return [start, start + [...range.toString()].length];
}

// Words become a card of their own, or name who speaks on the card that is shown.
function addWordsAs(kind, start, end) {
  return decide(kind === "cue" ? { do: "cue", card: current, start, end } : { do: "add", kind, start, end });
}

// Where words that an editor typed stand in the article; says so where they stand nowhere, or twice.
function placeOfWords(words) {
  const at = text.indexOf(words);
  const isNowhere = !words.trim() || at < 0;
  if (isNowhere || text.indexOf(words, at + 1) >= 0) {
    say(isNowhere ? addWords.dataset.nowhere : addWords.dataset.twice, true);
    return null;
  }
  const start = [...text.slice(0, at)].length;
  return [start, start + [...words].length];
}

function add(kind) {
  const place = selected();
  if (place) {
    getSelection().removeAllRanges();
    return addWordsAs(kind, ...place);
  }
  adding.open = true;
  document.getElementById("add-kind").value = kind;
  return addWords.focus();
}

function link({ link: party, field, value }) {
  if (!field) return decide({ do: "link", card: current, party }, true);
  // An open point can be about several entries, and what is still missing is asked for.
  const accept = field === "of" || (field === "lawsuit" && !missing());
  return decide({ do: "edit", card: current, fields: { [field]: value }, accept }, true);
}

function fieldsOf(filled) {
  const fields = {};
  for (const [name, value] of new FormData(filled)) fields[name] = [fields[name], value].filter(Boolean).join("; ");
  return fields;
}

function missing() {
  return [...cardBox.querySelectorAll("[data-needed]")].find((one) => !one.value);
}

function edit() {
  const all = [...cardBox.querySelectorAll("[data-fields] input:not([type=hidden]), [data-fields] select")];
  const inputs = all.filter((one) => !one.closest("details:not([open])"));
  const first = missing() || inputs.find((one) => !one.value && one.tagName === "INPUT") || inputs[0];
  if (first) first.focus();
}

const DOES = {
  // What is still open is asked for first.
  accept: () => (missing() ? missing().focus() : decide({ do: "accept", card: current }, true)),
  reject: () => decide({ do: "reject", card: current }, true),
  edit,
  next: () => step(1),
  previous: () => step(-1),
  next_open: () => step(1, true),
  undo: () => decide({ do: "undo" }),
  accept_sure: () => decide({ do: "accept_sure" }, true),
  save,
  help: () => {
    const help = document.getElementById("help");
    help.hidden = !help.hidden;
    document.querySelector("[data-do=help]").setAttribute("aria-expanded", String(!help.hidden));
  },
};
const KEYS = { a: "accept", x: "reject", e: "edit", j: "next", k: "previous", o: "next_open", u: "undo", b: "accept_sure", w: "save", "?": "help" };
const REPEATED = "jk[]{}";
const BESIDE_QUESTIONS = ["j", "k", "o", "u", "w", "?"];
const ENDS = { "[": ["end", -1], "]": ["end", 1], "{": ["start", -1], "}": ["start", 1] };

function move(side, words) {
  return decide({ do: "move", card: current, side, words });
}

function isField(element) {
  return Boolean(element) && element.matches("input, select, textarea");
}

// A key is what it does now; one that was held back may be meant for a field.
function pressed(key, isBack) {
  const at = document.activeElement;
  if (isField(at)) return typed(at, key, isBack);
  const act = otherAct(key);
  if (act) return act();
  // At a question, keys that decide on a card do nothing: the card is not what the editor looks at.
  if (at.closest("#question")) {
    if (!BESIDE_QUESTIONS.includes(key)) return undefined;
    if ("jko".includes(key)) cardBox.focus();
  }
  const button = /^[1-9]$/.test(key) && cardBox.querySelector(`[data-key="${key}"]`);
  if (button) return link(button.dataset);
  if (KEYS[key]) return DOES[KEYS[key]]();
  if (ENDS[key]) return move(...ENDS[key]);
  return KINDS[key] && add(KINDS[key]);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isOfPage = KEYS[event.key] || ENDS[event.key] || KINDS[event.key] || /^[1-9]$/.test(event.key) || otherAct(event.key);
  if (!waiting && isField(event.target)) {
    if (event.key === "Escape") cardBox.focus();
  } else if (isOfPage || (waiting && isHeld(event))) {
    event.preventDefault();
    // A key that is held down goes through the cards, but decides on none.
    if (!event.repeat || (!waiting && REPEATED.includes(event.key))) afterwards(() => pressed(event.key, event.shiftKey));
  }
});

function clicked(button) {
  if (button.dataset.do) return DOES[button.dataset.do]();
  if (button.dataset.link) return link(button.dataset);
  if (button.dataset.move) return move(button.dataset.move, Number(button.dataset.words));
  return undefined;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.rehearse) {
    command = button.dataset.rehearse;
    for (const one of document.querySelectorAll("[data-rehearse]")) one.setAttribute("aria-pressed", String(one === button));
    rehearse();
  } else {
    // The second click on a button of a card is not about the card that comes after it.
    afterwards(() => button.isConnected && clicked(button));
  }
});

function submitted(filled) {
  if (filled.id === "add") {
    const place = placeOfWords(addWords.value);
    if (!place) return undefined;
    addWords.value = "";
    adding.open = false;
    cardBox.focus();
    return addWordsAs(document.getElementById("add-kind").value, ...place);
  }
  if (filled.matches("[data-fields]")) {
    cardBox.focus();
    return decide({ do: "edit", card: current, fields: fieldsOf(filled), accept: true }, true);
  }
  return undefined;
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  afterwards(() => event.target.isConnected && submitted(event.target));
});

document.addEventListener("keydown", (event) => {
  // Enter in a choice keeps the fields, as it does in a line of text.
  if (event.key === "Enter" && event.target.matches("[data-fields] select")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

count();
rehearse();
const begin = cards().find((one) => one.state === "open" && one.used) || cards()[0];
if (begin) afterwards(() => show(begin.id));
else paint();
