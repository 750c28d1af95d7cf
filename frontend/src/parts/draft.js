// Nothing typed is lost: a form with data-draft="key" is kept in this browser until it has been sent.
// Passwords and files are never kept. A sent draft is dropped when the next page of Konak shows that it arrived: not on
// an error page, not after the back key, not where the form comes back with errors.
import { all } from "./content.js";

const PREFIX = "konak-taslak:";
const AGE = 14 * 24 * 3600 * 1000;
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(PREFIX + key, JSON.stringify(value)); } catch { /* full or private: no draft */ } },
  drop(key) { try { localStorage.removeItem(PREFIX + key); } catch { /* nothing to drop */ } },
};
const keyOf = (form) => `${document.body.dataset.user ?? ""}:${form.dataset.draft || location.pathname}`;
const kept = (field) =>
  field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "hidden", "submit", "button"].includes(field.type);

function values(form) {
  const found = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      (found[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    } else if (field.multiple) found[field.name] = [...field.selectedOptions].map((option) => option.value);
    else found[field.name] = field.value;
  }
  return found;
}

function fill(form, saved) {
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in saved)) continue;
    const value = saved[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function note(form, text, undo) {
  let line = form.querySelector(".k-draft-note");
  if (!line) {
    line = document.createElement("p");
    line.className = "k-draft-note";
    line.setAttribute("role", "status");
    form.append(line);
  }
  line.textContent = text;
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = "Taslağı sil";
    button.addEventListener("click", undo);
    line.append(" ", button);
  }
}

function sent(settle) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const name = key.slice(PREFIX.length);
      const saved = store.get(name);
      if (saved?.sent) settle(name, saved);
    }
  } catch { /* no storage, no drafts */ }
}

const keep = (name, saved) => store.set(name, { ...saved, sent: undefined });

function settleSent() {
  const fresh = performance.getEntriesByType("navigation")[0]?.type === "navigate" && document.body.dataset.user;
  const from = document.referrer && new URL(document.referrer).pathname;
  const faulty = [...document.querySelectorAll("form[data-draft]")].filter((form) => form.querySelector("[aria-invalid=true], [data-summary]"));
  const back = new Set(faulty.map(keyOf));
  sent((name, saved) => (fresh && saved.from === from && !back.has(name) ? store.drop(name) : keep(name, saved)));
}

export function start() {
  settleSent();
  addEventListener("pageshow", (event) => { if (event.persisted) sent(keep); });
  const timers = new WeakMap();
  const typed = (event) => {
    const form = event.target.form;
    if (!form || form.dataset.draft === undefined || (event.type === "input" && !event.isTrusted)) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => {
      store.set(keyOf(form), { at: Date.now(), values: values(form) });
      note(form, "Taslak bu tarayıcıda saklandı.");
    }, 500));
  };
  document.addEventListener("input", typed);
  document.addEventListener("konak:typed", typed); // the editor of letters fills its field itself
  // Sending keeps the draft until an answer says that it was accepted.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.draft === undefined) return;
    store.set(keyOf(form), { at: Date.now(), values: values(form), sent: Date.now(), from: location.pathname });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form[data-draft]");
    if (form && event.detail.successful) store.drop(keyOf(form));
  });
}

export function enhance(root) {
  for (const form of all(root, "form[data-draft]")) {
    if (form.dataset.draftReady) continue;
    form.dataset.draftReady = "1";
    const key = keyOf(form);
    const saved = store.get(key);
    if (!saved) continue;
    const bound = form.querySelector("[aria-invalid=true], [data-summary]");
    if (Date.now() - saved.at > AGE) { store.drop(key); continue; }
    if (bound) continue;
    const before = values(form);
    if (JSON.stringify(before) === JSON.stringify(saved.values)) continue;
    fill(form, saved.values);
    note(form, "Yarım kalan taslağınız geri getirildi.", () => {
      store.drop(key);
      fill(form, before);
      note(form, "Taslak silindi.");
    });
  }
}
