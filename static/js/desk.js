// Keyboard shortcuts of the desk. Every one of them has a visible way too.
"use strict";

const dialog = document.getElementById("shortcuts");
const ways = document.querySelectorAll("[data-opens=shortcuts]");
for (const button of dialog ? ways : []) {
  button.hidden = false; // without this script there are none to be told of
  button.addEventListener("click", () => dialog.showModal());
}

const rows = () => [...document.querySelectorAll(".queue .row-link")];

function step(by) {
  const links = rows();
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  links[Math.min(Math.max(here + by, 0), links.length - 1)].focus();
}

const row = () => document.activeElement?.closest(".queue tr");
const follow = (selector) => document.querySelector(selector)?.click();

function moreFilters() {
  const more = document.querySelector(".more-filters");
  if (!more) return;
  more.open = true;
  more.querySelector("select, input").focus();
}

const shortcuts = {
  "?": () => dialog && !dialog.open && dialog.showModal(),
  "/": () => document.querySelector("input[name=q]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => row()?.querySelector(".choose input").click(),
  v: () => row()?.querySelector(".glance").click(),
  f: moreFilters,
  b: () => document.querySelector(".chosen select")?.focus(),
  n: () => follow(".beside .next-case, .next-page"),
  p: () => follow(".beside .previous-case, .pagination a[rel=prev]"),
  t: () => follow('.actions a[href$="/tags/"], .summary-list a[href$="/tags/"]'),
};
const places = ["J", "K", "X", "V", "F", "B", "N", "P", "T"];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
  // On an Arabic keyboard the same keys give ؟ ت ن, so letters go by their place.
  const place = places.find((letter) => event.code === `Key${letter}`)?.toLowerCase();
  const action = shortcuts[place ?? (event.key === "؟" ? "?" : event.key)];
  if (!action) return;
  event.preventDefault();
  action();
});

// A case at a glance over the queue. Without this the link leads to the same as a page.
const glance = document.getElementById("brief");
let opener = null;
glance?.addEventListener("close", () => opener?.focus());
document.addEventListener("click", async (event) => {
  const link = glance && event.target.closest(".glance");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  opener = link.closest("tr").querySelector(".row-link");
  const answer = await fetch(link.href, { headers: { "X-Part": "1" }, redirect: "error" }).catch(() => null);
  if (!answer?.ok) {
    window.location.assign(link.href); // signed out, or gone: the page says so
    return;
  }
  glance.innerHTML = await answer.text();
  glance.showModal();
  glance.scrollTop = 0; // the button at its end has the focus, the title is read first
});

// What goes on in stretches goes on by itself; stopping does no harm.
const onwards = document.querySelector("form[data-go-on]");
if (onwards) setTimeout(() => onwards.requestSubmit(), 700);

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

// Pages of a report are being made: the list of them renews itself. Without this a link does.
const renewed = document.querySelector("[data-renews]");
const working = () => renewed?.querySelector("[data-working]");
async function renew() {
  const answer = await fetch(window.location.href, { headers: { "X-Part": "1" }, redirect: "error" }).catch(() => null);
  if (answer?.ok) renewed.innerHTML = await answer.text();
  if (working()) setTimeout(renew, 2000);
  else window.location.reload(); // the link to look again goes
}
if (working()) setTimeout(renew, 2000);
