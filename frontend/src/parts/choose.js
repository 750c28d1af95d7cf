// Long lists become searchable. A short <select> stays what the browser makes of it.
import TomSelect from "tom-select/dist/esm/tom-select.complete.js";
import { all } from "./content.js";

const LONG = 12;
const fold = (text) => text.toLocaleLowerCase("tr");

export function enhance(root) {
  for (const field of all(root, "select")) {
    if (field.tomselect || field.dataset.plain !== undefined) continue;
    if (!field.multiple && field.options.length <= LONG && field.dataset.choose === undefined) continue;
    const box = new TomSelect(field, {
      plugins: field.multiple ? { remove_button: { title: "Kaldır" } } : {},
      maxOptions: 400,
      allowEmptyOption: true,
      hidePlaceholder: true,
      placeholder: field.dataset.placeholder ?? "Yazarak arayın…",
      searchField: ["text", "folded"],
      onInitialize() { for (const option of Object.values(this.options)) option.folded = fold(option.text ?? ""); },
      render: { no_results: () => '<div class="no-results">Eşleşen seçenek yok.</div>' },
    });
    field.setAttribute("aria-hidden", "true");
    const described = field.getAttribute("aria-describedby");
    if (described) box.control_input.setAttribute("aria-describedby", described);
  }
}
