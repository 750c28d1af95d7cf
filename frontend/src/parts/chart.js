// Charts: the library is fetched only when a page shows one. Until then, and without it, the table below speaks.
import { all } from "./content.js";

let waiting = null;

function library(src) {
  waiting ??= new Promise((resolve) => {
    addEventListener("konak:charts", () => resolve(window.konakCharts), { once: true });
    const script = document.createElement("script");
    script.src = src;
    document.head.append(script);
  });
  return waiting;
}

export function enhance(root) {
  const boxes = all(root, "[data-chart]:not([data-drawn])");
  if (boxes.length) library(boxes[0].dataset.chart).then((charts) => charts.drawAll(boxes));
}
