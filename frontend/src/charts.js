// ECharts by parts, loaded only by pages that show a chart. Colours are those of the house, by the name of a state.
import { BarChart, GraphChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([LineChart, BarChart, PieChart, GraphChart, GridComponent, TooltipComponent, LegendComponent, DatasetComponent, AriaComponent, CanvasRenderer]);

const KINDS = ["accent", "open", "wait", "late", "done", "closed"];
const number = new Intl.NumberFormat("tr");
const shortDay = new Intl.DateTimeFormat("tr", { day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat("tr", { day: "2-digit", month: "2-digit", year: "numeric" });
const drawn = new Map();

// A custom property may hold light-dark(): only a computed colour says which of the two it is now.
function colour(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--k-${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

// A picture of things tied to each other: a knot names its colour by `kind`, a line only where it is more than a tie.
function graph(series, ink, quiet, ground, width) {
  const dyed = (kind, otherwise) => (KINDS.includes(kind) ? colour(kind) : otherwise);
  const narrow = width && width < 560 && series.force ? { force: { ...series.force, repulsion: series.force.repulsion / 4, edgeLength: [40, 90] }, zoom: 0.7 } : {};
  return {
    ...series, ...narrow,
    data: series.data.map(({ kind, ...one }) => ({ ...one, itemStyle: { color: dyed(kind, ink), borderColor: ground, borderWidth: 1 } })),
    links: series.links.map(({ kind, ...one }) => ({ ...one, lineStyle: { color: dyed(kind, quiet) } })),
    label: { color: ink, textBorderColor: ground, textBorderWidth: 2, ...series.label },
    lineStyle: { opacity: 0.9, ...series.lineStyle },
  };
}

function dressed(option, width) {
  const [ink, quiet, line, ground] = ["ink", "ink-2", "line", "surface"].map(colour);
  const text = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily };
  const axis = (given, fallback) => ({
    type: fallback, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } },
    axisTick: { show: false }, ...given, axisLabel: { color: quiet, hideOverlap: true, ...given?.axisLabel },
  });
  const days = option.xAxis?.type === "time";
  const series = (option.series ?? []).map(({ kind, ...one }) => one.type === "graph" ? graph(one, ink, quiet, ground, width) : ({
    ...(KINDS.includes(kind) ? { itemStyle: { color: colour(kind) }, lineStyle: { color: colour(kind), width: 1.5 } } : {}),
    ...(one.type === "line" ? { symbol: "none", emphasis: { disabled: true } } : {}),
    ...(one.type === "line" && one.stack ? { areaStyle: { opacity: 0.55 } } : {}),
    ...one,
  }));
  const horizontal = option.yAxis?.type === "category";
  const narrow = horizontal && width ? { width: Math.min(option.yAxis.axisLabel?.width ?? 220, width * 0.42) } : {};
  const plain = series.some((one) => one.type === "pie" || one.type === "graph");
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    textStyle: text,
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, textStyle: { color: ink } },
    ...option,
    aria: { enabled: false },
    tooltip: {
      trigger: plain ? "item" : "axis", renderMode: "richText", confine: true, backgroundColor: ground, borderColor: line,
      textStyle: { ...text, fontSize: 12 }, axisPointer: { type: horizontal ? "shadow" : "line" },
      formatter: plain ? undefined : (rows) => said(rows, days), ...option.tooltip,
    },
    ...(plain ? {} : {
      xAxis: axis({ ...option.xAxis, axisLabel: days ? { formatter: (at) => shortDay.format(at) } : option.xAxis?.axisLabel }, horizontal ? "value" : "category"),
      yAxis: axis({ minInterval: 1, ...option.yAxis, axisLabel: { ...option.yAxis?.axisLabel, ...narrow }, ...(horizontal ? { inverse: true } : {}) }, horizontal ? "category" : "value"),
    }),
    series,
  };
}

// Tooltips are drawn on the canvas: nothing of it is ever read as markup.
function said(rows, days) {
  const list = Array.isArray(rows) ? rows : [rows];
  const head = days ? longDay.format(new Date(list[0].axisValue)) : list[0].axisValueLabel ?? list[0].name;
  const lines = list.map((row) => {
    const value = Array.isArray(row.value) ? row.value[row.encode?.y?.[0] ?? 1] : row.value?.[row.seriesName] ?? row.value;
    const shown = rows.length && row.encode?.x?.length && row.componentSubType === "bar" && Array.isArray(row.value)
      ? row.value[row.encode[typeof row.value[row.encode.x[0]] === "number" ? "x" : "y"][0]] : value;
    return `${row.marker ?? ""}${row.seriesName}: ${typeof shown === "number" ? number.format(shown) : shown ?? "–"}`;
  });
  return [head, ...lines].join("\n");
}

function draw(box) {
  const source = box.querySelector('script[type="application/json"]');
  const canvas = box.querySelector(".k-chart-canvas");
  if (!source || !canvas || drawn.has(canvas)) return;
  const option = JSON.parse(source.textContent);
  canvas.style.height = `${box.dataset.height}px`;
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption(dressed(option, canvas.clientWidth));
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(canvas);
  drawn.set(canvas, { chart, option, watch });
  box.dataset.drawn = "";
}

function redress() {
  for (const [canvas, { chart, option, watch }] of drawn) {
    if (!canvas.isConnected) { watch.disconnect(); chart.dispose(); drawn.delete(canvas); continue; }
    chart.setOption(dressed(option, canvas.clientWidth), true);
  }
}

new MutationObserver(redress).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
// Paper is white whatever the screen is.
let theme = "";
addEventListener("beforeprint", () => {
  theme = document.documentElement.dataset.bsTheme ?? "";
  document.documentElement.dataset.bsTheme = "light";
  redress();
});
addEventListener("afterprint", () => { document.documentElement.dataset.bsTheme = theme; redress(); });

window.konakCharts = { drawAll(boxes) { boxes.forEach(draw); } };
dispatchEvent(new Event("konak:charts"));
