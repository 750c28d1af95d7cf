// One place that says "this part of the page is new": once for the page, then for all that HTMX swaps in.
export function onContent(enhance) {
  const run = () => enhance(document);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run); else run();
  document.addEventListener("htmx:afterSettle", (event) => enhance(event.detail.elt ?? event.target));
  addEventListener("pageshow", (event) => { if (event.persisted) run(); });
}

export const all = (root, selector) =>
  [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
