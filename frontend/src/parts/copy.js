// A click copies a number, a code, an id.
import { toast } from "./toast.js";

async function put(text) {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("copy refused");
}

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    try {
      await put(button.dataset.copy);
      button.toggleAttribute("data-copied", true);
      toast(`Kopyalandı: ${button.dataset.copy}`, "success");
      setTimeout(() => button.removeAttribute("data-copied"), 2000);
    } catch {
      toast("Kopyalanamadı. Metni seçip Ctrl+C ile kopyalayın.", "error");
    }
  });
}
