import { build } from "../build.mjs";

/** Tests judge the bundle that is shipped, so it is built before them, always. */
export default async function setup(): Promise<void> {
  await build();
}
