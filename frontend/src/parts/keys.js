// Fast hands: single keys from links that carry data-hotkey, j/k through rows, and the list of keys under "?".
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

function find(keys) {
  return [...document.querySelectorAll("[data-hotkey]")].find((one) => one.dataset.hotkey.split(",").includes(keys));
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || typing(event.target) || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() !== "k") return;
    const key = eventToHotkeyString(event);
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    clearTimeout(timer);
    const keys = chord ? `${chord} ${key}` : key;
    chord = "";
    if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1); return; }
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
