type Attributes = Record<string, string | number | boolean | null | undefined>;

const svgNamespace = "http://www.w3.org/2000/svg";

/** Sets attributes; null, undefined and false remove one, true sets it empty. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else {
      const text = value === true ? "" : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/** Builds an HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Builds an SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Writes a text only when it changed, so that screen readers and layout are left in peace. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let counter = 0;

/** An id that no other element of the page has. */
export const newId = (): string => `nbscope-${Date.now().toString(36)}-${(counter++).toString(36)}`;

/** The things to undo when a view goes: listeners, effects, timers. */
export class Lifetime {
  #ends: (() => void)[] = [];

  add(end: () => void): void {
    this.#ends.push(end);
  }

  listen<E extends Event = Event>(
    target: EventTarget,
    type: string,
    listener: (event: E) => void,
    options?: AddEventListenerOptions,
  ): void {
    target.addEventListener(type, listener as EventListener, options);
    this.#ends.push(() => target.removeEventListener(type, listener as EventListener, options));
  }

  end(): void {
    for (const end of this.#ends.splice(0).reverse()) end();
  }
}
