/* Opens every page in Chromium and measures it. Told what to do by run.py; prints JSON. */
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
/* axe's own settings of the contrast that it looks for, but one: signs such as ∑ are letters, too,
   where it leaves them undecided */
const CONTRAST_CHECK = { ignoreUnicode: false, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18, contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } }, pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03 };
const AXE = `${fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8")};
axe.configure({ checks: [{ id: "color-contrast", options: ${JSON.stringify(CONTRAST_CHECK)} }] });`;
const MEASURE = fs.readFileSync(`${__dirname}/measure.js`, "utf-8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 800 };
const CONTRAST = 7;
const SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }";
const LINE = [60, 70]; // characters
const MOST_STOPS = 1000;
const PRESSES = 40; // sent at once

const results = new Map();
const note = (check, where, failures) => {
  const result = results.get(check) || { pages: 0, failures: [] };
  results.set(check, result);
  result.pages += 1;
  result.failures.push(...failures.map((failure) => `${where}: ${failure}`));
};
const figures = {};
const least = (name, value) => (figures[name] = Math.min(figures[name] ?? Infinity, value));
const most = (name, value) => (figures[name] = Math.max(figures[name] ?? -Infinity, value));

const lines = [];

async function axe(page, where) {
  const found = await page.evaluate(
    ([tags]) =>
      axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations", "incomplete"],
        preload: { assets: ["media"] }, // only an experimental rule, which no tag here names, reads style sheets
      }),
    [TAGS],
  );
  const told = (rules) => rules.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`));
  const others = (line) => /sd-tab-set|sd-dropdown|sd-accordion/.test(line);
  for (const [check, lines] of [["axe: violations", told(found.violations)], ["axe: incomplete", told(found.incomplete)]]) {
    note(check, where, lines.filter((line) => !others(line)));
    if (lines.some(others)) note("axe: only sphinx-design (listed)", where, lines.filter(others));
  }
}

/* what a screen reader is told of the tables that a phone shows as lists */
async function tables({ page, session }) {
  const shown = await page.evaluate(() => [...document.querySelectorAll(".cp-listed")].map((table) => table.querySelectorAll("tr > *").length));
  if (!shown.length) return [];
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const count = (...roles) => nodes.filter((node) => !node.ignored && roles.includes(node.role?.value)).length;
  const cells = count("cell", "gridcell", "columnheader", "rowheader");
  const wanted = shown.reduce((sum, each) => sum + each, 0);
  const problems = [];
  if (count("table") < shown.length) problems.push(`${count("table")} of ${shown.length} tables`);
  if (cells < wanted) problems.push(`${cells} of ${wanted} cells`);
  return problems;
}

/* Every stop of the Tab key. A press and a look cost two ways to the browser and back each, and a
   long page has hundreds of stops: many presses are sent at once, and the page itself looks when
   the key is let go, by when the focus has moved and the page has scrolled to it. */
async function keyboard({ page, session }, where) {
  // from the very beginning of the page, wherever the focus has been
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
    measure.follow();
  });
  const tab = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  let order = [];
  let isDone = false;
  for (let presses = 0; presses < MOST_STOPS && !isDone; presses += PRESSES) {
    const sent = [];
    for (let press = 0; press < PRESSES; press++) {
      sent.push(session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...tab }), session.send("Input.dispatchKeyEvent", { type: "keyUp", ...tab }));
    }
    await Promise.all(sent);
    [order, isDone] = await page.evaluate(() => measure.followed());
  }
  const problems = order.flatMap((at) => at.problems);
  if (!isDone) problems.push(`no end after ${order.length} stops`);
  if (!order[0] || order[0].href !== "#content") problems.push("the first stop is not the skip link");
  if (!/^tel:/.test(order[1]?.href || "")) problems.push(`the second stop is not the crisis line: ${order[1]?.name}`);
  note("keyboard: stops seen, rings 2 px at 3:1", where, problems);
  most("most Tab stops on a page", order.length);
}

async function menu(page, where) {
  const summary = page.locator(".pages > details > summary");
  if (!(await summary.count())) return;
  const problems = [];
  const isOpen = () => page.evaluate(() => document.querySelector(".pages > details").open);
  await summary.focus();
  await page.keyboard.press("Enter");
  if (!(await isOpen())) problems.push("Enter does not open the menu");
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => !!document.activeElement.closest(".pages-list")))) problems.push("Tab does not go into the open menu");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  if (await isOpen()) problems.push("a second press does not close the menu");
  if (!(await page.evaluate(() => document.activeElement.localName === "summary"))) problems.push("the focus is lost");
  note("keyboard: menu opens and closes", where, problems);
}

/* One tab for many pages: a new one costs as much as all that is measured in it. */
async function open(browser) {
  const context = await browser.newContext();
  await context.addInitScript(`window.violations = []; document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI + " " + (event.sample || "")));`);
  await context.addInitScript(AXE);
  await context.addInitScript(MEASURE);
  const page = await context.newPage();
  const tab = { context, page, session: await context.newCDPSession(page), asked: [], errors: [] };
  page.on("request", (request) => tab.asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && tab.errors.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => tab.errors.push(String(error)));
  return tab;
}

async function one(tab, site, path) {
  const where = `${site.name}/${path}`;
  const { page } = tab;
  const asked = (tab.asked = []);
  const errors = (tab.errors = []);
  const isSearch = path === "search.html";
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ media: "screen", colorScheme: "light", forcedColors: "none" });
  await page.goto(`${site.address}/${path}${isSearch ? "?q=" + site.query : ""}`, { waitUntil: "load" });
  if (isSearch) {
    await page.waitForFunction(() => document.querySelectorAll("ul.search li").length > 0, null, { timeout: 8000 }).catch(() => errors.push("the search finds nothing"));
    await page.waitForFunction(() => document.querySelector(".search-summary")?.innerText.trim(), null, { timeout: 4000 }).catch(() => {});
    await page.waitForTimeout(300);
    await finds(page, site, where);
    note("search: results read well", where, await page.evaluate((isProse) => measure.found(isProse), site.name !== "manual"));
  }
  note("no request to another host", where, asked.filter((url) => !url.startsWith(site.address)));
  const scripts = await page.evaluate(() => measure.scripts());
  if (!isSearch) {
    note("no script on content pages", where, scripts);
    most("most requests of a page, with its pictures", asked.length);
  }
  const stored = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split(";").filter(Boolean)]);
  note("no cookie, no storage", where, stored);

  for (const [width, size] of [["phone", PHONE], ["wide", WIDE]]) {
    await page.setViewportSize(size);
    if (width === "wide") lines.push(...(await page.evaluate(() => measure.lines())));
    if (width === "phone") {
      const first = await page.evaluate(() => document.querySelector(".crisis")?.getBoundingClientRect().bottom ?? 0);
      most("crisis line ends at px, phone", Math.round(first));
      note("crisis line on the first screen", where, first > 0 && first < 400 ? [] : [`ends at ${first} px`]);
      note("type: 18 px or more on a phone", where, await page.evaluate(() => measure.type(16)));
      note("tables stay tables on a phone", where, await tables(tab));
      const body = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p, main li, main") || document.body).fontSize));
      if (body < 18 || body > 20) note("type: 18 px or more on a phone", where, [`text of ${body} px`]);
    }
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const here = `${where} (${width}, ${colorScheme})`;
      await axe(page, here);
      const { least: ratio, failures } = await page.evaluate((enough) => measure.contrast(enough), CONTRAST);
      least(`least contrast, ${colorScheme}`, ratio);
      note("contrast: 7:1", here, failures);
    }
    note("targets: 24 px, controls and numbers 44 px", `${where} (${width})`, await page.evaluate(() => measure.targets()));
    await page.emulateMedia({ colorScheme: "light" });
    await keyboard(tab, `${where} (${width})`);
    if (width === "phone") await menu(page, where);
  }
  await page.emulateMedia({ forcedColors: "active" });
  note("forced colours: edges and marks stay", where, await page.evaluate(() => measure.forced()));
  await page.emulateMedia({ forcedColors: "none" });
  note("motion: none", where, await page.evaluate(() => measure.motion()));

  const variants = [
    ["320 px", 320, 640, ""],
    ["360 px", 360, 740, ""],
    ["400 % zoom", 320, 256, ""],
    ["text spacing", 390, 844, SPACING],
    ["1024 px", 1024, 768, ""],
    ["1280 px", 1280, 800, ""],
  ];
  for (const [variant, width, height, css] of variants) {
    await page.setViewportSize({ width, height });
    await page.evaluate((rules) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets = [sheet];
    }, css);
    note("reflow: 320 px, 200 %, 400 %, spacing", `${where} (${variant})`, await page.evaluate(() => measure.reflow()));
  }
  await page.evaluate(() => { document.adoptedStyleSheets = []; });

  await page.setViewportSize(WIDE);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  note("print: 12 pt, white, black numbers, all shown", where, await page.evaluate(() => measure.paper()));
  if (site.sheets[path]) {
    const pdf = (await page.pdf({ format: "Letter", preferCSSPageSize: true })).toString("latin1");
    const sheets = (pdf.match(/\/Type\s*\/Page\b(?!s)/g) || []).length;
    figures[`sheets of ${where}`] = sheets;
    note("print: sheets", where, sheets <= site.sheets[path] ? [] : [`${sheets} sheets`]);
  }
  note("content security policy: 0 violations", where, [...errors, ...(await page.evaluate(() => window.violations || []))]);
}

/* a reader who has set the browser's font size to twice the usual */
async function largeText(browser, pages) {
  const context = await browser.newContext();
  await context.addInitScript(MEASURE);
  const page = await context.newPage();
  for (const [site, path] of pages) {
    for (const size of [PHONE, WIDE]) {
      await page.setViewportSize(size);
      if (size === PHONE) await page.goto(`${site.address}/${path}`);
      const where = `${site.name}/${path} (200 % text, ${size.width} px)`;
      const failures = await page.evaluate(() => measure.reflow());
      const body = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
      if (body < 36) failures.push(`does not follow the browser's font size: ${body} px`);
      note("reflow: 320 px, 200 %, 400 %, spacing", where, failures);
    }
  }
  await context.close();
}

/* a number is what many look for */
async function finds(page, site, where) {
  const before = page.url();
  for (const query of site.numbers) {
    await page.goto(`${site.address}/search.html?q=${encodeURIComponent(query)}`, { waitUntil: "load" });
    const found = await page.waitForFunction(() => document.querySelectorAll("ul.search li").length, null, { timeout: 8000 }).catch(() => null);
    note("search: a number is found", where, found ? [] : [`nothing for ${query}`]);
  }
  await page.goto(`${site.address}/search.html?q=nothingofthekind`, { waitUntil: "load" });
  await page.waitForFunction(() => document.querySelector(".search-summary")?.innerText.trim(), null, { timeout: 8000 }).catch(() => {});
  const said = await page.evaluate(() => document.querySelector(".search-summary")?.innerText || "");
  note("search: says when it finds nothing", where, said.includes("list of pages below") ? [] : [`says “${said}”`]);
  await page.goto(before, { waitUntil: "load" });
  await page.waitForFunction(() => document.querySelector(".search-summary")?.innerText.trim(), null, { timeout: 8000 });
  await page.waitForTimeout(300);
}

async function withoutScripts(browser, site) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const page = await context.newPage();
  await page.goto(`${site.address}/search.html`);
  const problems = [];
  if (await page.locator("form.find").isVisible()) problems.push("the search form is a dead control");
  const linked = new Set();
  for (const link of await page.locator(".all-pages a").all()) {
    linked.add(new URL(await link.getAttribute("href"), `${site.address}/search.html`).pathname);
  }
  for (const path of site.documents) {
    if (!linked.has(new URL(`${site.address}/${path}`).pathname)) problems.push(`no link to ${path}`);
  }
  note("without scripts: every page listed, no dead control", `${site.name}/search.html`, problems);
  await context.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath: job.chromium, args: job.flags });
  const pages = job.sites.flatMap((site) => site.pages.map((path) => [site, path]));
  const next = pages[Symbol.iterator]();
  const workers = (work) => Promise.all(Array.from({ length: job.workers }, work));
  const worker = async () => {
    let tab = await open(browser);
    for (const [site, path] of next) {
      try {
        await one(tab, site, path);
      } catch (error) {
        note("the checks themselves", `${site.name}/${path}`, [String(error).split("\n")[0]]);
        await tab.context.close();
        tab = await open(browser);
      }
    }
    await tab.context.close();
  };
  await workers(worker);
  for (const site of job.sites) await withoutScripts(browser, site);
  await browser.close();
  const large = await chromium.launch({ executablePath: job.chromium, args: [...job.flags, "--blink-settings=defaultFontSize=32"] });
  const again = pages[Symbol.iterator]();
  await workers(() => largeText(large, again));
  await large.close();
  if (lines.length) {
    const middle = lines.sort((a, b) => a - b)[lines.length >> 1];
    figures["characters a line, half are longer"] = middle;
    figures["characters a line, most"] = lines[lines.length - 1];
    note("type: 60 to 70 characters a line", "all pages", middle < LINE[0] || middle > LINE[1] ? [`${middle} of ${lines.length} lines`] : []);
  }
  fs.writeFileSync(process.argv[3], JSON.stringify({ checks: Object.fromEntries(results), figures }, null, 1));
})().catch((error) => { console.error(error); process.exit(1); });
