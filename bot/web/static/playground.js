// Shows the answer while a command is typed. Without it, the form and the links do the same by loading the page.
"use strict";

const DELAY = 150; // milliseconds without a key before the answer is asked for
const form = document.getElementById("ask");
const address = form.getAttribute("action");
const field = document.getElementById("command");
const shown = document.getElementById("shown");
let timer = 0;
let asked = 0;

async function show(command, page, remember) {
  const mine = ++asked;
  const body = new URLSearchParams({ command, page: String(page) });
  const response = await fetch(address, { method: "POST", body });
  const fragment = await response.text();
  if (mine !== asked || !response.ok) return;
  // The server has escaped every word of it.
  shown.innerHTML = fragment;
  if (remember) {
    history.pushState({ command, page }, "", address + "?" + body.toString());
  } else {
    history.replaceState({ command, page }, "", address + "?" + body.toString());
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => show(field.value, 1, false), DELAY);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  show(field.value, 1, true);
});

shown.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-command]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  field.value = link.dataset.command;
  show(link.dataset.command, link.dataset.page, true);
});

window.addEventListener("popstate", (event) => {
  const state = event.state || { command: new URLSearchParams(location.search).get("command"), page: 1 };
  if (!state.command) return;
  field.value = state.command;
  show(state.command, state.page, false);
});
