/**
 * The part of anywidget's model that the widgets use. It is the only place where untyped values come in; `state.ts`
 * and `frame.ts` turn them into checked ones.
 */
export interface Model {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  save_changes(): void;
  on(event: string, callback: (...args: never[]) => void): void;
  off(event: string, callback: (...args: never[]) => void): void;
  send?(content: unknown, callbacks?: unknown, buffers?: ArrayBufferView[]): void;
}

/** What anywidget hands to `render`; `signal` is there from 0.10 on and never needed. */
export interface RenderProps {
  model: Model;
  el: HTMLElement;
  signal?: AbortSignal;
}
