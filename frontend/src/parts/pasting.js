// What Word, LibreOffice and web pages put on the clipboard, made into what a letter may hold.
const LETTER = /^\s*([a-zçğıöşü])[).]\s+/i;
const NUMBER = /^\s*(\d{1,3})[).]\s+/;
const BULLET = /^\s*[·•●▪■◦o§–-]\s+/;

function rename(node, name) {
  const made = node.ownerDocument.createElement(name);
  made.append(...node.childNodes);
  node.replaceWith(made);
  return made;
}

// Word's lists are paragraphs that carry their mark as text.
function wordLists(body) {
  let list = null;
  for (const one of [...body.querySelectorAll("p")]) {
    const marked = /mso-list:\s*l\d/i.test(one.getAttribute("data-style") ?? "") || /MsoListParagraph/.test(one.className);
    if (!marked) { list = null; continue; }
    for (const hint of one.querySelectorAll("span[data-style*='mso-list']")) hint.replaceWith(`${hint.textContent.trim()} `);
    const words = one.textContent;
    const type = LETTER.test(words) || BULLET.test(words) ? "a" : "1";
    const mark = [LETTER, NUMBER, BULLET].map((sort) => sort.exec(words)?.[0].length ?? 0).find(Boolean) ?? 0;
    const item = one.ownerDocument.createElement("li");
    if (!list || list.nextElementSibling !== one || list.getAttribute("type") !== type) {
      list = one.ownerDocument.createElement("ol");
      list.setAttribute("type", type);
      one.before(list);
    }
    drop(one, mark);
    list.append(item);
    item.append(one);
  }
}

// The first `count` signs of the text of a node.
function drop(node, count) {
  const walker = node.ownerDocument.createTreeWalker(node, 4);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const gone = Math.min(count, text.data.length);
    text.data = text.data.slice(gone);
    count -= gone;
    if (!count) return;
  }
}

export function cleaned(html) {
  // a style attribute would trip the content policy even in a document that is never shown
  const text = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<!\[[^\]]*\]>/g, "").replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const page = new DOMParser().parseFromString(text, "text/html");
  const body = page.body;
  for (const gone of body.querySelectorAll("script, style, meta, link, title, xml, img, svg, object, iframe, colgroup, caption")) gone.remove();
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const made = rename(heading, "p");
    const strong = page.createElement("strong");
    strong.append(...made.childNodes);
    made.append(strong);
  }
  wordLists(body);
  for (const list of body.querySelectorAll("ul")) rename(list, "ol").setAttribute("type", "a");
  for (const box of body.querySelectorAll("td, th")) {
    if (!box.querySelector("p")) { const inner = page.createElement("p"); inner.append(...box.childNodes); box.append(inner); }
  }
  for (const one of body.querySelectorAll("*")) {
    const style = one.getAttribute("data-style") ?? "";
    const marks = [[/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"], [/text-decoration[^;]*underline/i, "u"]];
    if (one.localName === "span") {
      for (const [sort, name] of marks) {
        if (!sort.test(style)) continue;
        const inner = page.createElement(name);
        inner.append(...one.childNodes);
        one.append(inner);
      }
    }
    for (const { name } of [...one.attributes]) {
      if (!(["colspan", "rowspan"].includes(name) && /^(td|th)$/.test(one.localName)) && !(["type", "start"].includes(name) && one.localName === "ol")) one.removeAttribute(name);
    }
    if (one.localName.includes(":") || one.localName === "font") one.replaceWith(...one.childNodes);
  }
  return body.innerHTML.replace(/&nbsp;|\u00a0/g, " ");
}
