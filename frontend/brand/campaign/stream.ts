// The live stream of one campaign: opens it, opens it again when it breaks, and says how things stand.
import type { Totals } from "./figures";

/** `ended`: whoever looks is logged out, or may not see the campaign any more. */
export type State = "connecting" | "live" | "stale" | "reconnecting" | "ended";

// The stream speaks at least every two seconds.
const STALE_AFTER_MS = 6_000;
const DEAD_AFTER_MS = 20_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 15_000;

export class Stream {
  private source: EventSource | undefined;
  private timer = 0;
  private attempt = 0;
  private retryMs = RETRY_FIRST_MS;
  private heardMs = 0;

  /** `ticket` is the page that answers with the stream's address, signed for whoever is logged in. */
  constructor(
    private readonly ticket: string,
    private readonly onTotals: (totals: Totals) => void,
    private readonly onState: (state: State) => void,
  ) {
    // A hidden page gives its connection back: a browser has six for each host, and a phone has a battery.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : void this.open()));
    window.addEventListener("online", () => void this.open());
    setInterval(() => this.watch(), 1_000);
    onState("connecting");
    if (!document.hidden) void this.open();
  }

  private async open(): Promise<void> {
    this.close();
    const attempt = this.attempt;
    const answer = await fetch(this.ticket).catch(() => undefined);
    const url = answer?.ok ? await this.address(answer) : undefined;
    if (attempt !== this.attempt) return;
    if (url) this.listen(url);
    else if (answer && [401, 403, 404].includes(answer.status)) this.onState("ended");
    else this.wait();
  }

  private async address(answer: Response): Promise<string | undefined> {
    return answer.json().then(
      (ticket: { url: string }) => ticket.url,
      () => undefined,
    );
  }

  private listen(url: string): void {
    this.source = new EventSource(url);
    this.heardMs = Date.now();
    this.source.addEventListener("totals", (event: MessageEvent<string>) => {
      this.heardMs = Date.now();
      this.retryMs = RETRY_FIRST_MS;
      this.onTotals(JSON.parse(event.data) as Totals);
      this.onState("live");
    });
    this.source.addEventListener("error", () => this.wait());
  }

  private watch(): void {
    if (!this.source) return;
    const silenceMs = Date.now() - this.heardMs;
    // A connection that a network swallowed never reports an error: silence is all there is to hear.
    if (silenceMs > DEAD_AFTER_MS) this.wait();
    else if (silenceMs > STALE_AFTER_MS) this.onState("stale");
  }

  private wait(): void {
    this.close();
    this.onState("reconnecting");
    this.timer = window.setTimeout(() => void this.open(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MAX_MS);
  }

  private close(): void {
    this.attempt++;
    window.clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }
}
