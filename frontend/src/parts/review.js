// Review of a draft: one clause is selected on both sides, keys correct it, and what the server changed is found again.
import { toast } from "./toast.js";

const cards = () => [...document.querySelectorAll(".rv-clause")].filter((card) => card.offsetParent);
const current = () => document.querySelector(".rv-clause.is-on");
const narrow = matchMedia("(max-width: 991.98px)");
const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
let onward = false;

function show(pane) {
  const button = document.getElementById(`pane-${pane}`);
  if (button) button.checked = true;
}

function mark(id) {
  for (const piece of document.querySelectorAll(".rv-lines .is-on")) piece.classList.remove("is-on");
  const pieces = document.querySelectorAll(`.rv-lines [data-c="${id}"]`);
  for (const piece of pieces) piece.classList.add("is-on");
  return pieces[0];
}

// The raw pane scrolls by itself, so that the page stays where the reader's eye is.
function reveal(piece) {
  const pane = document.getElementById("ham");
  if (!piece || !pane || !pane.offsetParent) return;
  if (narrow.matches) { piece.scrollIntoView({ block: "center", behavior: "instant" }); return; }
  const box = piece.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) pane.scrollTop += box.top - frame.top - frame.height / 3;
}

function select(card, { focus = true, scroll = true } = {}) {
  if (!card) return;
  current()?.classList.remove("is-on");
  card.classList.add("is-on");
  if (focus) card.focus({ preventScroll: true });
  if (scroll) card.scrollIntoView({ block: "nearest", behavior: "instant" });
  reveal(mark(card.dataset.clause));
}

function move(by) {
  const list = cards();
  const at = list.indexOf(current());
  const top = at >= 0 ? at : list.findIndex((card) => card.getBoundingClientRect().bottom > 160) - (by > 0 ? 1 : 0);
  select(list[Math.min(list.length - 1, Math.max(0, top + by))]);
}

function press(key) {
  const control = current()?.querySelector(`[data-key~="${key}"]`);
  if (!control) return false;
  onward = key === "o" && control.tagName === "BUTTON";
  control.click();
  return true;
}

// After a yes by keyboard the next clause that waits for one.
function next(id) {
  const list = cards();
  const at = list.findIndex((card) => card.dataset.clause === String(id));
  return list.slice(at + 1).find((card) => ["waiting", "homeless"].includes(card.dataset.stand)) ?? list[at];
}

export function start() {
  const page = document.querySelector("[data-review]");
  if (!page) {
    document.querySelector("[data-print]")?.addEventListener("click", () => print());
    return;
  }
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      if (event.key === "Escape" && event.target.closest?.(".rv-form")) cancel(event.target.closest(".rv-form"));
      return;
    }
    const plain = event.target.closest?.("a, button, summary") && !event.target.matches(".rv-clause");
    let done = false;
    if (event.key === "j" || event.key === "k") { move(event.key === "j" ? 1 : -1); done = true; }
    else if (event.key === "Enter") done = !plain && press("o");
    else if (event.key.length === 1 && current()) done = press(event.key);
    if (done) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  page.addEventListener("click", (event) => {
    const cancelling = event.target.closest("[data-cancel]");
    if (cancelling) { event.preventDefault(); cancel(cancelling.closest(".rv-form")); return; }
    const place = event.target.closest("[data-raw]");
    if (place) {
      event.preventDefault();
      if (narrow.matches) show("ham");
      select(place.closest(".rv-clause"), { focus: false, scroll: false });
      return;
    }
    const piece = event.target.closest(".rv-lines [data-c]");
    if (piece) {
      const card = document.getElementById(`bent-${piece.dataset.c}`);
      mark(piece.dataset.c);
      if (!card) current()?.classList.remove("is-on");
      if (!card) { toast("Bu bent seçili süzgeçte görünmüyor."); return; }
      if (narrow.matches) show("yapi");
      select(card, { focus: false, scroll: false });
      card.scrollIntoView({ block: "center", behavior: "instant" });
      return;
    }
    const card = event.target.closest(".rv-clause");
    if (card && !card.classList.contains("is-on")) select(card, { focus: false, scroll: false });
  });
  document.addEventListener("konak:selected", (event) => {
    const id = event.detail.id;
    const card = onward ? next(id) : document.getElementById(`bent-${id}`);
    onward = false;
    select(card);
  });
  document.addEventListener("konak:told", (event) => toast(event.detail.words, "success"));
  document.addEventListener("htmx:afterSettle", (event) => {
    const form = (event.detail.elt ?? event.target).querySelector?.(".rv-form");
    if (!form) return;
    select(form.closest(".rv-clause"), { focus: false });
    if (!form.querySelector("[data-summary]")) {
      const field = form.querySelector("textarea, input:not([type=hidden]), select, button");
      field?.focus();
      if (field?.tagName === "TEXTAREA") field.setSelectionRange(0, 0);
    }
    form.scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  const named = location.hash.startsWith("#bent-") && document.querySelector(location.hash);
  if (named) select(named);
  // The text often begins with pages of minutes: show the place the reading begins at.
  else if (!narrow.matches) reveal(document.getElementById(`ham-${cards()[0]?.dataset.clause}`));
}

function cancel(form) {
  const card = form.closest(".rv-clause");
  form.remove();
  card?.focus({ preventScroll: true });
}
