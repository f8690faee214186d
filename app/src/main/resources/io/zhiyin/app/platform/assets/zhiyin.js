// Comfort only: every page works without this file.
"use strict";

// One "how computed" at a time; Escape and a click beside it close it.
function closeOthers(kept) {
  document.querySelectorAll("details.how[open]").forEach((open) => {
    if (open !== kept) open.open = false;
  });
}

document.addEventListener("click", (event) => closeOthers(event.target.closest("details.how")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.how[open]");
  if (open === null) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// Commands can be copied with one click where the browser allows it.
function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  root.querySelectorAll(".copy[data-copy]").forEach((box) => {
    if (box.querySelector("button") !== null) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = box.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(box.querySelector("pre").textContent);
      button.textContent = box.dataset.copied;
    });
    box.append(button);
  });
}

addCopyButtons(document);
document.addEventListener("htmx:load", (event) => addCopyButtons(event.target));
