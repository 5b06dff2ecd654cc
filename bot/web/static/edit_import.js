// The import of an article: a file that is chosen or dropped, or an address, is read into the form below.
"use strict";

const importing = document.getElementById("import");
const file = document.getElementById("file");
const imported = document.getElementById("imported");

function complain(sentence) {
  const message = document.createElement("p");
  message.className = "message";
  message.setAttribute("role", "alert");
  message.textContent = sentence;
  imported.replaceChildren(message);
  imported.focus();
}

// The chosen file stays chosen, so that an encoding can be corrected: all else is what the server answers.
async function read() {
  const chosen = file.files[0];
  if (chosen && chosen.size > Number(importing.dataset.limit)) return complain(importing.dataset.large);
  importing.setAttribute("aria-busy", "true");
  try {
    const headers = { "X-CSRF-Token": importing.dataset.csrf };
    const response = await fetch(importing.action, { method: "POST", headers, body: new FormData(importing) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("imported")) return complain(page.querySelector("main p")?.textContent || importing.dataset.failed);
    const parts = response.ok ? ["asked", "imported", "draft"] : ["asked", "imported"];
    for (const id of parts) document.getElementById(id).innerHTML = page.getElementById(id).innerHTML;
    const part = document.getElementById("part");
    (response.ok ? document.getElementById("published") : part || imported).focus();
  } catch {
    complain(importing.dataset.failed);
  } finally {
    importing.removeAttribute("aria-busy");
  }
  return undefined;
}

importing.addEventListener("submit", (event) => {
  event.preventDefault();
  read();
});

file.addEventListener("change", () => {
  document.getElementById("from").value = "";
  document.getElementById("charset").value = "";
  document.getElementById("part")?.remove();
});

document.addEventListener("dragover", (event) => {
  if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  file.files = event.dataTransfer.files;
  file.dispatchEvent(new Event("change"));
  read();
});
