// Security keys: the form waits for the key, puts what it said into its hidden field, and goes on. And recovery codes.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key };
}

function closed(credential) {
  const { response } = credential;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  };
}

const WORDS = {
  NotAllowedError: "İşlem tamamlanmadı: vazgeçtiniz, süre doldu ya da bu anahtar bu hesapta kayıtlı değil. Yeniden deneyin.",
  InvalidStateError: "Bu anahtar hesabınızda zaten kayıtlı.",
  SecurityError: "Bu adreste güvenlik anahtarı kullanılamıyor. Konak'ı adıyla ve https ile açın.",
  NotSupportedError: "Tarayıcınız ya da anahtarınız bu yöntemi desteklemiyor.",
};

async function options(form) {
  if (form.dataset.webauthnData) return JSON.parse(document.getElementById(form.dataset.webauthnData).textContent);
  const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function ask(form) {
  const words = form.querySelector("[data-webauthn-words]");
  const button = form.querySelector("button[type=submit]");
  if (words) words.hidden = true;
  button?.setAttribute("aria-busy", "true");
  try {
    if (!navigator.credentials || !window.PublicKeyCredential) throw new DOMException("", "NotSupportedError");
    const data = await options(form);
    let found;
    if (form.dataset.webauthn === "create") {
      const wish = opened(data.creation_options);
      const alone = form.elements.passwordless?.checked ?? false;
      Object.assign(wish.publicKey.authenticatorSelection, {
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone ? { userVerification: "required" } : {}),
      });
      found = await navigator.credentials.create(wish);
    } else {
      found = await navigator.credentials.get(opened(data.request_options));
    }
    form.elements.credential.value = JSON.stringify(closed(found));
    form.submit();
  } catch (trouble) {
    button?.removeAttribute("aria-busy");
    if (!words) return;
    words.textContent = WORDS[trouble.name] ?? "Anahtarla konuşulamadı. Yeniden deneyin ya da başka bir yöntem kullanın.";
    words.hidden = false;
  }
}

function save(list, name) {
  const lines = [...list.children].map((one) => one.textContent);
  const content = [list.dataset.codesHead, "", ...lines, "", "Her kod bir kez geçer."].join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-webauthn]");
    if (!form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form);
  }, true);
  document.addEventListener("click", (event) => {
    const saving = event.target.closest?.("[data-codes-save]");
    if (saving) save(document.querySelector("[data-codes]"), saving.dataset.codesSave);
    if (event.target.closest?.("[data-codes-print]")) print();
  });
}
