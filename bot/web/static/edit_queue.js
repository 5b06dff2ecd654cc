// The order of what an editor does: a press made while a decision is on its way waits until the card after it
// is there, and is about that card. Where a decision is not taken, what was pressed after it is dropped.
"use strict";

const IN_A_FIELD = /^(.|Enter|Escape|Backspace|Tab)$/u;
let busy = Promise.resolve();
let waiting = 0;
let series = 0;

// What other parts of the page do with a key: functions that give the act for it, or nothing.
const otherKeys = [];

function otherAct(key) {
  return otherKeys.map((find) => find(key)).find(Boolean);
}

function afterwards(act) {
  const mine = series;
  waiting += 1;
  busy = busy
    .then(() => (mine === series ? act() : undefined))
    .catch(drop)
    .finally(() => {
      waiting -= 1;
    });
  return busy;
}

// What was pressed in the belief that a decision was taken is not about the card that is still there.
function drop() {
  series += 1;
  say(form.dataset.failed, true);
}

// Whether a key waits: it may be meant for a field; on a button it is the button's.
function isHeld(event) {
  return IN_A_FIELD.test(event.key) && !event.target.closest("button, summary, a");
}

// Whether a form is sent here and now, so that what was pressed after it stays behind it.
function isSubmitted(filled) {
  return filled.matches("#add, [data-fields]");
}

// A key that was held back while the field it is meant for was not there yet.
function typed(field, key, isBack) {
  if (key === "Enter") return isSubmitted(field.form) ? submitted(field.form) : field.form.requestSubmit();
  if (key === "Escape") return cardBox.focus();
  if (key === "Tab") {
    const all = [...field.form.elements];
    const next = all[all.indexOf(field) + (isBack ? -1 : 1)];
    return next && next.focus();
  }
  if (field.tagName === "SELECT") {
    const found = [...field.options].find((one) => one.text.toLowerCase().startsWith(key.toLowerCase()));
    if (found) field.value = found.value;
    return undefined;
  }
  const [start, end] = [field.selectionStart, field.selectionEnd];
  if (key === "Backspace") return field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
  return field.setRangeText(key, start, end, "end");
}
