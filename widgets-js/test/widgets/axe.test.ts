// @vitest-environment happy-dom
import axe from "axe-core";
import { expect, test } from "vitest";
import widget from "../../src/widgets/show4dstem.ts";
import { FakeModel } from "../fake.ts";

// Rules that need layout and painted colours (contrast, target size) run in the browser tests, not here.
const needsLayout = ["color-contrast", "target-size", "scrollable-region-focusable"];

test.each(["live", "loading", "freed", "error"])("axe finds nothing in the widget while it is %s", async (status) => {
  const el = document.createElement("main");
  document.body.append(el);
  const model = new FakeModel();
  const close = await widget.render({ model, el });
  model.answerAll();
  model.set("status", status);
  el.querySelector<HTMLElement>(".nbscope-help-button")!.click();
  const rules = Object.fromEntries(needsLayout.map((name) => [name, { enabled: false }]));
  const { violations, passes } = await axe.run(el.querySelector(".nbscope-root")!, { rules });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(["aria-valid-attr-value", "button-name", "label"]));
  close();
  el.remove();
});
