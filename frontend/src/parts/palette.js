// Ctrl+K: a field, and below it what the server answers; arrows move, Enter goes. Without script the button is a link.
const dialog = () => document.getElementById("palet");

function mark(list, at) {
  list.forEach((hit, index) => {
    hit.id ||= `palet-${index}`;
    hit.setAttribute("role", "option");
    hit.setAttribute("aria-selected", String(index === at));
  });
  const field = dialog().querySelector("input");
  if (list[at]) {
    field.setAttribute("aria-activedescendant", list[at].id);
    list[at].scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}

const hits = () => [...dialog().querySelectorAll(".k-palette-list a")];
const current = (list) => list.findIndex((hit) => hit.getAttribute("aria-selected") === "true");

export function open() {
  const box = dialog();
  if (!box || box.open) return;
  box.showModal();
  const field = box.querySelector("input");
  field.select();
  field.focus();
  field.dispatchEvent(new CustomEvent("konak-open"));
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && dialog()) {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette]");
    if (!opener || event.ctrlKey || event.metaKey || !dialog()) return;
    event.preventDefault();
    open();
  });
  dialog()?.addEventListener("keydown", (event) => {
    const list = hits();
    const at = current(list);
    if (event.key === "ArrowDown") mark(list, Math.min(list.length - 1, at + 1));
    else if (event.key === "ArrowUp") mark(list, Math.max(0, at - 1));
    else if (event.key === "Enter" && list[Math.max(0, at)] && event.target.matches("input")) location.assign(list[Math.max(0, at)].href);
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if ((event.detail.elt ?? event.target).closest?.("#palet")) mark(hits(), 0);
  });
}
