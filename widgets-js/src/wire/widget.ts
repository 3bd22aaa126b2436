import type { Model, RenderProps } from "./model";

/** What anywidget asks of the front end of one model. */
interface Widget {
  initialize(props: { model: Model }): void;
  render(props: RenderProps): Promise<() => void>;
}

/** anywidget calls the default export once per model; `render` alone serves hosts that know a model by identity. */
export type WidgetModule = (() => Widget) & Pick<Widget, "render">;

/**
 * The default export of a widget's file. A model has one session, made when its first view is and as long-lived as
 * the model; `mount` puts a view of it into the page and gives back what takes it out again; `prepare` is awaited
 * before.
 *
 * anywidget wraps the model anew for every view and drops a view's listeners with the view, so what the views share
 * listens through the wrap that `initialize` was given.
 */
export function widgetOf<S>(
  newSession: (model: Model) => S,
  mount: (session: S, el: HTMLElement) => () => void,
  prepare: () => Promise<unknown> = () => Promise.resolve(),
): WidgetModule {
  const sessions = new WeakMap<object, S>();
  const sessionOf = (model: Model): S => {
    const session = sessions.get(model) ?? newSession(model);
    sessions.set(model, session);
    return session;
  };
  const createWidget = (): Widget => {
    let shared: Model | null = null;
    return {
      initialize({ model }) {
        shared = model;
      },
      async render({ model, el, signal }) {
        await prepare();
        if (signal?.aborted) return () => undefined;
        return mount(sessionOf(shared ?? model), el);
      },
    };
  };
  return Object.assign(createWidget, { render: createWidget().render });
}
