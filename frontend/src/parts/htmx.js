// HTMX under a strict content security policy, with errors told in Turkish and nothing lost on a broken line.
import htmx from "htmx.org/dist/htmx.esm.js";
import { openFrom } from "./dialog.js";
import { toast } from "./toast.js";

Object.assign(htmx.config, {
  attributesToSettle: ["class"], // settling an empty style attribute would trip the content policy
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  timeout: 60000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});
window.htmx = htmx;

// A form that is on its way is not sent again.
document.addEventListener("submit", (event) => {
  if (!event.target.classList.contains("htmx-request")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

let waiting = 0;
const busy = (step) => {
  waiting = Math.max(0, waiting + step);
  document.querySelector(".k-busy")?.toggleAttribute("data-on", waiting > 0);
};
document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));

const WORDS = {
  400: "İstek anlaşılamadı. Sayfayı yenileyip yeniden deneyin.",
  401: "Oturumunuz kapanmış. Yeniden giriş yapın; yazdıklarınız bu sayfada duruyor.",
  403: "Oturumunuz yenilenmiş ya da bu işlem için yetkiniz yok. Sayfayı yenileyip yeniden deneyin; yazdıklarınız duruyor.",
  404: "Aradığınız kayıt bulunamadı. Kaldırılmış ya da adı değişmiş olabilir.",
  409: "Kayıt bu arada değişmiş. Sayfayı yenileyip son durumuna bakın.",
  413: "Gönderilen dosya çok büyük. Küçültüp yeniden deneyin; yazdıklarınız duruyor.",
  429: "Kısa sürede çok fazla istek geldi. Biraz bekleyip yeniden deneyin.",
  503: "Konak şu anda bakımda. Birkaç dakika sonra yeniden deneyin; yazdıklarınız duruyor.",
};
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const number = xhr.getResponseHeader("X-Error-Id");
  const words = WORDS[xhr.status] ?? "Beklenmeyen bir hata oldu. Yazdıklarınız duruyor; biraz sonra yeniden deneyin.";
  toast(number ? `${words} Hata numarası: ${number}` : words, "error");
});
document.addEventListener("htmx:sendError", () =>
  toast("Sunucuya ulaşılamadı. Bağlantınızı denetleyip yeniden deneyin; yazdıklarınız duruyor.", "error"));
document.addEventListener("htmx:timeout", () =>
  toast("Yanıt gecikti. İşlem yapılmış olabilir; yeniden göndermeden önce sayfayı yenileyip bakın.", "error"));
addEventListener("offline", () => toast("Ağ bağlantısı kesildi. Yazdıklarınız bu tarayıcıda saklanıyor.", "error"));
addEventListener("online", () => toast("Ağ bağlantısı geri geldi.", "success"));

// What was swapped in may want the focus: the first error, or the element that says so.
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt ?? event.target;
  if (target?.id === "islem-govde") openFrom(target);
  const wanted = target?.querySelector?.("[data-summary], [autofocus]");
  wanted?.focus();
});
