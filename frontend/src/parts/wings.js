// Which wings of the menu a person keeps open. The server opens the one the page belongs to; that one stays open.
const KEY = "konak-wings";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export function start() {
  const wings = kept();
  for (const group of document.querySelectorAll(".k-wing-group")) {
    const wanted = wings[group.dataset.wing];
    if (wanted !== undefined && !group.querySelector("[aria-current]")) group.open = wanted;
    // a click, not the toggle event: that one also tells what the line above did
    group.querySelector("summary").addEventListener("click", () => {
      localStorage.setItem(KEY, JSON.stringify({ ...kept(), [group.dataset.wing]: !group.open }));
    });
  }
}
