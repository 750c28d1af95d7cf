// Counting with a device that may lose its network: what is read is kept in the browser first and sent when it can be.
// The list of what is looked for stands in the page; the page itself is kept by the service worker.
import { openDB } from "idb";

const page = document.querySelector("[data-counting]");
const expected = JSON.parse(document.getElementById("beklenen").textContent);
const byTag = new Map(expected.map((one) => [one.tag, one]));
const bySerial = new Map();
for (const one of expected) if (one.serial) bySerial.set(key(one.serial), bySerial.has(key(one.serial)) ? null : one);
const field = document.getElementById("kod");
const place = document.getElementById("yer");
const condition = document.getElementById("durum");
const say = page.querySelector("[data-said]");
const list = page.querySelector("[data-last]");
const number = page.dataset.counting;

function key(text) {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}

const store = openDB("konak-sayim", 1, {
  upgrade(db) {
    db.createObjectStore("scans", { keyPath: "key" }).createIndex("number", "number");
  },
});

async function waiting() {
  return (await store).getAllFromIndex("scans", "number", number);
}

async function show() {
  const left = (await waiting()).length;
  const seen = expected.filter((one) => one.done).length;
  page.querySelector("[data-seen]").textContent = seen.toLocaleString("tr");
  page.querySelector("[data-whole]").textContent = expected.length.toLocaleString("tr");
  page.querySelector("[data-progress]").value = expected.length ? seen / expected.length : 0;
  page.querySelector("[data-waiting]").textContent = left
    ? `${left} okutma cihazda bekliyor${navigator.onLine ? ", gönderiliyor" : "; bağlantı gelince gönderilecek"}.`
    : "Bütün okutmalar gönderildi.";
}

// A number, an address that ends in one, or a serial that only one thing has.
function find(text) {
  const tag = text.trim().replace(/\/+$/, "").split("/").pop().trim();
  return [tag, byTag.get(tag) ?? bySerial.get(key(tag)) ?? null];
}

async function read(text) {
  const [tag, thing] = find(text);
  if (!tag) return;
  const again = thing?.done;
  await (await store).put("scans", {
    key: crypto.randomUUID(),
    number,
    text: tag,
    place: place.value.trim(),
    condition: condition.value,
    at: new Date().toISOString(),
  });
  if (thing) thing.done = true;
  const words = thing ? `${thing.name}${again ? " (yeniden okutuldu)" : ""}` : "Kayıtta yok; kayıtsız olarak yazıldı";
  say.textContent = `${tag}: ${words}`;
  say.dataset.kind = thing ? "done" : "wait";
  const line = document.createElement("li");
  const strong = document.createElement("strong");
  strong.textContent = words;
  const small = document.createElement("small");
  small.textContent = ` ${tag}${thing?.where ? ` · kayıtta: ${thing.where}` : ""}`;
  line.append(strong, small);
  list.prepend(line);
  while (list.children.length > 12) list.lastChild.remove();
  await show();
  await send();
}

let sending = false;
async function send() {
  if (sending || !navigator.onLine) return;
  sending = true;
  try {
    for (let scans = await waiting(); scans.length; scans = await waiting()) {
      const some = scans.slice(0, 200);
      const answer = await fetch(page.dataset.send, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
        },
        body: JSON.stringify({ scans: some }),
        redirect: "manual",
      });
      if (!answer.ok) {
        const told = await answer.json().catch(() => ({}));
        page.querySelector("[data-refused]").textContent =
          told.title ?? "Okutmalar gönderilemedi; cihazda duruyor. Oturumunuz kapandıysa yeniden girin.";
        return;
      }
      page.querySelector("[data-refused]").textContent = "";
      const db = await store;
      await Promise.all(some.map((one) => db.delete("scans", one.key)));
    }
  } catch {
    // no network after all: the next read or the event of the browser tries again
  } finally {
    sending = false;
    await show();
  }
}

page.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value;
  field.value = "";
  field.focus();
  read(text);
});
page.addEventListener("konak:scanned", (event) => {
  field.value = "";
  read(event.detail.text);
});
window.addEventListener("online", send);
window.addEventListener("offline", show);
navigator.serviceWorker?.register(page.dataset.worker, { scope: page.dataset.scope }).catch(() => {
  page.querySelector("[data-refused]").textContent = "Bu tarayıcı sayfayı bağlantısız açamaz; sayfayı kapatmayın.";
});
waiting().then((scans) => {
  for (const scan of scans) {
    const [, thing] = find(scan.text);
    if (thing) thing.done = true;
  }
  return show().then(send);
});
