// Dialogs: opening by [data-dialog], the question before a dangerous act, and the shared dialog that HTMX fills.
let asked = null;

export function openFrom(body) {
  const dialog = body.closest("dialog");
  if (dialog && !dialog.open && body.childElementCount) dialog.showModal();
}

// Resolves to true when the person confirms. The words name the consequence.
export function confirmed(words, button = "Evet, devam et", danger = true) {
  const dialog = document.getElementById("onay");
  if (!dialog) return Promise.resolve(window.confirm(words));
  dialog.querySelector("[data-words]").textContent = words;
  const yes = dialog.querySelector("[data-yes]");
  yes.textContent = button;
  yes.className = danger ? "btn btn-danger" : "btn btn-primary";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest?.("[data-close]");
    if (closer) return closer.closest("dialog")?.close();
    if (event.target.matches?.("dialog.k-dialog")) event.target.close();
  });
  // A plain form asks once, then goes its way.
  document.addEventListener("submit", async (event) => {
    const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!words || asked === event.target) { asked = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    const label = submitter?.dataset.confirmLabel ?? submitter?.textContent.trim().replace(/\s+/g, " ");
    const danger = /danger/.test(submitter?.className ?? "danger");
    if (await confirmed(words, label && label.length <= 28 ? label : undefined, danger)) {
      asked = target;
      target.requestSubmit(submitter);
    }
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    confirmed(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });
}
