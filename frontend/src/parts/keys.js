// Fast hands: single keys from links that carry data-hotkey, j/k through rows, and the list of keys under "?".
// Whoever dictates or brushes keys by accident turns the single ones off; that is kept in this browser (WCAG 2.1.4).
import { eventToHotkeyString } from "@github/hotkey";

const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
let chord = "";
let timer;

function rows() {
  return [...document.querySelectorAll("main a[data-row]")].filter((row) => row.offsetParent);
}

function step(by) {
  const list = rows();
  if (!list.length) return;
  const at = list.indexOf(document.activeElement);
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))];
  next.focus();
  next.closest("tr, li")?.scrollIntoView({ block: "nearest" });
}

const OFF = "konak-tuslar-kapali";
export function off() { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } }

function tell() {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.setAttribute("aria-pressed", String(off()));
    button.textContent = off() ? "Tek tuşlu kısayolları aç" : "Tek tuşlu kısayolları kapat";
  }
}

// What this page alone knows stands in the list too: elements that say what their key does.
function ofPage() {
  const list = document.querySelector("#tuslar [data-page-keys]");
  if (!list) return;
  const lines = [...document.querySelectorAll("[data-hotkey-label]")].flatMap((one) =>
    one.dataset.hotkeyLabel.split(";").map((line) => line.includes("|") ? line.split("|") : [one.dataset.hotkey.split(",")[0], line]));
  list.replaceChildren(...lines.flatMap(([key, words]) => {
    const [name, told, sign] = ["dt", "dd", "kbd"].map((tag) => document.createElement(tag));
    sign.textContent = key;
    name.append(sign);
    told.textContent = words;
    return [name, told];
  }));
}

function find(keys) {
  return [...document.querySelectorAll("[data-hotkey]")].find((one) => one.dataset.hotkey.split(",").includes(keys));
}

export function start() {
  tell();
  ofPage();
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-keys-switch]")) return;
    try { if (off()) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch { /* private window: they stay on */ }
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || typing(event.target) || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() !== "k") return;
    if (off() && !event.ctrlKey && !event.metaKey) return;
    const key = eventToHotkeyString(event);
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    clearTimeout(timer);
    const keys = chord ? `${chord} ${key}` : key;
    chord = "";
    if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1); return; }
    if (key === "." && !find(".")) {
      const number = document.querySelector(".k-head-number [data-copy]");
      if (number) { event.preventDefault(); number.click(); return; }
    }
    const target = find(keys) ?? (event.key === "?" ? find("?") : undefined);
    if (target) {
      event.preventDefault();
      if (typing(target)) { target.focus(); target.select?.(); } else target.click();
      return;
    }
    if ([...document.querySelectorAll("[data-hotkey]")].some((one) => one.dataset.hotkey.startsWith(`${keys} `))) {
      chord = keys;
      timer = setTimeout(() => { chord = ""; }, 1200);
    }
  });
}
