/* Runs in the page: what is measured there, without changing it. Installs window.measure. */
"use strict";
(() => {
  const CONTROLS = "button, summary, input:not([type=hidden]), select, textarea, .button, label.sd-tab-label, .sd-btn";
  const NUMBERS = 'a[href^="tel:"], a[href^="sms:"]';

  const name = (el) => {
    const text = (el.innerText || el.value || el.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${el.localName}${el.className && el.className.trim ? "." + el.className.trim().split(/\s+/).join(".") : ""}> ${text}`;
  };

  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (color) => {
    if (!known.has(color)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = color;
      paint.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
      known.set(color, [r, g, b, a / 255]);
    }
    return known.get(color);
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => ((c /= 255), c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (light + 0.05) / (dark + 0.05);
  };
  const isDark = () => getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;
  const ground = (el) => {
    const layers = [];
    for (let at = el; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), isDark() ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  };

  /* shown to the eye: not hidden, not shrunk to a point for screen readers */
  const isShown = (el) => {
    if (!el.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true })) return false;
    for (let at = el; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath.startsWith("inset(50%") || (at.offsetWidth <= 1 && style.overflow === "hidden")) return false;
    }
    return true;
  };
  const texts = function* (root = document.body) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const el = node.parentElement;
      if (node.data.trim() && !["SCRIPT", "STYLE", "NOSCRIPT", "TITLE"].includes(el.tagName) && isShown(el)) yield [node, el];
    }
  };

  /* how much of its height answers to a finger: what comes later in the page may lie over it */
  const pressable = (el) => {
    el.scrollIntoView({ block: "center" });
    const box = el.getClientRects()[0];
    const x = box.left + Math.min(box.width / 2, 20);
    let pixels = 0;
    for (let y = Math.ceil(box.top); y < box.bottom; y++) pixels += el.contains(document.elementFromPoint(x, y));
    return pixels;
  };

  window.measure = {
    /* text with less contrast than is enough */
    contrast(enough) {
      const found = new Map();
      let least = 21;
      for (const [, el] of texts()) {
        if (found.has(el)) continue;
        const under = ground(el);
        const ratio = contrast(over(rgba(getComputedStyle(el).color), under), under);
        least = Math.min(least, ratio);
        found.set(el, ratio);
      }
      return {
        least,
        failures: [...found].filter(([, ratio]) => ratio < enough).map(([el, ratio]) => `${ratio.toFixed(2)}:1 ${name(el)}`),
      };
    },

    /* what is too small to press */
    targets() {
      const failures = [];
      for (let el of document.querySelectorAll(`a[href], ${CONTROLS}`)) {
        if (!isShown(el) || el.matches(".skip, .sd-tab-set > input")) continue;
        // a press anywhere on its label ticks a box
        if (el.matches("[type=checkbox], [type=radio]") && el.labels[0]) el = el.labels[0];
        const boxes = el.querySelector("img, svg") ? [el.getBoundingClientRect()] : [...el.getClientRects()].filter((box) => box.width > 1);
        if (!boxes.length) continue;
        const least = el.matches(`${NUMBERS}, ${CONTROLS}, label`) ? 44 : 24;
        const height = Math.min(...boxes.map((box) => box.height));
        const width = Math.max(...boxes.map((box) => box.width));
        if (height < least - 0.5) failures.push(`${height.toFixed(0)} px high: ${name(el)}`);
        else if (el.matches(NUMBERS) && pressable(el) < 43) failures.push(`${pressable(el)} px high to press: ${name(el)}`);
        else if (width < 24 && !el.matches(NUMBERS)) failures.push(`${width.toFixed(0)} px wide: ${name(el)}`);
      }
      scrollTo(0, 0);
      return failures;
    },

    /* what sticks out to the side, is cut off, or lies over text */
    reflow() {
      const failures = [];
      const root = document.documentElement;
      if (root.scrollWidth > root.clientWidth) {
        const wide = [...document.body.querySelectorAll("*")].filter((el) => isShown(el) && el.getBoundingClientRect().right > root.clientWidth + 1).pop();
        failures.push(`scrolls to the side, ${root.scrollWidth} of ${root.clientWidth} px: ${wide ? name(wide) : ""}`);
      }
      for (const el of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(el);
        if (["fixed", "sticky"].includes(style.position) && isShown(el) && !el.closest(".outline")) failures.push(`${style.position}: ${name(el)}`);
        const cuts = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
        if (cuts && isShown(el) && (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1)) failures.push(`cut off: ${name(el)}`);
      }
      const brand = document.querySelector(".brand:not(.cp-tight) span")?.firstChild;
      for (const found of brand ? brand.data.matchAll(/[^\s-]+/g) : []) {
        const word = document.createRange();
        word.setStart(brand, found.index);
        word.setEnd(brand, found.index + found[0].length);
        if (word.getClientRects().length > 1) failures.push(`a word of the name is broken: ${found[0]}`);
      }
      for (const el of document.querySelectorAll(".commspolicy-number")) {
        if (isShown(el) && getComputedStyle(el).direction !== "ltr") failures.push(`number read from right to left: ${name(el)}`);
        if (isShown(el) && el.getClientRects().length > 1) failures.push(`number broken over lines: ${name(el)}`);
      }
      return failures;
    },

    /* how many characters stand in each line that its paragraph fills, where text is as wide as it gets */
    lines() {
      const found = [];
      for (const el of document.querySelectorAll(".text p")) {
        if (el.closest("li, dd, td, th, aside, .sd-card, .admonition, [class*=commspolicy-]") || !isShown(el)) continue;
        const lines = [];
        let bottom = -Infinity;
        for (const [node] of texts(el)) {
          for (let at = 0; at < node.data.length; at++) {
            const letter = document.createRange();
            letter.setStart(node, at);
            letter.setEnd(node, at + 1);
            const box = letter.getClientRects()[0];
            if (!box) continue;
            if ((box.top + box.bottom) / 2 > bottom) {
              lines.push(0);
              bottom = box.bottom;
            }
            lines[lines.length - 1] += 1;
          }
        }
        found.push(...lines.slice(0, -1));
      }
      return found;
    },

    /* text that is too small */
    type(leastSize) {
      const failures = new Set();
      for (const [, el] of texts()) {
        const size = parseFloat(getComputedStyle(el).fontSize);
        if (size && size < leastSize - 0.01 && !el.closest("pre, code, sup, sub, math, .highlight")) failures.add(`${size.toFixed(1)} px: ${name(el)}`);
      }
      return [...failures];
    },

    /* with the reader's own few colours: what can be pressed, and where one is, still shows */
    forced() {
      const failures = [];
      const edged = (el) => {
        const style = getComputedStyle(el);
        return ["Top", "Bottom", "Left", "Right"].some((side) => parseFloat(style[`border${side}Width`]) > 0) || style.textDecorationLine.includes("underline");
      };
      for (const el of document.querySelectorAll(".button, .crisis li a, .sd-btn, .find input, .find button, .pages a[aria-current], input:checked + .sd-tab-label, .text p > a")) {
        if (isShown(el) && !edged(el) && !el.querySelector("img, svg") && !el.matches(".headerlink, .sd-stretched-link")) failures.push(name(el));
      }
      return failures;
    },

    /* the results of a search: told how many, no entities, no frame, no words run together */
    found(isProse) {
      const failures = [];
      if (!document.querySelector(".search-summary")?.innerText.trim()) failures.push("nothing says how many pages were found");
      for (const el of document.querySelectorAll("ul.search li")) {
        if (/&#?\w+;/.test(el.innerText)) failures.push(`entity: ${name(el)}`);
      }
      for (const el of document.querySelectorAll("ul.search .context")) {
        if (/On this page/.test(el.innerText)) failures.push(`outline: ${name(el)}`);
        if (isProse && /\p{Ll}\p{Lu}/u.test(el.innerText)) failures.push(`words run together: ${el.innerText}`);
      }
      return failures;
    },

    /* What runs. A block of data, such as JSON-LD, is a script by its name only: HTML has browsers
       neither fetch nor run a type that is no script's, and a policy has nothing to allow there
       (html.spec.whatwg.org, "prepare the script element"); Chromium agrees, as the check of the
       policy shows on the page that has one. */
    scripts() {
      const runs = /^(|module|importmap|speculationrules|(text|application)\/(x-)?(java|ecma)script.*|text\/(jscript|livescript).*)$/i;
      return [...document.scripts].filter((script) => runs.test(script.type.trim())).map((script) => script.src || "inline");
    },

    motion() {
      return [...document.querySelectorAll("*")]
        .filter((el) => {
          const style = getComputedStyle(el);
          return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
        })
        .map(name);
    },

    /* looks at each stop of the Tab key from now on, until a stop comes again or the page ends */
    follow() {
      const stops = [];
      const seen = new Set();
      let ended = false;
      const look = (event) => {
        const el = document.activeElement;
        if (event.key !== "Tab" || ended) return;
        ended = !el || el === document.body || seen.has(el);
        if (ended) return removeEventListener("keyup", look, true);
        seen.add(el);
        stops.push(this.focus(el));
      };
      addEventListener("keyup", look, true);
      this.followed = () => [stops, ended];
    },

    /* the element that has the focus: can it be seen, and where the focus is? */
    focus(el) {
      const marked = el.matches(".sd-tab-set > input") ? el.nextElementSibling : el;
      const style = getComputedStyle(marked);
      const problems = [];
      const box = [...marked.getClientRects()].find((each) => each.width > 1 && each.height > 1);
      const inside = box && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      if (!box || !inside || (marked === el && !isShown(el))) problems.push("invisible stop");
      else {
        const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
        const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2);
        const top = document.elementFromPoint(x, y);
        if (top && !marked.contains(top) && !top.contains(marked)) problems.push(`covered by ${name(top)}`);
      }
      if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) problems.push(`ring of ${style.outlineWidth} ${style.outlineStyle}`);
      else {
        const around = parseFloat(style.outlineOffset) < 0 ? ground(marked) : ground(marked.parentElement);
        const ratio = contrast(over(rgba(style.outlineColor), around), around);
        if (ratio < 3) problems.push(`ring of ${ratio.toFixed(1)}:1`);
      }
      return { name: name(el), href: el.getAttribute("href") || "", problems: problems.map((each) => `${each}: ${name(el)}`) };
    },

    paper() {
      const failures = new Set();
      for (const [, el] of texts()) {
        const style = getComputedStyle(el);
        // a card of 85 by 54 mm to cut out is the one place where 12 pt do not fit; the same page, the
        // sheet and the screen say what is on it in large letters
        const isSmall = el.closest("sup, sub, math, .footnote-reference, .commspolicy-wallet");
        if (parseFloat(style.fontSize) && parseFloat(style.fontSize) < 15.99 && !isSmall) failures.add(`under 12 pt: ${name(el)}`);
        const [r, g, b] = ground(el);
        if (Math.min(r, g, b) < 255) failures.add(`not on white: ${name(el)}`);
      }
      for (const side of document.querySelectorAll(".commspolicy-wallet-side")) {
        const [width, height] = [side.offsetWidth, side.offsetHeight].map((px) => (px / 96) * 25.4);
        if (Math.abs(width - 85) > 0.4 || Math.abs(height - 54) > 0.4) failures.add(`card of ${width.toFixed(1)} by ${height.toFixed(1)} mm`);
        if (side.scrollHeight > side.clientHeight + 1) failures.add("text sticks out of a card");
        const small = [...side.querySelectorAll("p")].map((el) => parseFloat(getComputedStyle(el).fontSize) * 0.75).filter((points) => points < 6);
        if (small.length) failures.add(`${small[0]} pt on a card`);
      }
      const crisis = document.querySelectorAll(".crisis li a");
      for (const el of crisis) {
        const [r, g, b] = rgba(getComputedStyle(el).color);
        if (r + g + b || !isShown(el)) failures.add(`crisis number not in black: ${name(el)}`);
      }
      for (const el of document.querySelectorAll("main details > *, main .sd-tab-content")) {
        if (!isShown(el) && !el.closest(".outline")) failures.add(`hidden: ${name(el)}`);
      }
      return [...failures];
    },
  };
})();
