// From what the page tells to the style the library draws: colours of the house by the name of a state, light or dark.
const KINDS = ["accent", "open", "wait", "late", "done", "closed", "ink", "ink-2", "line", "line-strong", "surface", "ground", "accent-soft", "done-soft", "open-soft", "wait-soft", "closed-soft"];
const PARTS = {
  fill: ["==", ["geometry-type"], "Polygon"],
  line: ["!=", ["geometry-type"], "Point"],
  point: ["==", ["geometry-type"], "Point"],
};

// A custom property may hold light-dark(): only a computed colour says which of the two it is now.
export function colour(name) {
  if (!KINDS.includes(name)) return name;
  const probe = document.createElement("i");
  probe.style.color = `var(--k-${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const dyed = (layer) => (layer.by && layer.kinds?.length
  ? ["match", ["to-string", ["get", layer.by]], ...layer.kinds.flatMap(([value, , kind]) => [value, colour(kind)]), colour(layer.kind)]
  : colour(layer.kind));

// Layers that the page wrote itself name colours as "k:done".
function own(layer, one, index) {
  const words = JSON.parse(JSON.stringify(one), (_, value) => (typeof value === "string" && value.startsWith("k:") ? colour(value.slice(2)) : value));
  return { ...words, id: `${layer.name}-${index}` };
}

export function drawnLayers(layer) {
  const place = { source: layer.name, ...(layer.tiles ? { "source-layer": layer.source_layer || layer.name } : {}) };
  const near = { ...(layer.near ? { minzoom: layer.near } : {}) };
  const layout = { visibility: layer.shown ? "visible" : "none" };
  if (layer.style?.length) {
    return layer.style.map((one, index) => ({ ...near, ...place, ...own(layer, one, index), layout: { ...one.layout, ...layout } }));
  }
  const paint = dyed(layer);
  const label = layer.label_field ? [{
    id: `${layer.name}-label`, type: "symbol", ...place, minzoom: Math.max(layer.near ?? 0, layer.label_near ?? 13),
    layout: {
      ...layout, "text-field": ["coalesce", ["get", layer.label_field], ""], "text-font": ["Inter"], "text-size": 12, "text-max-width": 9,
      "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.8, "text-justify": "auto",
      "symbol-placement": "point",
    },
    paint: { "text-color": colour("ink"), "text-halo-color": colour("surface"), "text-halo-width": 1.4 },
  }] : [];
  return [
    { id: `${layer.name}-fill`, type: "fill", ...near, ...place, filter: PARTS.fill, layout, paint: { "fill-color": paint, "fill-opacity": 0.18 } },
    {
      id: `${layer.name}-line`, type: "line", ...near, ...place, filter: PARTS.line, layout: { ...layout, "line-join": "round", "line-cap": layer.dashed ? "butt" : "round" },
      paint: { "line-color": paint, "line-width": ["interpolate", ["linear"], ["zoom"], 10, 1.2, 16, 3], ...(layer.dashed ? { "line-dasharray": [2, 2] } : {}) },
    },
    {
      id: `${layer.name}-point`, type: "circle", ...near, ...place, filter: PARTS.point, layout,
      paint: { "circle-color": paint, "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 4, 16, 8], "circle-stroke-color": colour("surface"), "circle-stroke-width": 1.5 },
    },
    ...label,
  ];
}

function source(layer) {
  if (layer.tiles) {
    const reach = { minzoom: layer.tiles_from ?? 0, maxzoom: layer.tiles_to ?? 16 };
    return { type: "vector", tiles: [new URL(layer.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], ...reach };
  }
  return { type: "geojson", data: layer.url ? new URL(layer.url, location.href).href : (layer.data ?? { type: "FeatureCollection", features: [] }) };
}

export function dress(told) {
  const every = [...(told.ground ?? []), ...told.layers];
  const order = { fill: 0, line: 1, circle: 2, symbol: 3 };
  const above = (a, b) => (order[a.type] ?? 1) - (order[b.type] ?? 1);
  return {
    version: 8,
    sources: Object.fromEntries(every.map((layer) => [layer.name, source(layer)])),
    layers: [
      { id: "konak-ground", type: "background", paint: { "background-color": colour("ground") } },
      ...(told.ground ?? []).flatMap(drawnLayers),
      // what is asked for lies over the ground: areas lowest, words on top
      ...told.layers.flatMap(drawnLayers).sort(above),
    ],
  };
}
