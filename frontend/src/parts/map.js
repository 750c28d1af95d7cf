// Maps: library and its styles are fetched only when a page has one. Until then, and without it, the list below speaks.
import { all } from "./content.js";

let waiting = null;

function library({ map, mapStyle }) {
  waiting ??= new Promise((resolve) => {
    addEventListener("konak:maps", () => resolve(window.konakMaps), { once: true });
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = mapStyle;
    const script = document.createElement("script");
    script.type = "module";
    script.src = map;
    document.head.append(sheet, script);
  });
  return waiting;
}

export function enhance(root) {
  const boxes = all(root, "[data-map]:not([data-drawn])");
  if (boxes.length) library(boxes[0].dataset).then((maps) => maps.drawAll(boxes));
}
