// Java cells that the tests and benchmarks share, and those that a notebook holds.
import { join } from "node:path";
import { data } from "./place.js";

/** A Java string literal. */
export const java = (text) => JSON.stringify(text);

export const file = (name) => join(data, `${name}.b2nd`);

/** The two lines of the README, with a file and a detector of choice. */
export function showCell({
  name = "show",
  path = file("au-decahedron"),
  detector = "Detector.disk(10)",
  more = "",
} = {}) {
  return `var data = DataSet.open(Path.of(${java(path)}));
var ${name} = Show4DSTEM.of(data).detector(${detector})${more}.show();`;
}

/** Runs in the page: the cells of the notebook in order, {code, source}. */
export const listCells = () =>
  [...window.nbscopePanel.content.model.cells].map((cell) => ({
    code: cell.type === "code",
    source: cell.sharedModel.getSource(),
  }));
