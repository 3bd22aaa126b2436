/** A request that is out, with the times (performance.now) at which its event happened and it was sent. */
export interface Pending<W> {
  seq: number;
  wish: W;
  event: number;
  sent: number;
}

/** How many requests of a panel may be out: one more hides the server's delay, a third gains nothing. */
export const credits = 2;

/** Silence after which the answers count as lost. */
export const lostAfterMs = 3000;

/**
 * Flow control of one panel: at most two requests out, of the wishes made meanwhile only the newest is kept, answers
 * return the credits of all requests up to theirs. No timers, no DOM: time comes in as arguments.
 */
export class PanelQueue<W> {
  #seq = 0;
  #out: Pending<W>[] = [];
  #next: { wish: W; event: number } | null = null;
  #newest: W | null = null;
  #shown = 0;
  #quietSince = 0;
  readonly #post: (seq: number, wish: W) => void;

  constructor(post: (seq: number, wish: W) => void) {
    this.#post = post;
  }

  /** Wants an answer to `wish`: sends it now, or remembers it in place of an older wish. */
  ask(wish: W, now: number, event: number = now): void {
    this.#newest = wish;
    this.#next = { wish, event };
    this.#pump(now);
  }

  /** A number for a message outside the flow control. */
  takeNumber(): number {
    return ++this.#seq;
  }

  /** An answer came: credits return and a waiting wish goes out. The answered request, if it was still out. */
  settle(seq: number, now: number): Pending<W> | undefined {
    const answered = this.#out.find((request) => request.seq === seq);
    this.#out = this.#out.filter((request) => request.seq > seq);
    this.#quietSince = now;
    this.#pump(now);
    return answered;
  }

  /** True when a frame of this number is newer than the one shown; it is then the one shown. */
  accept(seq: number): boolean {
    if (seq <= this.#shown) return false;
    this.#shown = seq;
    // Another page on the same kernel may be ahead of this one; its numbers must not shadow ours.
    this.#seq = Math.max(this.#seq, seq);
    return true;
  }

  /** Milliseconds that the oldest request has waited, 0 when none is out. */
  waited(now: number): number {
    return this.#out[0] ? now - this.#out[0].sent : 0;
  }

  get outstanding(): number {
    return this.#out.length;
  }

  /** After three seconds without any answer: takes all credits back and sends the newest wish again. */
  recover(now: number): boolean {
    const last = this.#out[this.#out.length - 1];
    if (!last || now - Math.max(last.sent, this.#quietSince) < lostAfterMs) return false;
    this.#out = [];
    if (this.#newest !== null) this.ask(this.#newest, now);
    return true;
  }

  /** Forgets everything that is out or wished, for a freed stack or a closed page. */
  reset(): void {
    this.#out = [];
    this.#next = null;
    this.#newest = null;
  }

  #pump(now: number): void {
    if (!this.#next || this.#out.length >= credits) return;
    const { wish, event } = this.#next;
    this.#next = null;
    const seq = ++this.#seq;
    this.#out.push({ seq, wish, event, sent: now });
    this.#post(seq, wish);
  }
}
