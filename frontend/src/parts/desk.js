// The desk: texts offered while one types (:: ?? @@), who else has the ticket open, many chosen in a list, cards moved
// on the board, answer or note by one key.
import { all } from "./content.js";
import { off } from "./keys.js";

const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

// Texts at hand ------------------------------------------------------------------------------------------------------

const SIGNS = { "::": "metin", "??": "makale", "@@": "kisi" };
let asked = 0;

function sought(field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = /(::|\?\?|@@)([^\s:?@]{0,30})$/.exec(before);
  return found && { from: before.length - found[0].length, kind: SIGNS[found[1]], words: found[2] };
}

function box(field) {
  let list = field.parentElement.querySelector(".desk-offered");
  if (list) return list;
  list = document.createElement("ul");
  list.className = "desk-offered";
  list.id = `${field.id}-onerilen`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Önerilen metinler");
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  list.addEventListener("mousedown", (event) => {
    const one = event.target.closest("[role=option]");
    if (!one) return;
    event.preventDefault();
    put(field, list, one);
  });
  return list;
}

function close(field) {
  const list = box(field);
  list.hidden = true;
  list.replaceChildren();
  field.removeAttribute("aria-activedescendant");
}

function mark(field, list, at) {
  [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
  const one = list.children[at];
  if (one) field.setAttribute("aria-activedescendant", one.id);
  one?.scrollIntoView({ block: "nearest" });
}

function put(field, list, one) {
  const at = sought(field);
  if (at) field.setRangeText(one.dataset.insert, at.from, field.selectionStart, "end");
  close(field);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function offer(field) {
  const at = sought(field);
  if (!at) return close(field);
  const turn = ++asked;
  const list = box(field);
  let rows;
  try {
    const answer = await fetch(`${field.dataset.atHand}?tur=${at.kind}&q=${encodeURIComponent(at.words)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return close(field);
    rows = (await answer.json()).rows;
  } catch { return close(field); }
  if (turn !== asked) return;
  list.replaceChildren(...rows.map((row, index) => {
    const one = document.createElement("li");
    one.id = `${list.id}-${index}`;
    one.setAttribute("role", "option");
    one.dataset.insert = row.insert;
    const name = document.createElement("b");
    name.textContent = row.label;
    const note = document.createElement("small");
    note.textContent = row.note;
    one.append(name, note);
    return one;
  }));
  list.hidden = !rows.length;
  if (rows.length) mark(field, list, 0);
}

function offeredKeys(event) {
  const field = event.target;
  if (!field.dataset?.atHand) return;
  const list = box(field);
  if (list.hidden) return;
  const at = [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(field, list, Math.min(list.children.length - 1, at + 1));
  else if (event.key === "ArrowUp") mark(field, list, Math.max(0, at - 1));
  else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) put(field, list, list.children[Math.max(0, at)]);
  else if (event.key === "Escape") close(field);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// Answer or note -----------------------------------------------------------------------------------------------------

function writing(kind, form) {
  const check = form.querySelector("input[name=internal]");
  if (!check) return;
  const wanted = kind === "note" ? true : kind === "reply" ? false : !check.checked;
  if (check.checked !== wanted) {
    check.checked = wanted;
    check.dispatchEvent(new Event("change", { bubbles: true }));
  }
  shown(form);
  if (kind !== "swap") form.querySelector("textarea")?.focus();
}

function shown(form) {
  const internal = form.querySelector("input[name=internal]")?.checked ?? false;
  form.toggleAttribute("data-internal", internal);
  for (const one of form.querySelectorAll("[data-write]")) one.setAttribute("aria-pressed", String((one.dataset.write === "note") === internal));
}

// Who is here --------------------------------------------------------------------------------------------------------

const EVERY = 15000;
let typed = 0;
let told = 0;

async function here(place) {
  if (document.visibilityState !== "visible" || !place.isConnected) return;
  const writes = Date.now() - typed < 10000;
  const body = new URLSearchParams({ yaziyor: writes ? "1" : "0" });
  if (writes) told = Date.now();
  try {
    const answer = await fetch(place.dataset.here, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    if (!answer.ok) return;
    const text = (await answer.text()).trim();
    if (place.dataset.last !== text) {
      place.dataset.last = text;
      place.innerHTML = text; // our own template, escaped on the server
    }
  } catch { /* no line, no news */ }
}

// Many at once -------------------------------------------------------------------------------------------------------

function count(root = document) {
  for (const bar of all(root, "[data-picked]")) {
    const picks = [...document.querySelectorAll(`input[form="${bar.id}"][name=number]`)];
    const many = picks.filter((one) => one.checked).length;
    bar.querySelector("[data-count]").textContent = many;
    bar.toggleAttribute("data-some", many > 0);
    const every = document.querySelector("input[data-pick-all]");
    if (every) {
      every.checked = many > 0 && many === picks.length;
      every.indeterminate = many > 0 && many < picks.length;
    }
  }
}

// A row one stands on is chosen by x; a key of the bar chooses it where nothing is chosen yet.
function pickKeys(event) {
  const row = event.target.closest?.("a[data-row]")?.closest("tr");
  const pick = row?.querySelector("input[name=number][form]");
  if (!pick || off() || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  const none = ![...document.querySelectorAll("input[name=number][form]")].some((one) => one.checked);
  if (key === "x") { event.preventDefault(); pick.checked = !pick.checked; } else if (none && document.querySelector(`[data-picked] [data-hotkey="${key}"]`)) pick.checked = true;
  else return;
  count();
}

// The board ----------------------------------------------------------------------------------------------------------

let dragged = null;
const way = (card, state) => card.querySelector(`[data-to="${state}"]`);

function sideways(event) {
  const card = event.target.closest?.(".desk-card");
  if (!card || !event.shiftKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const columns = [...document.querySelectorAll(".desk-column")];
  const step = event.key === "ArrowRight" ? 1 : -1;
  for (let at = columns.indexOf(card.closest(".desk-column")) + step; columns[at]; at += step) {
    const door = way(card, columns[at].dataset.state);
    if (!door) continue;
    event.preventDefault();
    door.click();
    return;
  }
}

function drag() {
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".desk-card");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.number);
    for (const column of document.querySelectorAll(".desk-column")) column.toggleAttribute("data-open", Boolean(way(dragged, column.dataset.state)));
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    for (const column of document.querySelectorAll(".desk-column")) { column.removeAttribute("data-open"); column.removeAttribute("data-over"); }
  });
  document.addEventListener("dragover", (event) => {
    const column = event.target.closest?.(".desk-column[data-open]");
    if (!dragged || !column) return;
    event.preventDefault();
    for (const one of document.querySelectorAll(".desk-column[data-over]")) if (one !== column) one.removeAttribute("data-over");
    column.setAttribute("data-over", "");
  });
  document.addEventListener("drop", (event) => {
    const column = event.target.closest?.(".desk-column[data-open]");
    if (!dragged || !column) return;
    event.preventDefault();
    way(dragged, column.dataset.state)?.click();
  });
}

export function start() {
  document.addEventListener("keydown", offeredKeys, true);
  document.addEventListener("keydown", sideways);
  document.addEventListener("keydown", pickKeys, true);
  document.addEventListener("input", (event) => {
    if (!event.target.dataset?.atHand) return;
    typed = Date.now();
    if (typed - told > 8000) {
      told = typed; // whoever begins to write is seen to, not a quarter of a minute later
      const place = document.querySelector("[data-here]");
      if (place) here(place);
    }
    offer(event.target);
  });
  document.addEventListener("focusout", (event) => { if (event.target.dataset?.atHand) setTimeout(() => close(event.target), 150); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-write]");
    if (button) writing(button.dataset.write, button.closest("form"));
    const draft = event.target.closest?.("[data-take-draft]");
    if (draft) {
      const form = document.querySelector("form.k-composer");
      const field = form?.querySelector("textarea");
      if (!field) return;
      field.value = document.getElementById(draft.dataset.takeDraft).textContent;
      writing(draft.dataset.internal === "1" ? "note" : "reply", form);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches?.("input[data-pick-all]")) {
      for (const one of document.querySelectorAll("input[name=number][form]")) one.checked = box.checked;
      count();
    } else if (box.matches?.("input[name=number][form]")) count();
    else if (box.matches?.(".k-composer input[name=internal]")) shown(box.form);
  });
  drag();
  const place = document.querySelector("[data-here]");
  if (place) {
    here(place);
    setInterval(() => here(place), EVERY);
  }
}

export function enhance(root) {
  count(root);
  for (const form of all(root, "form.k-composer")) if (form.querySelector("[data-write]")) shown(form);
}
