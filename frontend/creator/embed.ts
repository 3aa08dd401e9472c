// The composer in a partner's page. Browsers give a foreign frame no cookies, so it posts with a key that the person hands over
// in a window of the app itself, for this partner alone and for an hour (faces/creator/compose_embed.py).
import { Composer } from "./compose/page";
import { data, find, type Words } from "./compose/words";
import { flush } from "./offline/queue";
import { get, setAccount } from "./offline/store";

interface Grant {
  token: string;
  account: string;
  name: string;
}

const partner = data<{ origin: string; connect: string; words: Words }>("embed-data");
const voice = find("[data-voice]");
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

const composer = new Composer(async (key) => {
  tellPartner("composed", { detail: { campaign: composer.page.campaign } });
  voice.textContent = partner.words.sending ?? "";
  const done = grant ? await flush({ Authorization: `Embed ${grant.token}` }).catch(() => false) : false;
  const answer = await get("answers", key);
  voice.textContent = (answer ? partner.words.sent : partner.words.later) ?? "";
  if (answer) tellPartner("published", { detail: { campaign: composer.page.campaign, url: location.origin + answer.url } });
  if (!done) show(null);
  await composer.reset();
});

function show(given: Grant | null): void {
  grant = given;
  find("[data-connect]").hidden = !!given;
  find("[data-compose]").hidden = !given;
  find("[data-as]").textContent = given?.name ?? "";
}

async function begin(): Promise<void> {
  const given = await connect();
  composer.page.account = given.account;
  show(given);
  await setAccount(given.account);
  await composer.begin();
  await flush({ Authorization: `Embed ${given.token}` }).catch(() => false);
}

find("[data-connect] button").addEventListener("click", () => void begin());
new ResizeObserver(() => tellPartner("resize", { height: document.documentElement.scrollHeight })).observe(document.body);
show(null);
tellPartner("ready", { detail: { campaign: composer.page.campaign } });
