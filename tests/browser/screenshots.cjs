/* Takes the pictures that tools/screenshots.py asks for. */
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));

(async () => {
  const browser = await chromium.launch({ executablePath: job.chromium, args: job.flags });
  for (const shot of job.shots) {
    const phone = shot.width < 700;
    const context = await browser.newContext({
      viewport: { width: shot.width, height: shot.height },
      deviceScaleFactor: phone ? 2 : 1,
      isMobile: phone,
      hasTouch: phone,
      colorScheme: shot.scheme,
      forcedColors: shot.forced ? "active" : "none",
    });
    const page = await context.newPage();
    await page.goto(shot.url, { waitUntil: "load" });
    if (shot.press) await page.locator(shot.press).first().click();
    if (shot.pdf) await page.pdf({ path: shot.path, format: "Letter", preferCSSPageSize: true });
    else await page.screenshot({ path: shot.path, fullPage: shot.full });
    await context.close();
  }
  await browser.close();
})().catch((error) => { console.error(error); process.exit(1); });
