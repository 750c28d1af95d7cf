// The page beside what is typed: asked for when typing pauses, one answer at a time, the last one wins.
const PAUSE = 500;

export function preview(form) {
  const box = document.getElementById(form.dataset.previewIn);
  if (!box) return;
  const pages = box.querySelector("[data-pages]");
  const count = box.querySelector("[data-count]");
  const faults = box.querySelector("[data-faults]");
  let timer, running;

  async function draw() {
    running?.abort();
    running = new AbortController();
    box.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal: running.signal });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : { faults: ["Önizleme çizilemedi. Yazdıklarınız duruyor; biraz sonra yeniden denenecek."] };
      show(told);
    } catch (fault) {
      if (fault.name === "AbortError") return;
      show({ faults: ["Sunucuya ulaşılamadı; önizleme bağlantı gelince yenilenir. Yazdıklarınız duruyor."] });
    }
    box.removeAttribute("aria-busy");
  }

  function show(told) {
    faults.replaceChildren(...(told.faults ?? []).map((words) => {
      const line = document.createElement("li");
      line.textContent = words;
      return line;
    }));
    faults.hidden = !told.faults?.length;
    if (!told.pages) return;
    const said = told.count === 1 ? "1 sayfa" : `${told.count} sayfa`;
    if (count.textContent !== said) count.textContent = said; // told again only when it changes
    const held = [...pages.querySelectorAll("img")];
    told.pages.forEach((address, place) => {
      const image = held[place] ?? pages.appendChild(document.createElement("img"));
      image.className = "k-paper";
      image.alt = `Yazının ${place + 1}. sayfasının önizlemesi`;
      if (image.src !== address) image.src = address;
    });
    held.slice(told.pages.length).forEach((image) => image.remove());
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(draw, PAUSE); };
  for (const kind of ["input", "change", "konak:typed"]) form.addEventListener(kind, soon);
  addEventListener("online", soon);
  draw();
}
