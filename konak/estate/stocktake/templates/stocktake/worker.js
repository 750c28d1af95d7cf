// Keeps the counting page and what it is drawn with, so that it opens in a cellar without a network.
{% load static %}const SHELF = "konak-sayim-{{ version }}";
const FILES = {{ files|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("konak-sayim-") && name !== SHELF).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname.endsWith("/say/")) {
    // the newest page where there is a network, else the one that was kept
    event.respondWith(
      fetch(event.request)
        .then((answer) => {
          if (answer.ok && !answer.redirected) {
            const kept = answer.clone();
            caches.open(SHELF).then((shelf) => shelf.put(url.pathname, kept));
          }
          return answer;
        })
        .catch(() => caches.match(url.pathname).then((kept) => kept ?? Response.error())),
    );
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
  }
});
