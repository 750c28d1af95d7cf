// The three buttons light, dark, as the system; pressed state follows the choice.
const mark = () => {
  for (const button of document.querySelectorAll("[data-theme-choice-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoiceSet === window.konakTheme.chosen()));
  }
};

export function start() {
  mark();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice-set]");
    if (!button) return;
    window.konakTheme.choose(button.dataset.themeChoiceSet);
    mark();
  });
}
