/** A number in at most about six characters, as a person would write it. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return minus(value.toExponential(2).replace("e+", "e"));
  if (Number.isInteger(value)) return minus(String(value));
  return minus(String(Number(value.toPrecision(4))));
}

const minus = (text: string): string => text.replace("-", "−");

/** A whole number with thin spaces between thousands; other numbers shortened. */
export function full(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? grouped(String(value)) : short(value);
}

/** The same for a whole number that comes as text; other texts come back unchanged. */
export function grouped(text: string): string {
  return /^-?\d+$/.test(text) ? minus(text).replace(/\B(?=(\d{3})+$)/g, "\u2009") : minus(text);
}

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

export function bytes(count: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(count, 1)) / 10)));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${byteUnits[power]}`;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
