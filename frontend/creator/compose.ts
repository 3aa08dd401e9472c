// The composer's page.
import { Composer } from "./compose/page";
import { flush, flushLater } from "./offline/queue";
import { get } from "./offline/store";

const composer = new Composer(async (key) => {
  await flushLater();
  if (navigator.onLine) await flush().catch(() => false);
  location.assign((await get("answers", key))?.url ?? "/compose/queue/");
});
void composer.begin();
