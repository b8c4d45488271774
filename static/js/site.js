// Conveniences only: every page does its work without this file.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // plain http: the code can still be selected by hand
  button.hidden = false;
  button.addEventListener("click", async () => {
    const parts = document.getElementById(button.dataset.copy).textContent.trim().split(/\s+/);
    await navigator.clipboard.writeText(parts.join(" "));
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    label.setAttribute("role", "status");
    setTimeout(() => { label.textContent = before; }, 3000);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Leaving replaces this page in the history, so that "back" does not return to it.
for (const link of document.querySelectorAll("[data-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    window.location.replace(link.href);
  });
}
