// A new 1024 x 1024 float32 frame to pixels, in Chromium: ours beside the fixed naive pipeline.
import { Browser } from "../chromium.js";
import { pixelScript } from "./front.js";

export async function benchPixels({ quick, say }) {
  const browser = await Browser.start();
  try {
    const page = await browser.open("about:blank");
    await page.run(`${await pixelScript()}; 1`);
    say("pixels in Chromium");
    return await page.run((options) => window.nbscopePixels(options), { runs: quick ? 10 : 40 });
  } finally {
    await browser.close();
  }
}
