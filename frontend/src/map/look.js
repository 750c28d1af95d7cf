// What lies under a click, or under the cross in the middle when the keyboard has the map.
import maplibre from "./library.js";
import { drawnLayers } from "./style.js";

function words(layer, properties, id) {
  const part = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = properties[layer.label_field] ?? layer.label;
  part.append(title);
  const list = document.createElement("dl");
  for (const [field, label] of layer.told ?? []) {
    if (properties[field] === undefined || properties[field] === null || properties[field] === "") continue;
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = label;
    value.textContent = typeof properties[field] === "number" ? new Intl.NumberFormat("tr").format(properties[field]) : properties[field];
    list.append(term, value);
  }
  if (list.children.length) part.append(list);
  const page = layer.page && id !== undefined ? layer.page.replace("{id}", encodeURIComponent(id)) : properties.url;
  if (typeof page === "string" && page.startsWith("/")) {
    const link = document.createElement("a");
    link.href = page;
    link.textContent = "Sayfasını aç";
    part.append(link);
  }
  return part;
}

async function fragment(layer, id) {
  const part = document.createElement("div");
  try {
    const answer = await fetch(layer.info.replace("{id}", encodeURIComponent(id)), { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    part.innerHTML = await answer.text();
    window.htmx?.process(part);
  } catch {
    part.textContent = "Bilgi alınamadı.";
  }
  return part;
}

export function inspection(box, map, told, busy) {
  const byLayer = new Map(told.layers.flatMap((layer) => drawnLayers(layer).map(({ id }) => [id, layer])));
  const state = box.querySelector("[data-map-state]");
  let popup = null;

  const under = (point) => map.queryRenderedFeatures([[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]], {
    layers: [...byLayer.keys()].filter((id) => map.getLayer(id)),
  });

  async function show(point, at, focus) {
    if (busy()) return;
    const [found] = under(point);
    popup?.remove();
    if (!found) { if (focus) state.textContent = "Burada bir şey yok."; return; }
    const layer = byLayer.get(found.layer.id);
    const id = found.properties.id ?? found.id;
    box.dispatchEvent(new CustomEvent("konak:picked", { bubbles: true, detail: { layer: layer.name, id, properties: found.properties } }));
    if (layer.quiet) return;
    const content = layer.info && id !== undefined ? await fragment(layer, id) : words(layer, found.properties, id);
    popup = new maplibre.Popup({ maxWidth: "20rem", focusAfterOpen: focus, className: "k-map-popup" }).setLngLat(at).setDOMContent(content).addTo(map);
    state.textContent = content.textContent.trim().replace(/\s+/g, " ").slice(0, 200);
  }

  map.on("click", (event) => show(event.point, event.lngLat, false));
  map.on("mousemove", (event) => { if (!busy()) map.getCanvas().style.cursor = under(event.point).length ? "pointer" : ""; });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Escape") popup?.remove();
    if (event.key !== "Enter") return;
    event.preventDefault();
    show(map.project(map.getCenter()), map.getCenter(), true);
  });
  // The list beside the map leads to the place.
  box.addEventListener("click", (event) => {
    const to = event.target.closest("[data-map-at]");
    if (!to) return;
    const [west, south, east, north] = to.dataset.mapAt.split(",").map(Number);
    map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: 17 });
    map.getCanvas().focus();
    box.scrollIntoView({ block: "nearest" });
  });
}
