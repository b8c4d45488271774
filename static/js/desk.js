// Keyboard shortcuts of the desk. Every one of them has a visible way too.
"use strict";

const dialog = document.getElementById("shortcuts");
const rows = () => [...document.querySelectorAll(".queue .row-link")];

function step(by) {
  const links = rows();
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  links[Math.min(Math.max(here + by, 0), links.length - 1)].focus();
}

const shortcuts = {
  "?": () => dialog && !dialog.open && dialog.showModal(),
  "/": () => document.querySelector("input[name=q]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  // On an Arabic keyboard the same keys give ؟ ت ن, so letters go by their place.
  const key = { KeyJ: "j", KeyK: "k" }[event.code] ?? (event.key === "؟" ? "?" : event.key);
  const action = shortcuts[key];
  if (!action) return;
  event.preventDefault();
  action();
});

// Writing down what somebody tells goes by the keyboard: the first question has the focus, Ctrl+Enter sends the page.
const pageOfQuestions = document.getElementById("step");
if (pageOfQuestions) {
  if (!document.getElementById("error-summary")) {
    pageOfQuestions.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
  }
  pageOfQuestions.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      pageOfQuestions.requestSubmit(pageOfQuestions.querySelector(".button-row .button"));
    }
  });
}
