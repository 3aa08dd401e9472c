// The page's own words, in its language, as the server wrote them into it.
export type Words = Record<string, string>;

export function find<E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E {
  const element = root.querySelector<E>(selector);
  if (!element) throw new Error(`The page has no ${selector}`);
  return element;
}

export function data<T>(id: string): T {
  return JSON.parse(find(`#${id}`).textContent ?? "null") as T;
}

// fill("{name} is at {x} %", …): what is missing stays as it is.
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

// A random name that nobody else makes (RFC 9562, version 4), also in browsers without crypto.randomUUID.
export function makeKey(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const hex = bytes.map((byte, at) => (at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0"));
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)].map((part) => part.join("")).join("-");
}
