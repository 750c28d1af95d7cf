// A card signs: the agent on this computer is asked for its cards, the server for what to sign, the agent for the
// values, the server completes. The PIN is typed into the agent's own window and never comes here.
import { all } from "./content.js";

const LOST = "İmza aracına ulaşılamadı. Bilgisayarınızda «konak sign-agent» çalışıyor olmalı.";
const known = new Map();

async function agent(form, path, body) {
  let answer;
  try {
    answer = await fetch(form.dataset.sign + path, body && {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
  } catch {
    throw new Error(LOST);
  }
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.title);
  return told;
}

async function konak(form, path, body) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(`/api/esignature/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.title ?? "Sunucu yanıt vermedi.");
  return told;
}

const say = (form, words) => { form.querySelector("[data-sign-words]").textContent = words; };

function subject(certificate) {
  // the common name lies in the bytes as a string of its own; only for the list, the server reads it properly
  const raw = atob(certificate);
  const at = raw.lastIndexOf("\x55\x04\x03");
  const length = raw.charCodeAt(at + 4);
  try {
    return decodeURIComponent(escape(raw.slice(at + 5, at + 5 + length)));
  } catch {
    return "";
  }
}

async function look(form) {
  const choice = form.querySelector("[data-sign-card]");
  try {
    const cards = await agent(form, "/kartlar");
    choice.replaceChildren(...cards.map((card) => {
      known.set(card.id, card);
      return new Option(`${subject(card.certificate) || card.label} (${card.label})`, card.id);
    }));
    choice.disabled = !cards.length;
    if (!cards.length) choice.replaceChildren(new Option("Kart takılı değil", ""));
    say(form, "");
  } catch (trouble) {
    choice.replaceChildren(new Option("Kart okunamadı", ""));
    choice.disabled = true;
    say(form, trouble.message);
  }
}

function result(form, turn, words) {
  const place = form.querySelector(`[data-sign-result="${turn}"]`);
  if (place) place.textContent = words;
}

async function sign(form, card) {
  const turns = [...form.querySelectorAll("[name=turn]")].filter((one) => one.type === "hidden" || one.checked);
  if (!turns.length) throw new Error("İmzalanacak belgeleri seçin.");
  const ready = [];
  for (const [place, { value }] of turns.entries()) {
    say(form, `Hazırlanıyor: ${place + 1} / ${turns.length}`);
    try {
      ready.push(await konak(form, "attempts", { turn: Number(value), certificate: card.certificate, chain: card.chain }));
    } catch (trouble) {
      result(form, value, trouble.message);
    }
  }
  if (!ready.length) throw new Error("Hiçbir belge imzaya hazırlanamadı; nedenleri yanlarında.");
  say(form, "Kart PIN'ini imza aracının penceresine yazın.");
  const { values } = await agent(form, "/imzala", {
    id: card.id, what: ready.map(({ title, digest }) => ({ title, digest })),
  });
  let done = 0;
  for (const [place, one] of ready.entries()) {
    say(form, `İmzalanıyor: ${place + 1} / ${ready.length}`);
    try {
      const turn = await konak(form, `attempts/${one.key}/complete`, { value: values[place] });
      result(form, one.turn, turn.state_label);
      done += 1;
    } catch (trouble) {
      result(form, one.turn, trouble.message);
    }
  }
  say(form, `${done} belge imzalandı${done < turns.length ? `, ${turns.length - done} belge imzalanamadı` : ""}.`);
  if (done === turns.length) location.assign(form.dataset.signNext ?? form.action);
}

async function trial(form, card) {
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", challenge));
  const hex = [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
  say(form, "Kart PIN'ini imza aracının penceresine yazın.");
  const { values } = await agent(form, "/imzala", { id: card.id, what: [{ title: "Deneme imzası", digest: hex }] });
  const told = await konak(form, "trials", {
    certificate: card.certificate, challenge: btoa(String.fromCharCode(...challenge)), value: values[0],
    computer: card.label, number: new URLSearchParams(location.search).get("basvuru") ?? "",
  });
  say(form, told.words);
  if (told.good) location.assign(form.action);
}

export function start() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest?.("[data-sign]");
    if (!form) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    try {
      const card = known.get(form.querySelector("[data-sign-card]").value);
      if (!card) throw new Error("Kartınızı takın ve «Kartları tara»ya basın.");
      await (form.hasAttribute("data-sign-trial") ? trial : sign)(form, card);
    } catch (trouble) {
      say(form, trouble.message);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-sign-look]");
    if (button) look(button.closest("form"));
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-sign-all]")) return;
    for (const one of event.target.closest("form").querySelectorAll("[name=turn]")) one.checked = event.target.checked;
  });
}

export function enhance(root) {
  for (const form of all(root, "[data-sign]")) look(form);
}
