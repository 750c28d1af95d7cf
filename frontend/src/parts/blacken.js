// Rectangles over the pages of a document that is given out: drawn with the mouse, set with a tap, moved with the keys.
// The field with the numbers is the truth; what is drawn is written into it, what is typed is drawn.
import { all } from "./content.js";

const round = (value) => Math.round(value * 10) / 10;
const within = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
const LEAST = 2;

export function enhance(root) {
  for (const place of all(root, "[data-blacken]")) if (!place.dataset.ready) watch(place);
}

function watch(place) {
  place.dataset.ready = "1";
  const field = document.getElementById(place.dataset.blacken);
  const pages = all(place, "[data-page]").map((node) => ({
    node, over: node.querySelector(".k-black-over"), number: Number(node.dataset.page),
    width: Number(node.dataset.width), height: Number(node.dataset.height),
  }));
  let boxes = [];

  const read = () => {
    boxes = field.value.split("\n").map((line) => line.trim().replaceAll(",", ".").split(/\s+/).map(Number))
      .filter((row) => row.length === 5 && row.every(Number.isFinite))
      .map(([page, left, top, width, height]) => ({ page, left, top, width, height }));
  };
  const write = () => {
    field.value = boxes.map((one) => [one.page, one.left, one.top, one.width, one.height].map(round).join(" ")).join("\n");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const label = (one) => `${one.page}. sayfa: soldan ${round(one.left)}, üstten ${round(one.top)}, en ${round(one.width)}, boy ${round(one.height)} mm`;
  const put = (node, one, page) => {
    node.style.left = `${(100 * one.left) / page.width}%`;
    node.style.top = `${(100 * one.top) / page.height}%`;
    node.style.width = `${(100 * one.width) / page.width}%`;
    node.style.height = `${(100 * one.height) / page.height}%`;
    node.setAttribute("aria-label", label(one));
    node.title = label(one);
  };
  const draw = (focused) => {
    for (const page of pages) {
      page.over.replaceChildren();
      for (const one of boxes.filter((box) => box.page === page.number)) {
        const node = document.createElement("button");
        node.type = "button";
        node.className = "k-black";
        put(node, one, page);
        node.addEventListener("keydown", (event) => keyed(event, one, page, node));
        node.addEventListener("pointerdown", (event) => moved(event, one, page, node));
        page.over.append(node);
        if (one === focused) node.focus();
      }
    }
  };
  const keyed = (event, one, page, node) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      boxes = boxes.filter((other) => other !== one);
      write(); draw();
      page.node.querySelector("[data-add]").focus();
    } else if (step) {
      event.preventDefault();
      if (event.shiftKey) {
        one.width = within(one.width + step[0], LEAST, page.width - one.left);
        one.height = within(one.height + step[1], LEAST, page.height - one.top);
      } else {
        one.left = within(one.left + step[0], 0, page.width - one.width);
        one.top = within(one.top + step[1], 0, page.height - one.height);
      }
      put(node, one, page); write();
    }
  };
  const at = (event, page) => {
    const frame = page.over.getBoundingClientRect();
    return [((event.clientX - frame.left) / frame.width) * page.width, ((event.clientY - frame.top) / frame.height) * page.height];
  };
  const follow = (event, node, page, change, done) => {
    node.setPointerCapture(event.pointerId);
    const move = (next) => change(...at(next, page));
    const end = () => { node.removeEventListener("pointermove", move); done(); };
    node.addEventListener("pointermove", move);
    node.addEventListener("pointerup", end, { once: true });
    node.addEventListener("pointercancel", end, { once: true });
  };
  const moved = (event, one, page, node) => {
    event.stopPropagation();
    const [x, y] = at(event, page);
    const [left, top] = [one.left, one.top];
    follow(event, node, page, (toX, toY) => {
      one.left = within(left + toX - x, 0, page.width - one.width);
      one.top = within(top + toY - y, 0, page.height - one.height);
      put(node, one, page);
    }, write);
  };
  const added = (page, left, top, width = 60, height = 8) => {
    const one = { page: page.number, left: within(left, 0, page.width - width), top: within(top, 0, page.height - height), width, height };
    boxes.push(one);
    write(); draw(one);
  };

  for (const page of pages) {
    page.node.querySelector("[data-add]").addEventListener("click", () => added(page, page.width / 2 - 30, page.height / 2));
    page.over.addEventListener("pointerdown", (event) => {
      if (event.target !== page.over || event.button !== 0 || event.pointerType === "touch") return;
      event.preventDefault();
      const [x, y] = at(event, page).map((value, axis) => within(value, 0, axis ? page.height : page.width));
      const one = { page: page.number, left: x, top: y, width: 0, height: 0 };
      const node = document.createElement("div");
      node.className = "k-black";
      page.over.append(node);
      follow(event, page.over, page, (toX, toY) => {
        const [endX, endY] = [within(toX, 0, page.width), within(toY, 0, page.height)];
        Object.assign(one, { left: Math.min(x, endX), top: Math.min(y, endY), width: Math.abs(endX - x), height: Math.abs(endY - y) });
        put(node, one, page);
      }, () => {
        node.remove();
        if (one.width < LEAST || one.height < LEAST) return;
        boxes.push(one);
        write(); draw(one);
      });
    });
    page.over.addEventListener("click", (event) => {
      if (event.target !== page.over || event.pointerType !== "touch") return;
      const [x, y] = at(event, page);
      added(page, x - 30, y - 4);
    });
  }
  field.addEventListener("input", () => { read(); draw(); });
  read();
  draw();
}
