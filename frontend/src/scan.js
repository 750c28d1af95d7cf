// Reads QR codes and barcodes by the camera, on pages that ask for it: [data-scan="id of the field"].
// The browser's own detector where there is one, else zxing compiled to wasm, served from our own static files.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from "barcode-detector/ponyfill";

const FORMATS = ["qr_code", "code_128", "code_39", "ean_13", "data_matrix"];
const PAUSE = 220;

async function detector(wasm) {
  if ("BarcodeDetector" in window) {
    try {
      const known = await window.BarcodeDetector.getSupportedFormats();
      if (known.includes("qr_code")) return new window.BarcodeDetector({ formats: FORMATS.filter((one) => known.includes(one)) });
    } catch { /* a browser that names the detector but has none */ }
  }
  prepareZXingModule({ overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path) } });
  return new Ponyfill({ formats: FORMATS });
}

function begin(box) {
  const field = document.getElementById(box.dataset.scan);
  const button = box.querySelector("[data-scan-start]");
  const video = box.querySelector("[data-scan-video]");
  const state = box.querySelector("[data-scan-state]");
  let stream = null;

  const say = (words) => { state.textContent = words; };
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    button.textContent = "Kamerayı aç";
  };

  // What was read goes into the field as if typed, and the form of the field is sent.
  const found = (text) => {
    field.value = text;
    navigator.vibrate?.(60);
    box.dispatchEvent(new CustomEvent("konak:scanned", { bubbles: true, detail: { text } }));
    if (!("scanStay" in box.dataset)) {
      stop();
      say("Okundu.");
      field.form?.requestSubmit();
    }
  };

  const start = async () => {
    if (stream) { stop(); say("Kamera kapalı."); return; }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      say("Kamera açılamadı: izin verilmedi ya da kamera yok. Numarayı yazabilirsiniz.");
      field.focus();
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    button.textContent = "Kamerayı kapat";
    await video.play();
    say("Etiketi çerçeveye getirin.");
    let reader;
    try {
      reader = await detector(box.dataset.wasm);
    } catch {
      stop();
      say("Bu tarayıcı kodu okuyamıyor. Numarayı yazın.");
      return;
    }
    let last = "", at = 0;
    while (stream) {
      try {
        const [code] = await reader.detect(video);
        const now = Date.now();
        if (code?.rawValue && (code.rawValue !== last || now - at > 3000)) {
          last = code.rawValue; at = now;
          found(code.rawValue);
        }
      } catch { /* a frame that was not ready */ }
      await new Promise((next) => setTimeout(next, PAUSE));
    }
  };

  if (!navigator.mediaDevices?.getUserMedia) {
    say("Bu tarayıcıda kamera yok ya da bağlantı güvenli değil (https). Numarayı yazın.");
    return;
  }
  button.hidden = false;
  button.addEventListener("click", start);
  window.addEventListener("pagehide", stop);
}

document.querySelectorAll("[data-scan]").forEach(begin);
