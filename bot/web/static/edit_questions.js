// The questions of a draft: puts them to it, and sends what the editor says of each answer.
"use strict";

const IDLE = 1500; // milliseconds without a decision after which the draft is prepared for questions
const questionsBox = document.getElementById("questions");
const questionBox = document.getElementById("question");
const ticked = document.getElementById("ticked");
const typedQuestion = document.getElementById("typed-question");
let questions = [];
let asked = ""; // what follows “?” in the address of the question that is shown
let awaited = 0;
let isTicking = false;
let idle = 0;

const questionCard = () => questionBox.querySelector("[data-question]");
const given = (name) => JSON.parse(questionCard().dataset[name]);

async function listQuestions() {
  const response = await fetch(`${base}/questions`);
  if (!response.ok) return;
  const answer = await response.json();
  questions = answer.questions;
  ticked.textContent = answer.sentence;
  questionsBox.dataset.seen = answer.seen;
}

async function ask(query, isMoved) {
  asked = query;
  const mine = ++awaited;
  const response = await fetch(`${base}/question?${query}`);
  const fragment = await response.text();
  if (mine !== awaited) return;
  // The server has escaped every word of it.
  if (response.ok) questionBox.innerHTML = fragment;
  questionBox.dataset.seen = response.ok ? state.seen : "";
  if (isMoved) questionBox.focus();
}

function questionStep(by, isOpen) {
  const card = questionCard();
  const at = card ? questions.findIndex((one) => one.id === card.dataset.question) : -1;
  const start = at < 0 && by < 0 ? 0 : at;
  for (let n = 1; n <= questions.length; n += 1) {
    const next = questions[(start + by * n + questions.length * n) % questions.length];
    if (!isOpen || !next.state) return ask(`id=${encodeURIComponent(next.id)}`, true);
  }
  return asked ? ask(asked, true) : questionBox.focus();
}

async function tick(ticks) {
  const taken = state.seen;
  isTicking = true;
  await decide({ do: "tick", ticks });
  isTicking = false;
  await listQuestions();
  if (state.seen > taken) await questionStep(1, true);
  else await ask(asked, true);
}

function tickNow(name, spans) {
  if (!questionCard()) return undefined;
  const right = given("right");
  const made = name === "right" ? right : { ...right, tick: name, spans };
  return tick([made]);
}

const TICKS = {
  right: () => tickNow("right"),
  absent: () => tickNow("absent", []),
  // The words that are selected in the article are those that answer it.
  wrong: () => tickNow("wrong", selected() ? [selected()] : []),
  facts: () => tickNow("wrong", given("facts").slice(0, 8)),
};
const TICK_KEYS = { "+": "right", "-": "wrong", 0: "absent", "#": "facts" };

async function tickExpected() {
  const response = await fetch(`${base}/questions/expected`);
  if (!response.ok) return;
  const { ticks } = await response.json();
  if (ticks.length) await tick(ticks);
  else say(questionsBox.dataset.none, true);
}

async function openQuestions() {
  clearTimeout(idle);
  await listQuestions();
  if (!questionsBox.open) questionsBox.open = true;
}

const QUESTION_DOES = {
  previous_question: () => questionStep(-1),
  next_question: () => questionStep(1),
  open_question: () => questionStep(1, true),
  tick_expected: tickExpected,
};
const QUESTION_KEYS = { ",": "previous_question", ".": "next_question", ";": "open_question", "=": "tick_expected" };

otherKeys.push((key) => {
  // An answer is ticked only while the editor is at it.
  const name = questionBox.contains(document.activeElement) && TICK_KEYS[key];
  if (name && questionBox.querySelector(`[data-tick="${name}"]`)) return TICKS[name];
  const step = QUESTION_KEYS[key];
  if (!step) return undefined;
  return async () => {
    await openQuestions();
    await QUESTION_DOES[step]();
  };
});

questionsBox.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.tick) afterwards(() => button.isConnected && TICKS[button.dataset.tick]());
  else if (button.dataset.questions) afterwards(() => QUESTION_DOES[button.dataset.questions]());
});

questionsBox.addEventListener("toggle", async () => {
  if (!questionsBox.open || asked) return;
  clearTimeout(idle);
  await listQuestions();
  if (questions.length && !asked) await ask(`id=${encodeURIComponent(questions[0].id)}`);
});

questionsBox.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.id === "typing") {
    if (typedQuestion.value.trim()) ask(`typed=${encodeURIComponent(typedQuestion.value)}`, true);
    return;
  }
  const place = placeOfWords(document.getElementById("answering-words").value);
  if (place) afterwards(() => tickNow("wrong", [place]));
});

// Listing the questions also prepares the draft: the first answer, and the first one after a save, need not wait.
function listWhenIdle() {
  clearTimeout(idle);
  idle = setTimeout(listQuestions, IDLE);
}

// After each decision the question that is shown is answered anew.
document.addEventListener("decided", async () => {
  if (isTicking) return;
  if (!questionsBox.open || !asked) listWhenIdle();
  else await Promise.all([listQuestions(), ask(asked)]);
});

listWhenIdle();
