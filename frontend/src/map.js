// Maps: MapLibre on our own tiles and shapes, no outside address. Loaded as a module by pages that have [data-map].
import maplibre from "./map/library.js";
import { drawing } from "./map/draw.js";
import { inspection } from "./map/look.js";
import { measure } from "./map/measure.js";
import { dress, drawnLayers } from "./map/style.js";

const WORDS = {
  "NavigationControl.ZoomIn": "Yakınlaş", "NavigationControl.ZoomOut": "Uzaklaş", "NavigationControl.ResetBearing": "Kuzeye çevir",
  "GeolocateControl.FindMyLocation": "Bulunduğum yer", "GeolocateControl.LocationNotAvailable": "Konum alınamıyor",
  "FullscreenControl.Enter": "Tam ekran", "FullscreenControl.Exit": "Tam ekrandan çık", "Popup.Close": "Kapat", "Map.Title": "Harita",
  "Marker.Title": "Yer", "ScaleControl.Meters": "m", "ScaleControl.Kilometers": "km",
  "CooperativeGesturesHandler.WindowsHelpText": "Yakınlaşmak için Ctrl tuşuyla kaydırın",
  "CooperativeGesturesHandler.MacHelpText": "Yakınlaşmak için ⌘ tuşuyla kaydırın",
  "CooperativeGesturesHandler.MobileHelpText": "Haritayı iki parmakla kaydırın",
  "AttributionControl.ToggleAttribution": "Kaynak",
};
const drawn = new Map();

const say = (box, words) => { box.querySelector("[data-map-state]").textContent = words; };

// Where the map opens: the given box, else what the shapes in the page take up, else a little of everything.
function extent(told) {
  if (told.bounds) return told.bounds;
  const found = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (part) => {
    if (typeof part[0] === "number") {
      found[0] = Math.min(found[0], part[0]); found[1] = Math.min(found[1], part[1]);
      found[2] = Math.max(found[2], part[0]); found[3] = Math.max(found[3], part[1]);
    } else part.forEach(walk);
  };
  for (const layer of told.layers) for (const one of layer.data?.features ?? []) if (one.geometry?.coordinates) walk(one.geometry.coordinates);
  return found[0] <= found[2] ? found : null;
}

function start(box) {
  if (drawn.has(box)) return;
  const told = JSON.parse(box.querySelector('script[type="application/json"]').textContent);
  const canvas = box.querySelector("[data-map-canvas]");
  box.dataset.drawn = "";
  canvas.style.height = `${box.dataset.height}px`;
  let map;
  try {
    map = new maplibre.Map({
      container: canvas, style: dress(told), locale: WORDS, attributionControl: false, cooperativeGestures: !told.wide,
      bounds: extent(told) ?? told.home, fitBoundsOptions: { padding: 40, maxZoom: 17 },
      hash: told.hash || false, maxZoom: 22, dragRotate: false, pitchWithRotate: false,
      touchPitch: false, fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    });
  } catch {
    box.dataset.failed = "";
    say(box, "Tarayıcınız haritayı çizemiyor (WebGL yok); aşağıdaki liste aynı bilgiyi verir.");
    box.querySelector(".k-map-list")?.setAttribute("open", "");
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation?.();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.FullscreenControl({ container: box }), "top-right");
  map.addControl(new maplibre.GeolocateControl({ positionOptions: { enableHighAccuracy: true } }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-left");
  drawn.set(box, { map, told });
  map.on("error", ({ error }) => { if (error?.status !== 404) say(box, "Haritanın bir bölümü alınamadı."); });
  switches(box, map, told);
  const pen = told.draw ? drawing(box, map, told.draw) : null;
  const rule = told.measure ? measure(box, map, (words) => say(box, words)) : null;
  inspection(box, map, told, () => pen?.busy() || rule?.busy());
  map.once("load", () => fit(box, map, told));
}

// Shapes that come by an address say where they lie only when they are here.
async function fit(box, map, told) {
  if (!extent(told) && !location.hash.includes(`${told.hash}=`)) {
    for (const layer of told.layers.filter((one) => one.url)) {
      const bounds = await map.getSource(layer.name)?.getBounds();
      if (bounds && !bounds.isEmpty()) { map.fitBounds(bounds, { padding: 40, maxZoom: 17, animate: false }); break; }
    }
  }
  map.once("idle", () => { box.dataset.ready = ""; });
  map.triggerRepaint();
}

function switches(box, map, told) {
  for (const field of box.querySelectorAll("[data-map-layer]")) {
    field.addEventListener("change", () => {
      const layer = [...(told.ground ?? []), ...told.layers].find((one) => one.name === field.dataset.mapLayer);
      layer.shown = field.checked;
      for (const { id } of drawnLayers(layer)) map.setLayoutProperty(id, "visibility", field.checked ? "visible" : "none");
    });
  }
}

// What was drawn by hand is no part of the page's style: it goes along when the colours change.
function keepDrawn(before, after) {
  const ours = ([name]) => name.startsWith("td-");
  return {
    ...after,
    sources: { ...after.sources, ...Object.fromEntries(Object.entries(before?.sources ?? {}).filter(ours)) },
    layers: [...after.layers, ...(before?.layers ?? []).filter((one) => ours([one.id]))],
  };
}

function redress() {
  for (const [box, { map, told }] of drawn) {
    if (box.isConnected) map.setStyle(dress(told), { diff: true, transformStyle: keepDrawn });
    else { map.remove(); drawn.delete(box); }
  }
}
new MutationObserver(redress).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });

// A canvas is empty on paper: what it shows now is printed as a picture in its place.
addEventListener("beforeprint", () => {
  for (const [box, { map }] of drawn) {
    map.redraw();
    const picture = box.querySelector("[data-map-print]");
    picture.src = map.getCanvas().toDataURL();
    picture.hidden = false;
  }
});
addEventListener("afterprint", () => { for (const box of drawn.keys()) box.querySelector("[data-map-print]").hidden = true; });

window.konakMaps = {
  drawAll(boxes) {
    maplibre.setWorkerUrl(boxes[0].dataset.worker);
    document.fonts.load("16px Inter").finally(() => boxes.forEach(start));
  },
  of: (box) => drawn.get(box)?.map,
};
dispatchEvent(new Event("konak:maps"));
