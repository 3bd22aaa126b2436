import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const dist = new URL("../dist/", import.meta.url);

test("each bundle is at most 40 kB compressed", () => {
  for (const name of readdirSync(dist).filter((file) => file.endsWith(".js"))) {
    const gzip = gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
    expect(gzip, `${name} has ${gzip} bytes compressed`).toBeLessThanOrEqual(40_000);
  }
});
