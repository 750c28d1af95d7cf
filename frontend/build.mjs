// Builds everything the browser gets: konak.css, konak.js, charts.js, map.js with its worker and styles, letter.js, scan.js with its wasm, theme.js, icons.svg and the two font files.
// The output stands in konak/foundation/ui/static/ui/dist and is never committed. Needs no network.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "konak/foundation/ui/static/ui/dist");
const icons = join(root, "konak/foundation/ui/icons.txt");

// One <symbol> for each name in icons.txt, so that a page carries only references.
async function sprite() {
  const names = (await readFile(icons, "utf8")).split("\n").map((line) => line.trim()).filter(Boolean);
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(join(root, "node_modules/@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" `
      + `stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
  }));
  await writeFile(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

const options = {
  absWorkingDir: root,
  entryPoints: [
    { in: "frontend/src/konak.js", out: "konak" },
    { in: "frontend/src/charts.js", out: "charts" },
    { in: "frontend/src/scan.js", out: "scan" },
    { in: "frontend/src/counting.js", out: "counting" },
    { in: "frontend/src/letter.js", out: "letter" },
    { in: "frontend/src/theme.js", out: "theme" },
    { in: "frontend/src/konak.css", out: "konak" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox115", "safari16.4"],
  legalComments: "none",
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  entryNames: "[name]",
  logLevel: "warning",
};

// The library of maps is a module with a worker beside it; both are loaded by pages that have a map.
const modules = {
  ...options,
  entryPoints: [
    { in: "frontend/src/map.js", out: "map" },
    { in: "frontend/src/map.css", out: "map" },
    { in: "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", out: "map-worker" },
  ],
  format: "esm",
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await sprite();
await copyFile(join(root, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"), join(out, "zxing_reader.wasm"));
if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...options, logLevel: "info" });
  await context.watch();
  await (await esbuild.context({ ...modules, logLevel: "info" })).watch();
} else {
  await Promise.all([esbuild.build(options), esbuild.build(modules)]);
}
