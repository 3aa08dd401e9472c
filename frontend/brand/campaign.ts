// The live campaign page.
import { figures, type Totals } from "./campaign/figures";
import { pageWriter } from "./campaign/page";
import { Stream, type State } from "./campaign/stream";
import { voice } from "./campaign/voice";

function find<E extends Element = HTMLElement>(selector: string): E {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`The page has no ${selector}`);
  return element;
}

const write = pageWriter(document);
const speak = voice(find("[data-sentence]"), find("[data-voice]"));
const asOf = find<HTMLTimeElement>("[data-as-of]");
let latest = JSON.parse(find("#totals").textContent ?? "null") as Totals | null;
let draw = (_: Totals): void => undefined;

function show(totals: Totals): void {
  latest = totals;
  find("[data-unread]").hidden = true;
  find("[data-figures]").hidden = false;
  write(figures(totals));
  draw(totals);
  const at = new Date(totals.at_ms);
  asOf.dateTime = at.toISOString();
  asOf.textContent = at.toLocaleTimeString();
}

function say(state: State): void {
  for (const element of document.querySelectorAll("[data-when]")) {
    element.toggleAttribute("hidden", element.getAttribute("data-when") !== state);
  }
}

if (latest) show(latest);
new Stream(
  find("[data-live]").dataset.live ?? "",
  (totals) => {
    show(totals);
    speak();
  },
  say,
);

// The chart is most of what there is to load, so the numbers do not wait for it.
void import("./campaign/chart").then(({ chartIn }) => {
  const drawSeconds = chartIn(find("[data-chart]"));
  draw = (totals) => drawSeconds(totals.last_minute);
  if (latest) draw(latest);
});
