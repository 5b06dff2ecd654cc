// What a fact of an added article does to those of its case: a decision for each pair, by keys or buttons.
"use strict";

const RELATIONS = { ">": "replaces", "<": "replaced", "+": "adds", "!": "contradicts", ":": "same", "-": "nothing" };

const pairs = () => [...cardBox.querySelectorAll("[data-pair]:not([data-pair=''])")];
const pairAt = () => document.activeElement.closest("[data-pair]");
const pairNow = () => pairAt() || pairs().find((one) => one.matches(".is-undecided")) || pairs()[0];

function relate(pair, kind) {
  const other = pair.querySelector("[data-other]");
  const how = ["replaces", "replaced"].includes(kind) ? pair.querySelector("[data-how]").value : "";
  return decide({ do: "relate", card: current, kind, fact: other ? other.value : pair.dataset.pair, how });
}

function relateAll() {
  return decide({ do: "relate", card: current, kind: "nothing" });
}

function nextPair() {
  const all = pairs();
  return all[(all.indexOf(pairAt()) + 1) % all.length].focus();
}

otherKeys.push((key) => {
  if (!pairs().length || document.activeElement.closest("#question")) return undefined;
  if (key === "p") return nextPair;
  if (key === "0") return relateAll;
  return RELATIONS[key] && (() => relate(pairNow(), RELATIONS[key]));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-relate]");
  if (!button) return;
  const act = () => (button.hasAttribute("data-all") ? relateAll() : relate(button.closest("[data-pair]"), button.dataset.relate));
  afterwards(() => button.isConnected && act());
});
