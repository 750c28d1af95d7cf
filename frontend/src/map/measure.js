// How far, how large: lines and areas measured on the sphere (WGS 84 mean radius), for the eye and not for a deed.
import { TerraDrawLineStringMode, TerraDrawPolygonMode } from "terra-draw";
import { pen } from "./draw.js";

const RADIUS = 6371008.8;
const rad = (degrees) => (degrees * Math.PI) / 180;
const number = new Intl.NumberFormat("tr", { maximumFractionDigits: 2 });

export function length(corners) {
  let sum = 0;
  for (let i = 1; i < corners.length; i += 1) {
    const [[a, b], [c, d]] = [corners[i - 1], corners[i]];
    const half = Math.sin(rad(d - b) / 2) ** 2 + Math.cos(rad(b)) * Math.cos(rad(d)) * Math.sin(rad(c - a) / 2) ** 2;
    sum += 2 * RADIUS * Math.asin(Math.sqrt(half));
  }
  return sum;
}

export function area(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [[a, b], [c, d]] = [ring[i], ring[i + 1]];
    sum += rad(c - a) * (2 + Math.sin(rad(b)) + Math.sin(rad(d)));
  }
  return Math.abs((sum * RADIUS * RADIUS) / 2);
}

export const far = (metres) => (metres < 1000 ? `${number.format(metres)} m` : `${number.format(metres / 1000)} km`);
export const large = (square) => (square < 100000 ? `${number.format(square)} m²` : `${number.format(square / 1e6)} km²`);

export function measure(box, map, say) {
  const buttons = [...box.querySelectorAll("[data-map-measure]")];
  let rule = null;
  let on = "";
  const set = (mode) => {
    on = on === mode ? "" : mode;
    rule ??= pen(map, [new TerraDrawLineStringMode(), new TerraDrawPolygonMode()], "rule");
    if (!rule.enabled) {
      rule.start();
      rule.on("change", () => {
        const shape = rule.getSnapshot().filter((one) => ["linestring", "polygon"].includes(one.properties.mode)).at(-1);
        if (!shape) return;
        const corners = shape.geometry.type === "Polygon" ? shape.geometry.coordinates[0] : shape.geometry.coordinates;
        say(shape.geometry.type === "Polygon" ? `Alan ${large(area(corners))}, çevre ${far(length(corners))}` : `Uzunluk ${far(length(corners))}`);
      });
    }
    rule.clear();
    rule.setMode(on || "static");
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.mapMeasure === on));
    if (!on) say("");
    else say("Köşelere tıklayın; çift tıklama bitirir.");
  };
  for (const button of buttons) button.addEventListener("click", () => set(button.dataset.mapMeasure));
  return { busy: () => Boolean(on) };
}
