// Short words at the edge of the screen, read aloud by the live region they stand in.
let shelf;

export function start() {
  shelf = document.querySelector(".k-toasts");
}

export function toast(words, kind = "info") {
  shelf ??= document.querySelector(".k-toasts");
  if (!shelf) return;
  if ([...shelf.children].some((one) => one.dataset.words === words)) return;
  const box = document.createElement("div");
  box.className = "k-toast";
  box.dataset.kind = kind;
  box.dataset.words = words;
  const text = document.createElement("p");
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.setAttribute("aria-label", "Kapat");
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  shelf.append(box);
  if (kind !== "error") setTimeout(() => box.remove(), 6000);
}
