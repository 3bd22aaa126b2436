import { readFileSync } from "node:fs";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Reads embedded files the way the bundle does, so that tests see the same modules. */
const embedded = {
  name: "embedded-files",
  enforce: "pre" as const,
  load(id: string): string | undefined {
    if (id.endsWith(".wasm")) {
      return `export default Uint8Array.from(atob(${JSON.stringify(readFileSync(id).toString("base64"))}), (c) => c.charCodeAt(0))`;
    }
    if (id.endsWith(".txt")) return `export default ${JSON.stringify(readFileSync(id, "utf8"))}`;
    // Vite would turn CSS into a style sheet of its own; the bundle embeds it as text.
    if (id.endsWith(".css")) return `export default ${JSON.stringify(readFileSync(id, "utf8"))}`;
    return undefined;
  },
};

const config: ViteUserConfig = defineConfig({
  plugins: [embedded],
  test: {
    include: ["test/**/*.test.ts", "src/**/*.test.ts"],
    globalSetup: ["test/build.setup.ts"],
    testTimeout: 20_000,
  },
});

export default config;
