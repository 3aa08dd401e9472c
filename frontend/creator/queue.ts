// The posts that wait on this phone, and those that were taken lately.
import { data, fill, find, type Words } from "./compose/words";
import { flush, onNews, tell, waiting } from "./offline/queue";
import { account, all, amend, drop, type Waiting } from "./offline/store";

const words = data<Words>("queue-words");
const list = find("[data-waiting]");
const urls: string[] = [];

function part<K extends keyof HTMLElementTagNameMap>(parent: Node, tag: K, text = "", className = ""): HTMLElementTagNameMap[K] {
  const element = parent.appendChild(document.createElement(tag));
  element.textContent = text;
  element.className = className;
  return element;
}

function button(parent: Node, text: string, name: string, act: () => Promise<unknown>): void {
  const element = part(parent, "button", text, "button button--quiet");
  element.type = "button";
  element.setAttribute("aria-label", `${text}: ${name}`);
  element.addEventListener("click", () => void act().then(draw));
}

function drawOne(post: Waiting): void {
  const item = part(list, "li", "", "waiting");
  const image = part(item, "img", "", "waiting__photo");
  const url = URL.createObjectURL(new Blob([post.photo.bytes], { type: post.photo.type }));
  urls.push(url);
  image.src = url;
  image.alt = post.choices.alt;
  const about = part(item, "div", "", "waiting__about");
  part(about, "h3", post.title);
  part(about, "p", post.choices.caption);
  part(about, "p", post.problem || words.waits, post.problem ? "problem small" : "muted small");
  const actions = part(about, "p", "", "waiting__actions");
  button(actions, words.retry ?? "", post.title, async () => {
    await amend({ ...post, problem: "" });
    await flush();
  });
  button(actions, words.remove ?? "", post.title, async () => {
    if (confirm(words.sure)) await drop("waiting", post.key);
    tell();
  });
}

async function draw(): Promise<void> {
  const [posts, own] = [await waiting(), await account()];
  const answers = (await all("answers")).filter((answer) => answer.account === own).sort((a, b) => b.at - a.at);
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
  list.replaceChildren();
  posts.forEach(drawOne);
  find("[data-none]").hidden = posts.length > 0;
  find("[data-count]").hidden = !posts.length;
  find("[data-count]").textContent = fill(words.count ?? "", { count: posts.length });
  find("[data-offline]").hidden = navigator.onLine;
  find("[data-answers]").hidden = !answers.length;
  const taken = find("[data-taken]");
  taken.replaceChildren();
  for (const { title, url } of answers) part(part(taken, "li"), "a", title).setAttribute("href", url);
}

// Composers that were opened before, and so open without a network too.
async function drawKept(): Promise<void> {
  const cache = await caches?.open(`pages ${await account()}`);
  const rows = find("[data-kept-pages]");
  for (const request of (await cache?.keys()) ?? []) {
    if (!/\/compose\/\d+\/$/.test(request.url)) continue;
    const text = (await (await cache.match(request))?.text()) ?? "";
    const title = new DOMParser().parseFromString(text, "text/html").querySelector("h1")?.textContent ?? "";
    part(part(rows, "li"), "a", title).setAttribute("href", request.url);
  }
  find("[data-kept]").hidden = !rows.childElementCount;
}

onNews(() => void draw());
for (const change of ["online", "offline"]) addEventListener(change, () => void draw());
void draw();
void drawKept();
