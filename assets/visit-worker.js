/* Keeps the interviewer's page and its two files, so that it opens without a network. Answers never pass through here. */
'use strict';
const NAME = 'thuocdo-visit';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
self.addEventListener('message', (e) => e.waitUntil(caches.open(NAME).then((c) => c.addAll(e.data))));
self.addEventListener('fetch', (e) => {
  if (e.request.method !== 'GET') return;
  e.respondWith(fetch(e.request).then((r) => {
    if (r.ok) {
      const copy = r.clone();
      caches.open(NAME).then((c) => c.put(new URL(e.request.url).pathname, copy));
    }
    return r;
  }).catch(() => caches.match(new URL(e.request.url).pathname).then((r) => r || Response.error())));
});
