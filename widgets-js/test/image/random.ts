/** A small seeded generator (mulberry32): the same seed gives the same numbers everywhere. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Uniform in 0 <= x < 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  whole(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.whole(items.length)]!;
  }

  /** Any finite float32, every exponent equally likely. */
  float(): number {
    const words = Uint32Array.of(this.whole(4294967296));
    const value = new Float32Array(words.buffer)[0]!;
    return Number.isFinite(value) ? value : this.float();
  }
}

/** Seeds of a property test; NBSCOPE_SEED replays one. */
export function seeds(count: number): number[] {
  const replay = process.env["NBSCOPE_SEED"];
  return replay ? [Number(replay)] : Array.from({ length: count }, (_, i) => i + 1);
}
