// Small kindnesses of forms: no double sending, Ctrl+Enter, show password, Caps Lock, file names, filters that send themselves.
import { all } from "./content.js";

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form");
      if (form) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[type=submit], button:not([type])"));
      }
    }
  });
  document.addEventListener("keyup", (event) => {
    if (event.target.type !== "password" || !event.getModifierState) return;
    const note = event.target.closest(".k-field")?.querySelector(".k-caps");
    if (note) note.hidden = !event.getModifierState("CapsLock");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-show-password]");
    if (!button) return;
    const field = document.getElementById(button.dataset.showPassword);
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(hidden));
    field.focus();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest?.("form[data-auto]")) event.target.form.requestSubmit();
  });
}

export function enhance(root) {
  for (const zone of all(root, ".k-drop")) {
    if (zone.dataset.ready) continue;
    zone.dataset.ready = "1";
    const over = (on) => (event) => { event.preventDefault(); zone.toggleAttribute("data-over", on); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.removeAttribute("data-over");
      const field = zone.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  if (root === document) document.querySelector("[data-summary]:not([data-still] *)")?.focus();
}
