// Java cells that the tests and benchmarks share.
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
