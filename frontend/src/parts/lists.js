// A list that filters itself without a new page: its workbook and its saved view follow the filters in the address.
const PASSING = ["sonra", "once", "sayfa", "after", "basla", "bicim", "hizli"];

function filters() {
  const now = new URLSearchParams(location.search);
  PASSING.forEach((name) => now.delete(name));
  return now;
}

export function start() {
  document.addEventListener("submit", (event) => {
    for (const field of event.target.querySelectorAll("[data-list-query]")) field.value = filters().toString();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-list-link]");
    if (link) {
      const now = filters();
      now.set("bicim", "xlsx");
      link.href = `?${now}`;
    }
    for (const open of document.querySelectorAll(".k-saved[open]")) if (!open.contains(event.target)) open.open = false;
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".k-saved[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
}
