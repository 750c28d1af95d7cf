// The organisation as a drawn chart: only open branches are drawn, so that a thousand units stay fluid.
// The data stands in the page; very large charts fetch a branch when it is opened.
import { all } from "./content.js";

const NS = "http://www.w3.org/2000/svg";
const W = 216, H = 78, GAP = 18, DROP = 40, STEP = 12, INDENT = 26;
const READABLE = 0.66;
const fold = (text) => text.toLocaleLowerCase("tr").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("ı", "i");

const el = (name, attributes = {}, text = "") => {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
};

function broken(text, most, lines) {
  const out = [""];
  for (const word of text.split(/\s+/)) {
    const held = out[out.length - 1];
    if (!held) out[out.length - 1] = word;
    else if ((held + " " + word).length <= most) out[out.length - 1] = held + " " + word;
    else if (out.length < lines) out.push(word);
    else { out[out.length - 1] = (held + " " + word).slice(0, most - 1).trimEnd() + "…"; break; }
  }
  return out.map((line) => (line.length > most ? line.slice(0, most - 1) + "…" : line));
}

class Chart {
  constructor(box) {
    this.box = box;
    const part = (name) => box.querySelector(`[data-org="${name}"]`);
    this.svg = part("svg"); this.stage = part("stage"); this.hits = part("hits"); this.find = part("find");
    this.roots = JSON.parse(document.getElementById("org-data").textContent);
    this.known = new Map();
    this.small = this.roots.reduce((sum, root) => sum + 1 + (root.below ?? 0), 0) <= 45;
    this.adopt(this.roots, null, 0);
    this.layer = el("g");
    this.svg.append(this.layer);
    this.view = { x: 0, y: 0, k: 1 };
    box.hidden = false;
    const start = this.known.get(Number(box.dataset.start));
    if (start) this.reveal(start);
    this.draw();
    if (!start && this.scale() < READABLE) { // better a few units one can read than all of them as dust
      for (const unit of this.known.values()) unit.open = unit.level < 2;
      this.draw();
    }
    this.fit(true);
    if (start) this.focus(start, true);
    this.listen(part);
  }

  adopt(units, parent, level) {
    for (const unit of units) {
      unit.parent = parent; unit.level = level;
      unit.open ??= level < (this.small ? 9 : 2);
      unit.folded = fold([unit.name, unit.short ?? "", unit.head ?? ""].join(" "));
      this.known.set(unit.id, unit);
      if (unit.children) this.adopt(unit.children, unit, level + 1);
    }
  }

  // Places ---------------------------------------------------------------------------------------------------------
  place(unit, left, top, out) {
    const children = unit.open && unit.children ? unit.children : [];
    unit.y = top;
    if (!children.length) { unit.x = left; out.push(unit); return { middle: left + W / 2, right: left + W, bottom: top + H }; }
    if (unit.level > 0 && children.length > 1 && children.every((one) => !(one.open && one.children?.length))) {
      unit.x = left; out.push(unit);
      children.forEach((one, i) => { one.x = left + INDENT; one.y = top + H + STEP + i * (H + STEP); out.push(one); });
      unit.stacked = true;
      return { middle: left + W / 2, right: left + W + INDENT, bottom: top + H + children.length * (H + STEP) };
    }
    unit.stacked = false;
    let at = left, bottom = top;
    const middles = [];
    for (const one of children) {
      const laid = this.place(one, at, top + H + DROP, out);
      middles.push(laid.middle); at = laid.right + GAP; bottom = Math.max(bottom, laid.bottom);
    }
    const middle = Math.max((middles[0] + middles.at(-1)) / 2, left + W / 2);
    unit.x = middle - W / 2; unit.middles = middles; out.push(unit);
    return { middle, right: Math.max(at - GAP, middle + W / 2), bottom };
  }

  draw() {
    const shown = [];
    let at = 0, bottom = 0;
    for (const root of this.roots) { const laid = this.place(root, at, 0, shown); at = laid.right + GAP * 3; bottom = Math.max(bottom, laid.bottom); }
    this.size = { w: Math.max(at - GAP * 3, W), h: bottom };
    const lines = [], cards = document.createDocumentFragment();
    for (const unit of shown) {
      if (unit.open && unit.children?.length) {
        const x = unit.x + W / 2, low = unit.y + H;
        if (unit.stacked) for (const one of unit.children) lines.push(`M${unit.x + 12} ${low}V${one.y + H / 2}H${one.x}`);
        else for (const middle of unit.middles) lines.push(`M${x} ${low}V${low + DROP / 2}H${middle}V${low + DROP}`);
      }
      cards.append(this.card(unit));
    }
    this.layer.replaceChildren(el("path", { d: lines.join(""), class: "org-line" }), cards);
    this.apply();
  }

  card(unit) {
    const label = [unit.name, unit.head ? `${unit.head}${unit.acting ? " (vekâleten)" : ""}` : unit.headless ? "yöneticisi yok" : "",
      `${unit.staff} kişi`, unit.posts ? `${unit.posts} kadro` : "", unit.empty ? `${unit.empty} boş` : ""].filter(Boolean).join(", ");
    const group = el("g", {
      class: `org-card${unit.headless ? " is-headless" : ""}${unit === this.current ? " is-current" : ""}${unit.hit ? " is-hit" : ""}`,
      transform: `translate(${unit.x} ${unit.y})`, role: "treeitem", tabindex: unit === (this.current ?? this.roots[0]) ? 0 : -1,
      "aria-label": label, "aria-level": unit.level + 1, "data-id": unit.id,
    });
    if (unit.below) group.setAttribute("aria-expanded", String(Boolean(unit.open)));
    group.append(el("rect", { class: "org-box", width: W, height: H, rx: 9 }));
    const names = broken(unit.name, 28, 2);
    names.forEach((line, i) => group.append(el("text", { class: "org-name", x: 12, y: 20 + i * 15 }, line)));
    const head = unit.head ? unit.head + (unit.acting ? " (V.)" : "") : unit.headless ? "Yöneticisi yok" : "";
    if (head) group.append(el("text", { class: `org-head${unit.headless ? " is-late" : ""}`, x: 12, y: 21 + names.length * 15 }, broken(head, 30, 1)[0]));
    const numbers = unit.posts ? `${unit.staff} / ${unit.posts} kadro` : unit.staff ? `${unit.staff} kişi` : "";
    const total = unit.total && unit.total !== unit.staff ? `toplam ${unit.total}` : "";
    const note = el("text", { class: "org-note", x: 12, y: H - 9 }, [numbers, total].filter(Boolean).join(" · "));
    if (unit.empty) note.append(el("tspan", { class: "is-empty" }, ` · ${unit.empty} boş`));
    group.append(note);
    if (unit.below) {
      const knob = el("g", { class: "org-knob", transform: `translate(${W - 21} ${H})`, "data-knob": "" });
      knob.append(el("rect", { x: -17, y: -11, width: 34, height: 22, rx: 11 }), el("text", { "text-anchor": "middle", y: 4 }, unit.open ? "–" : `+${unit.below}`));
      group.append(knob);
    }
    group.append(el("title", {}, label));
    return group;
  }

  // View -----------------------------------------------------------------------------------------------------------
  apply() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const { x, y, k } = this.view;
      this.layer.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    });
  }

  scale() {
    const { width, height } = this.stage.getBoundingClientRect();
    return Math.min(1, (width - 32) / this.size.w, (height - 40) / this.size.h);
  }

  fit(opening = false) {
    const { width } = this.stage.getBoundingClientRect();
    // a long chart opens as wide as it may be, to be read from its head downwards
    const whole = opening ? Math.max(this.scale(), Math.min(1, (width - 32) / this.size.w)) : this.scale();
    this.view = { k: whole, x: (width - this.size.w * whole) / 2, y: 16 };
    if (whole < READABLE) {
      const root = this.roots[0];
      this.view = { k: READABLE, x: width / 2 - (root.x + W / 2) * READABLE, y: 16 };
      if (this.tight) this.view = { k: whole, x: (width - this.size.w * whole) / 2, y: 16 };
    }
    this.apply();
  }

  zoom(by, at) {
    const box = this.stage.getBoundingClientRect();
    const point = at ?? { x: box.width / 2, y: box.height / 2 };
    const k = Math.min(2.5, Math.max(0.03, this.view.k * by));
    this.view.x = point.x - ((point.x - this.view.x) * k) / this.view.k;
    this.view.y = point.y - ((point.y - this.view.y) * k) / this.view.k;
    this.view.k = k;
    this.apply();
  }

  centre(unit) {
    const { width, height } = this.stage.getBoundingClientRect();
    const k = (this.view.k = Math.max(this.view.k, 0.7));
    this.view.x = width / 2 - (unit.x + W / 2) * k;
    this.view.y = height / 2 - (unit.y + H / 2) * k;
    this.apply();
  }

  reveal(unit) { for (let above = unit.parent; above; above = above.parent) above.open = true; }

  focus(unit, centre = false) {
    this.current = unit;
    for (const old of this.layer.querySelectorAll('[tabindex="0"], .is-current')) { old.setAttribute("tabindex", -1); old.classList.remove("is-current"); }
    const card = this.layer.querySelector(`[data-id="${unit.id}"]`);
    card?.setAttribute("tabindex", 0);
    card?.classList.add("is-current");
    const { width, height } = this.stage.getBoundingClientRect(), { x, y, k } = this.view;
    const left = unit.x * k + x, top = unit.y * k + y;
    if (centre || left < 0 || top < 0 || left + W * k > width || top + H * k > height) this.centre(unit);
    card?.focus({ preventScroll: true });
  }

  async toggle(unit) {
    if (!unit.below) return;
    if (!unit.children) await this.fetch(unit);
    const was = { x: unit.x, y: unit.y };
    unit.open = !unit.open;
    this.draw();
    this.view.x += (was.x - unit.x) * this.view.k;
    this.view.y += (was.y - unit.y) * this.view.k;
    this.apply();
    this.focus(unit);
  }

  async fetch(unit) {
    const answer = await fetch(this.box.dataset.src + (unit ? `&dal=${unit.id}` : ""));
    if (!answer.ok) return;
    const { units } = await answer.json();
    if (unit) { unit.children = units[0].children ?? []; this.adopt(unit.children, unit, unit.level + 1); return; }
    this.roots = units;
    this.known.clear();
    this.adopt(units, null, 0);
  }

  async whole() { if ([...this.known.values()].some((unit) => unit.below && !unit.children)) await this.fetch(null); }

  async search(text, step) {
    const asked = fold(text.trim());
    if (asked) await this.whole();
    const found = asked ? [...this.known.values()].filter((unit) => unit.folded.includes(asked)) : [];
    for (const unit of this.known.values()) unit.hit = false;
    for (const unit of found) unit.hit = true;
    if (asked !== this.asked) { this.asked = asked; this.turn = 0; } else if (found.length) this.turn = (this.turn + step + found.length) % found.length;
    this.hits.textContent = asked ? (found.length ? `${this.turn + 1} / ${found.length}` : "Bulunamadı") : "";
    if (found.length) { this.current = found[this.turn]; this.reveal(this.current); }
    this.draw();
    if (found.length) this.centre(this.current);
  }

  // Hands ----------------------------------------------------------------------------------------------------------
  listen(part) {
    part("in").addEventListener("click", () => this.zoom(1.25));
    part("out").addEventListener("click", () => this.zoom(0.8));
    part("fit").addEventListener("click", () => { this.tight = true; this.fit(); this.tight = false; });
    part("open").addEventListener("click", async () => {
      await this.whole();
      for (const unit of this.known.values()) unit.open = true;
      this.draw(); this.fit();
    });
    part("fold").addEventListener("click", () => { for (const unit of this.known.values()) unit.open = unit.level < 1; this.draw(); this.fit(); });
    let wait;
    this.find.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => this.search(this.find.value, 0), 150); });
    this.find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); clearTimeout(wait); this.search(this.find.value, event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") { this.find.value = ""; this.search("", 0); }
    });
    this.stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = this.stage.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), { x: event.clientX - box.left, y: event.clientY - box.top });
    }, { passive: false });
    this.drag();
    this.svg.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.apply()).observe(this.stage);
  }

  unitAt(target) { return this.known.get(Number(target.closest?.("[data-id]")?.dataset.id)); }

  leave(unit) { location.href = `${this.box.dataset.unit}${unit.id}/`; }

  drag() {
    const hands = new Map();
    let moved = 0, apart = 0;
    this.stage.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      hands.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (hands.size === 1) moved = 0;
      apart = 0;
    });
    const move = (event) => {
      const held = hands.get(event.pointerId);
      if (!held) return;
      const dx = event.clientX - held.x, dy = event.clientY - held.y;
      hands.set(event.pointerId, { x: event.clientX, y: event.clientY });
      moved += Math.abs(dx) + Math.abs(dy);
      if (moved > 6) this.stage.classList.add("is-dragged");
      if (hands.size === 1) { this.view.x += dx; this.view.y += dy; this.apply(); return; }
      const [one, two] = [...hands.values()], now = Math.hypot(one.x - two.x, one.y - two.y);
      const box = this.stage.getBoundingClientRect();
      if (apart) this.zoom(now / apart, { x: (one.x + two.x) / 2 - box.left, y: (one.y + two.y) / 2 - box.top });
      apart = now;
    };
    const end = (event) => {
      if (!hands.delete(event.pointerId)) return;
      this.stage.classList.remove("is-dragged");
      apart = 0;
      if (moved > 6 || event.type === "pointercancel") return;
      const unit = this.unitAt(event.target);
      if (!unit) return;
      if (event.target.closest("[data-knob]")) this.toggle(unit);
      else if (this.chosen === unit) this.leave(unit);
      else { this.chosen = unit; this.focus(unit); }
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  }

  key(event) {
    const unit = this.unitAt(event.target);
    if (!unit || event.metaKey || event.ctrlKey || event.altKey) return;
    const beside = unit.parent ? unit.parent.children : this.roots, place = beside.indexOf(unit);
    const first = unit.open ? unit.children?.[0] : undefined;
    const to = {
      ArrowUp: () => (unit.parent?.stacked && place > 0 ? beside[place - 1] : unit.parent),
      ArrowDown: () => (unit.parent?.stacked ? beside[place + 1] : first),
      ArrowLeft: () => (unit.parent?.stacked ? unit.parent : beside[place - 1]),
      ArrowRight: () => (unit.parent?.stacked ? first : beside[place + 1]),
      Home: () => this.roots[0],
    }[event.key];
    if (to) { event.preventDefault(); const next = to(); if (next) this.focus(next); return; }
    if (event.key === " ") { event.preventDefault(); this.toggle(unit); }
    else if (event.key === "Enter") { event.preventDefault(); this.leave(unit); }
    else if (event.key === "+") this.zoom(1.25);
    else if (event.key === "-") this.zoom(0.8);
    else if (event.key === "0") this.fit();
  }
}

export function enhance(root) {
  for (const box of all(root, "[data-orgchart][hidden]")) new Chart(box);
}
