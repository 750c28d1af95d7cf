// Loaded in <head> and run before the first paint, so that the page never flashes in the wrong colours.
const KEY = "konak-tema";
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try { return localStorage.getItem(KEY) || "system"; } catch { return "system"; }
}

function paint() {
  const choice = chosen();
  const html = document.documentElement;
  html.dataset.bsTheme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  html.dataset.themeChoice = choice;
  html.dataset.script = "";
}

paint();
dark.addEventListener("change", paint);
addEventListener("storage", (event) => { if (event.key === KEY) paint(); });
window.konakTheme = {
  chosen,
  choose(choice) {
    try { localStorage.setItem(KEY, choice); } catch { /* private window: the choice holds for this page only */ }
    paint();
    if (chosen() !== choice) document.documentElement.dataset.bsTheme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  },
};
