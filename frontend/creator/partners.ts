// Shows a partner's developer which events their page hears.
import { find } from "./compose/words";

const log = find("[data-events]");
for (const name of ["ready", "composed", "published"]) {
  document.addEventListener(`facevalue-${name}`, (event) => {
    log.appendChild(document.createElement("p")).textContent =
      `facevalue-${name} ${JSON.stringify((event as CustomEvent<unknown>).detail)}`;
  });
}
