// The composer's page.
import { Composer } from "./compose/page";
import { flush, flushLater } from "./offline/queue";
import { enqueue, get, setAccount } from "./offline/store";

const composer = new Composer(async (post) => {
  await enqueue(post);
  composer.say(composer.word("kept"));
  void navigator.storage?.persist?.();
  await flushLater();
  if (navigator.onLine) await flush().catch(() => false);
  location.assign((await get("answers", post.key))?.url ?? "/compose/queue/");
}, true);

void setAccount(composer.page.account).then(() => composer.begin());
