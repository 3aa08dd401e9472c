// The service worker of one app: what was seen lately works without signal, and what waits is sent when the network is there.
// Pages come from the network whenever it answers; only pages that the server calls fit for it (`Offline: keep`) are kept, in a
// cache of the account that saw them, which is gone as soon as the server answers to another account or to none.
import { flush, tell } from "../offline/queue";
import { account, setAccount } from "../offline/store";

// Written before this script by the server (faces/creator/compose_offline.py).
declare const APP: { version: string; shell: string[]; look: string; fallback: string };

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  resultingClientId: string;
  preloadResponse: Promise<Response | undefined>;
  respondWith(response: Promise<Response>): void;
}
interface Syncing extends Extendable {
  tag: string;
}
interface Asking extends Extendable {
  data: unknown;
  source: { id: string; postMessage(data: unknown): void } | null;
}
interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { navigationPreload?: { enable(): Promise<void> } };
  addEventListener(type: "install" | "activate", hear: (event: Extendable) => void): void;
  addEventListener(type: "fetch", hear: (event: Fetching) => void): void;
  addEventListener(type: "sync", hear: (event: Syncing) => void): void;
  addEventListener(type: "message", hear: (event: Asking) => void): void;
}

const worker = self as unknown as Worker;
const SHELL = `shell ${APP.version}`;
const STATIC = `static ${APP.version}`;
const MEDIA = "media";
const PAGES = "pages ";
const PATIENCE_MS = 3_000;
const MAX = { pages: 30, media: 150 };

const servedFromCache = new Set<string>();

async function cacheOfPages(): Promise<Cache> {
  return caches.open(PAGES + (await account()));
}

async function trim(cache: Cache, max: number): Promise<void> {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - max)).map((key) => cache.delete(key)));
}

// Another account, or none: nothing of what the last one saw is left.
async function answerTo(tag: string): Promise<void> {
  if (tag === (await account())) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES) || name === MEDIA).map((name) => caches.delete(name)));
  await setAccount(tag);
}

async function learn(request: Request, response: Response): Promise<void> {
  const tag = response.headers.get("Facevalue-Account");
  if (tag === null || !response.ok) return;
  await answerTo(tag);
  if (response.headers.get("Offline") !== "keep") return;
  const cache = await cacheOfPages();
  // By its address alone, so that it takes the place of the last copy.
  await cache.put(request.url, response);
  await trim(cache, MAX.pages);
}

async function kept(request: Request, clientId: string): Promise<Response | undefined> {
  const found = await (await cacheOfPages()).match(request, { ignoreVary: true });
  if (found) servedFromCache.add(clientId);
  return found;
}

// Half a page is none: where the connection breaks in the middle, a kept copy is better, and it is not overwritten.
async function whole(response: Response): Promise<Response> {
  if (response.type === "opaqueredirect" || [204, 205, 304].includes(response.status)) return response;
  const { ok, status, statusText, headers } = response;
  const body = await response.arrayBuffer();
  // A connection that breaks among the headers gives a sound answer without a body.
  if (ok && !new TextDecoder().decode(body.slice(-16)).trimEnd().endsWith("</html>")) throw new Error("half a page");
  return new Response(body, { status, statusText, headers });
}

async function page(event: Fetching): Promise<Response> {
  const { request, resultingClientId } = event;
  const fetched = (async () => whole((await event.preloadResponse) ?? (await fetch(request))))();
  const learned = fetched.then((response) => learn(request, response.clone()));
  event.waitUntil(learned.catch(() => undefined));
  if (request.method !== "GET") return fetched;
  const impatient = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    return (await Promise.race([fetched, impatient])) ?? (await kept(request, resultingClientId)) ?? (await fetched);
  } catch (error) {
    const shell = await caches.open(SHELL);
    const copy =
      (await kept(request, resultingClientId)) ??
      (await shell.match(request, { ignoreVary: true })) ??
      (await shell.match(APP.fallback, { ignoreVary: true }));
    if (!copy) throw error;
    return copy;
  }
}

// With its length the browser sees to it that all of it arrives; without, the connection may have broken among the headers.
function isSound(response: Response): boolean {
  return response.status === 200 && response.headers.has("Content-Length");
}

// For what never changes at its address: built files of this version, and media, which are named by their content.
async function fromCache(request: Request, name: string, max: number): Promise<Response> {
  const cache = await caches.open(name);
  const found = await cache.match(request, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(request);
  if (isSound(response)) {
    await cache.put(request, response.clone());
    await trim(cache, max);
  }
  return response;
}

async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  // The page that brought this worker has fetched the stylesheet, so the shell need not bring it again in each of its pages.
  await (await caches.open(STATIC)).add(APP.look);
  // Without cookies: the shell is the same for everybody and holds nothing of anybody.
  await Promise.all(
    APP.shell.map(async (url) => {
      const unchanging = url.startsWith("/static/");
      const asked: RequestInit = { credentials: "omit", cache: unchanging ? "default" : "no-cache", headers: { Look: "kept" } };
      const response = await fetch(url, asked);
      if (!isSound(response)) throw new Error(url);
      await cache.put(url, response);
    }),
  );
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const current = [SHELL, STATIC, MEDIA];
  const names = await caches.keys();
  const old = names.filter((name) => !current.includes(name) && !name.startsWith(PAGES));
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

async function sendWaiting(): Promise<void> {
  const done = await flush();
  tell();
  // The browser tries again later if this fails.
  if (!done) throw new Error("some posts still wait");
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("sync", (event) => event.waitUntil(sendWaiting()));
worker.addEventListener("message", ({ source }) => {
  if (source) source.postMessage({ kept: servedFromCache.delete(source.id) });
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith("/embed/")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.method !== "GET") return;
  else if (/^\/(static|look|sign|logo)\//.test(pathname)) event.respondWith(fromCache(request, STATIC, MAX.media));
  else if (pathname.startsWith("/media/")) event.respondWith(fromCache(request, MEDIA, MAX.media));
});
