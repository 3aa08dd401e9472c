// One post on its way: the photo by resumable upload (offsets as in tus 1.0), then what was chosen. Every step may be repeated.
import type { Answer, Waiting } from "./store";

// The server cannot be reached, or not now: what was sent so far stays, and the rest goes later.
export class Later extends Error {
  constructor(
    message: string,
    readonly isOfThisPost = false,
  ) {
    super(message);
  }
}

// The server has looked at it and does not take it as it is.
export class Refused extends Error {}

// The server no longer has the upload.
class Gone extends Error {}

const UPLOADS_MAX = 5;
// The server takes no more at once; a photo from the composer is smaller.
const PIECE_BYTES = 256 * 1024;

export type Extra = Record<string, string>;

function ask(url: string, method: string, post: Waiting, headers: Extra, body?: BodyInit): Promise<Response> {
  return fetch(url, {
    method,
    headers: { "Facevalue-Account": post.account, ...headers },
    body: body ?? null,
    cache: "no-store",
    redirect: "error",
  }).catch((error: unknown) => {
    throw new Later(String(error));
  });
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { status } = response;
  if (status === 401 || status === 429 || status >= 500) throw new Later(String(status), status >= 500);
  if (status === 410) throw new Gone();
  // Only in words of our own endpoints is a post refused; whatever else answers there, such as a proxy, has not looked at it.
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) throw new Later(String(status), true);
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; code?: string };
  if (problem.code === "upload_conflict") throw new Later(problem.code, true);
  throw new Refused(problem.detail ?? String(status));
}

// A connection that breaks among the headers gives a sound answer that lacks some of them.
function header(response: Response, name: string): string {
  const value = response.headers.get(name);
  if (value === null) throw new Later(`no ${name}`, true);
  return value;
}

function offsetOf(response: Response): number {
  return Number(header(response, "Upload-Offset"));
}

async function upload(post: Waiting, extra: Extra): Promise<string> {
  const { bytes } = post.photo;
  const begin = { ...extra, "Idempotency-Key": `${post.key}.${post.upload}`, "Upload-Length": String(bytes.byteLength) };
  const begun = await checked(await ask("/compose/uploads", "POST", post, begin));
  const url = header(begun, "Location");
  if (!/^\/compose\/uploads\/\d+$/.test(url)) throw new Later("half an address", true);
  for (let offset = offsetOf(begun); offset < bytes.byteLength; ) {
    const headers = { ...extra, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    let sent = await ask(url, "PATCH", post, headers, bytes.slice(offset, offset + PIECE_BYTES));
    // Somebody else was faster, or an answer got lost: the server knows best how far it is.
    if (sent.status === 409) sent = await ask(url, "HEAD", post, extra);
    const reached = offsetOf(await checked(sent));
    if (reached === offset) throw new Later("nothing arrived", true);
    offset = reached;
  }
  return url.split("/").pop() ?? "";
}

export async function send(post: Waiting, extra: Extra): Promise<Answer> {
  try {
    const { key, campaign, choices, account, title } = post;
    const body = JSON.stringify({ key, campaign, upload: await upload(post, extra), ...choices });
    const headers = { ...extra, "Content-Type": "application/json" };
    const answered = await checked(await ask("/compose/posts", "POST", post, headers, body));
    const { url } = (await answered.json().catch(() => Promise.reject(new Later("half an answer", true)))) as { url: string };
    return { key, account, title, url, at: Date.now() };
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    if (post.upload >= UPLOADS_MAX) throw new Later("the server keeps losing the photo", true);
    post.upload += 1;
    return send(post, extra);
  }
}
