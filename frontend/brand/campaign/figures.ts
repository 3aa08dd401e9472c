// What the campaign page shows, worked out from a campaign's totals. facevalue/faces/brand/figures.py does the same for
// the first view; a test holds the two together. Whatever counts tokens is a bigint: sums pass 2^53.

export interface Second {
  at_ms: number;
  paid: number;
  free: number;
}

export interface Totals {
  at_ms: number;
  funded_tokens: string;
  reserved_tokens: string;
  spent_tokens: string;
  fee_tokens: string;
  outcomes: Record<string, number>;
  degrees: Record<string, number>;
  kinds: Record<string, number>;
  paid: number;
  free: number;
  last_minute: Second[];
  top_creators: { name: string; tokens: string; engagements: number }[];
  apps: { name: string; tokens: string; engagements: number }[];
}

export type Figures = Record<string, bigint | string>;

const TOKENS_PER_USD = 10_000n;
const DEGREES_SHOWN = 5;
const RANKS_SHOWN = 10;
const SECONDS_PER_STEP = 5;
const UNCOUNTED = [
  "duplicate", "self", "blocked", "unknown_via", "early", "undone", "voided", "nothing_to_undo",
  "unknown_post", "malformed",
];

const grouped = new Intl.NumberFormat("en");

export function figures(totals: Totals): Figures {
  const found: Figures = {};
  for (const [word, count] of Object.entries(totals.outcomes)) found[`outcomes.${word}`] = BigInt(count);
  for (const [kind, count] of Object.entries(totals.kinds)) found[`kinds.${kind}`] = BigInt(count);
  Object.assign(found, sums(totals), spread(totals));
  for (let n = 0; n < RANKS_SHOWN; n++) {
    for (const [list, rows] of [["creators", totals.top_creators], ["apps", totals.apps]] as const) {
      found[`${list}.${n}.name`] = rows[n]?.name ?? "";
      found[`${list}.${n}.engagements`] = BigInt(rows[n]?.engagements ?? 0);
      found[`${list}.${n}.tokens`] = BigInt(rows[n]?.tokens ?? 0);
    }
  }
  totals.last_minute.forEach((second, index) => {
    const step = Math.floor((totals.last_minute.length - 1 - index) / SECONDS_PER_STEP);
    for (const name of ["paid", "free"] as const) {
      const key = `steps.${step}.${name}`;
      found[key] = count(found, key) + BigInt(second[name]);
    }
  });
  return found;
}

function sums(totals: Totals): Figures {
  const [funded, reserved, spent] = [totals.funded_tokens, totals.reserved_tokens, totals.spent_tokens].map(BigInt) as [
    bigint, bigint, bigint,
  ];
  const [paid, free] = [BigInt(totals.paid), BigInt(totals.free)];
  return {
    funded_tokens: funded,
    reserved_tokens: reserved,
    spent_tokens: spent,
    fee_tokens: BigInt(totals.fee_tokens),
    committed_tokens: spent + reserved,
    left_tokens: funded - reserved - spent,
    paid,
    free,
    engagements: paid + free,
    tokens_per_thousand: paid + free ? (spent * 1000n) / (paid + free) : 0n,
    tokens_per_thousand_paid: paid ? (spent * 1000n) / paid : 0n,
    uncounted: BigInt(UNCOUNTED.reduce((sum, word) => sum + (totals.outcomes[word] ?? 0), 0)),
  };
}

function spread(totals: Totals): Figures {
  const found: Figures = { travelled: 0n };
  for (const [degree, engagements] of Object.entries(totals.degrees)) {
    const key = `degrees.${Math.min(Number(degree), DEGREES_SHOWN)}`;
    found[key] = count(found, key) + BigInt(engagements);
    found.travelled = count(found, "travelled") + BigInt(engagements);
  }
  return found;
}

export function count(found: Figures, key: string): bigint {
  return BigInt(found[key] ?? 0);
}

export function number(value: bigint): string {
  return grouped.format(value);
}

export function money(tokens: bigint): string {
  const size = tokens < 0n ? -tokens : tokens;
  const digits = size > 0n && size < TOKENS_PER_USD / 100n ? 4 : 2;
  const scale = 10n ** BigInt(digits);
  const units = (size * scale + TOKENS_PER_USD / 2n) / TOKENS_PER_USD;
  return `${tokens < 0n ? "-" : ""}$${grouped.format(units / scale)}.${String(units % scale).padStart(digits, "0")}`;
}

export function percent(part: bigint, whole: bigint): string {
  if (whole <= 0n || part <= 0n) return "0%";
  const tenths = (part * 1000n + whole / 2n) / whole;
  return tenths ? `${tenths / 10n}.${tenths % 10n}%` : "<0.1%";
}

export function width(part: bigint, whole: bigint): string {
  const hundredths = whole > 0n && part > 0n ? (part * 10_000n) / whole : 0n;
  const shown = hundredths > 10_000n ? 10_000n : hundredths;
  return `${shown / 100n}.${String(shown % 100n).padStart(2, "0")}%`;
}
