// The composer in a partner's page. Browsers give a foreign frame no cookies, so it posts with a key that the person hands over
// in a window of the app itself, for this partner alone and for an hour (faces/creator/compose_embed.py).
import { Composer } from "./compose/page";
import { data, find, type Words } from "./compose/words";
import { Later, send } from "./offline/send";
import type { Waiting } from "./offline/store";

interface Grant {
  token: string;
  account: string;
  name: string;
}

const RETRY_MS = 5_000;
const partner = data<{ origin: string; connect: string; words: Words }>("embed-data");
let grant: Grant | null = null;

function tellPartner(facevalue: string, content: object): void {
  parent.postMessage({ facevalue, ...content }, partner.origin);
}

// Opens the app's own window; it answers to this very origin and to nobody else.
function connect(): Promise<Grant> {
  return new Promise((resolve) => {
    const opened = open(partner.connect, "facevalue-connect", "popup,width=420,height=640");
    const hear = (event: MessageEvent<Partial<Grant>>): void => {
      if (event.origin !== location.origin || event.source !== opened || !event.data.token) return;
      removeEventListener("message", hear);
      resolve(event.data as Grant);
    };
    addEventListener("message", hear);
  });
}

// Many browsers give a foreign frame no database either, so posts that wait live as long as the frame does.
const waiting: Waiting[] = [];

async function sendWaiting(): Promise<void> {
  for (let post = waiting[0]; post && grant; post = waiting[0]) {
    try {
      const { url } = await send(post, { Authorization: `Embed ${grant.token}` });
      composer.say(partner.words.sent ?? "");
      tellPartner("published", { detail: { campaign: post.campaign, url: location.origin + url } });
    } catch (error) {
      if (!(error instanceof Later)) composer.say(error instanceof Error ? error.message : "");
      else {
        composer.say(partner.words.later ?? "");
        if (error.message === "401") show(null);
        else setTimeout(() => void sendWaiting(), RETRY_MS);
        return;
      }
    }
    waiting.shift();
  }
}

const composer = new Composer(async (post) => {
  tellPartner("composed", { detail: { campaign: post.campaign } });
  composer.say(partner.words.sending ?? "");
  const isFirst = waiting.push(post) === 1;
  composer.reset();
  if (isFirst) await sendWaiting();
}, false);

function show(given: Grant | null): void {
  grant = given;
  find("[data-connect]").hidden = !!given;
  find("[data-embedded]").hidden = !given;
  find("[data-as]").textContent = given?.name ?? "";
}

async function begin(): Promise<void> {
  const given = await connect();
  composer.page.account = given.account;
  show(given);
  await sendWaiting();
  await composer.begin();
}

find("[data-connect] button").addEventListener("click", () => void begin());
new ResizeObserver(() => tellPartner("resize", { height: document.documentElement.scrollHeight })).observe(document.body);
show(null);
tellPartner("ready", { detail: { campaign: composer.page.campaign } });
