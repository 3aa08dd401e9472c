// What a screen reader says by itself: never more often than anyone could listen to.
const PAUSE_MS = 10_000;

export function voice(sentence: Element, region: Element): () => void {
  let saidMs = Date.now();
  return () => {
    if (Date.now() - saidMs < PAUSE_MS || region.textContent === sentence.textContent) return;
    saidMs = Date.now();
    region.textContent = sentence.textContent;
  };
}
