// A combobox by ARIA 1.2 over a field that looks people or units up: type, arrows, Enter; Escape closes, then empties.
// The hidden key is only a help: whatever the text says is understood by the server, too.
import { all } from "./content.js";

const WAIT = 160;

export function enhance(root) {
  for (const box of all(root, "[data-pick]")) if (!box.dataset.ready) ready(box);
}

function ready(box) {
  box.dataset.ready = "1";
  const [field, key] = box.querySelectorAll("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  let at = -1, timer = 0, asked = 0, loading = false;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;

  function close() {
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function mark(next) {
    const every = options();
    at = every.length ? Math.max(0, Math.min(every.length - 1, next)) : -1;
    every.forEach((one, index) => {
      one.id ||= `${list.id}_${index}`;
      one.setAttribute("aria-selected", String(index === at));
    });
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", every[at].id);
    every[at].scrollIntoView({ block: "nearest" });
    if (at === every.length - 1) more();
  }
  async function load(after) {
    const mine = ++asked;
    const chosen = key.value && field.value === field.dataset.chosen;
    const address = new URL(box.dataset.pick, location.href);
    address.searchParams.set("q", chosen ? "" : field.value.trim());
    if (after) address.searchParams.set("sonra", after);
    let html;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      html = await answer.text();
    } catch {
      if (mine === asked) { close(); status.textContent = "Liste şu anda alınamıyor; adı yazıp gönderebilirsiniz."; }
      return;
    }
    if (mine !== asked) return;
    if (!after) { list.innerHTML = ""; at = -1; field.removeAttribute("aria-activedescendant"); }
    list.querySelector("[data-more]")?.remove();
    list.insertAdjacentHTML("beforeend", html);
    const count = options().length;
    if (!count) list.innerHTML = '<li class="k-pick-none" role="presentation">Eşleşen yok.</li>';
    options().forEach((one, index) => { one.id = `${list.id}_${index}`; });
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    status.textContent = count ? `${count}${list.querySelector("[data-more]") ? "+" : ""} seçenek. Aşağı okla gezin.` : "Eşleşen yok.";
  }
  async function more() {
    const rest = list.querySelector("[data-more]");
    if (!rest || loading) return;
    loading = true;
    await load(rest.dataset.more);
    loading = false;
  }
  function choose(option) {
    field.value = field.dataset.chosen = option.dataset.label;
    key.value = option.dataset.key;
    box.querySelector(".k-pick-meant")?.remove();
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new CustomEvent("konak-picked", { bubbles: true, detail: { key: key.value } }));
  }
  function drop() {
    key.value = "";
    delete field.dataset.chosen;
    box.querySelector(".k-pick-meant")?.remove();
  }

  if (key.value) field.dataset.chosen = field.value;
  field.addEventListener("input", (event) => {
    if (field.value !== field.dataset.chosen) drop();
    clearTimeout(timer);
    if (event.isTrusted) timer = setTimeout(load, WAIT);
  });
  field.addEventListener("click", () => { if (!isOpen()) load(); });
  field.addEventListener("blur", () => setTimeout(() => { if (!box.contains(document.activeElement)) close(); }, 120));
  field.addEventListener("keydown", async (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) { await load(); if (!event.altKey) mark(event.key === "ArrowUp" ? options().length - 1 : 0); return; }
      if (event.altKey && event.key === "ArrowUp") return close();
      mark(event.key === "ArrowDown" ? at + 1 : at - 1);
    } else if (event.key === "Enter" && isOpen() && at >= 0) {
      event.preventDefault();
      choose(options()[at]);
    } else if (event.key === "Escape" && (isOpen() || field.value)) {
      event.preventDefault();
      event.stopPropagation();
      if (isOpen()) close(); else { field.value = ""; drop(); }
    } else if (event.key === "Tab" && isOpen()) {
      if (at >= 0) choose(options()[at]); else close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { choose(option); field.focus(); }
  });
  list.addEventListener("scroll", () => { if (list.scrollTop + list.clientHeight > list.scrollHeight - 40) more(); });
}
