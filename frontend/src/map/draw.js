// A form field that is a place: drawn with the pointer, or written as coordinates. The field is what is sent.
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode, TerraDrawSelectMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import maplibre from "./library.js";

export const MODES = { Point: "point", LineString: "linestring", Polygon: "polygon" };
const PRECISION = 9;
const editable = { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } };

const trimmed = ([lon, lat]) => [Number(lon.toFixed(7)), Number(lat.toFixed(7))];

// One corner a line, latitude first as people say it; the closing corner of an area is left out.
function told(geometry) {
  if (geometry.type === "Point") return line(geometry.coordinates);
  const corners = geometry.type === "Polygon" ? geometry.coordinates[0].slice(0, -1) : geometry.coordinates;
  return corners.map(line).join("\n");
}
const line = ([lon, lat]) => `${lat.toFixed(7)} ${lon.toFixed(7)}`;

export function parsed(text, kind) {
  const words = text.trim();
  if (!words) return null;
  if (words.startsWith("{")) { try { return JSON.parse(words); } catch { return undefined; } }
  const corners = words.split("\n").map((row) => row.trim()).filter(Boolean).map((row) => {
    const [lat, lon] = row.split(/[\s;]+/).map((one) => Number(one.replace(",", ".")));
    return trimmed([lon, lat]);
  });
  if (corners.some(([lon, lat]) => !Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lon) > 180 || Math.abs(lat) > 90)) return undefined;
  if (kind === "Point") return corners.length === 1 ? { type: "Point", coordinates: corners[0] } : undefined;
  if (kind === "LineString") return corners.length > 1 ? { type: "LineString", coordinates: corners } : undefined;
  return corners.length > 2 ? { type: "Polygon", coordinates: [[...corners, corners[0]]] } : undefined;
}

export function pen(map, modes, name) {
  return new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, lib: maplibre, coordinatePrecision: PRECISION, prefixId: `td-${name}` }),
    modes: [...modes, new TerraDrawSelectMode({ flags: Object.fromEntries(Object.values(MODES).map((mode) => [mode, editable])) })],
  });
}

export function drawing(box, map, { field: name, kinds }) {
  const field = document.getElementById(name);
  const state = box.querySelector("[data-map-state]");
  const tools = [...box.querySelectorAll("[data-map-tool]")];
  const snapping = { toCoordinate: true, toLine: true };
  const draw = pen(map, [new TerraDrawPointMode(), new TerraDrawLineStringMode({ snapping }), new TerraDrawPolygonMode({ snapping })], "place");
  let now = "select";

  const press = (mode) => {
    now = mode;
    draw.setMode(mode);
    for (const tool of tools) tool.setAttribute("aria-pressed", String(tool.dataset.mapTool === mode));
  };
  // One place a field: a new drawing takes the place of the old.
  const keep = (id) => { for (const one of draw.getSnapshot()) if (one.id !== id && one.properties.mode !== "select") draw.removeFeatures([one.id]); };
  const write = () => {
    const shape = draw.getSnapshot().find((one) => Object.values(MODES).includes(one.properties.mode));
    field.value = shape ? (kinds.length === 1 ? told(shape.geometry) : JSON.stringify(shape.geometry)) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const read = () => {
    const geometry = parsed(field.value, kinds[0]);
    field.classList.toggle("is-invalid", geometry === undefined);
    if (geometry === undefined) { state.textContent = "Koordinatlar okunamadı: her satıra enlem ve boylam."; return; }
    draw.clear();
    if (!geometry || !MODES[geometry.type]) return;
    draw.addFeatures([{ type: "Feature", geometry, properties: { mode: MODES[geometry.type] } }]);
  };

  map.once("load", () => {
    draw.start();
    read();
    const geometry = parsed(field.value, kinds[0]);
    if (geometry) {
      const corners = [geometry.coordinates].flat(Infinity);
      const lons = corners.filter((_, i) => i % 2 === 0);
      const lats = corners.filter((_, i) => i % 2 === 1);
      map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { padding: 60, maxZoom: 17, animate: false });
      press("select");
    } else press(MODES[kinds[0]]);
    draw.on("finish", (id, { action }) => {
      if (action === "draw") { keep(id); press("select"); }
      write();
      state.textContent = "Çizim alana yazıldı.";
    });
    draw.on("change", (ids, type) => { if (type === "delete") write(); });
  });
  for (const tool of tools) {
    tool.addEventListener("click", () => {
      if (tool.dataset.mapTool === "clear") { draw.clear(); field.value = ""; press(MODES[kinds[0]]); field.dispatchEvent(new Event("input", { bubbles: true })); } else press(tool.dataset.mapTool);
    });
  }
  field.addEventListener("change", read);
  return { busy: () => now !== "select" || draw.getSnapshot().some((one) => one.properties.selected) };
}
