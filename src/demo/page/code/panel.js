// The self-service terminal: the panel's own project draws six pages; every touch goes out as the component's id.

import { hand, on, seen } from "./live.js";
import { say, spoken } from "./words.js";
import { powered } from "./power.js";

const screen = document.querySelector("#screen");
let last = "";

const FIXED = ["take", "another", "green", "back", "more", "help"];
const CHOICES = ["c0", "c1", "c2", "c3", "c4", "c5"];
const LINES = ["l0", "l1", "l2", "l3", "l4", "l5"];

/** What each page of the project is made of: its body, the buttons in its bar, the buttons at its foot. */
const PAGES = {
  start: { body: "choices", bar: [], foot: ["help"] },
  list: { body: "choices", bar: [], foot: ["more", "back"] },
  confirm: { body: "lines", bar: ["green", "another", "take"], foot: ["back"] },
  reason: { body: "choices", bar: [], foot: ["back"] },
  issued: { body: "issued", bar: [], foot: ["back"] },
  notice: { body: "lines", bar: [], foot: ["back"] },
};

/** Marked-up words beyond this length are drawn in the project's small font. */
const LONG = 62;

const LONG_TITLE = 50;

const safe = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function button(panel, name, words) {
  const hidden = !panel.live.includes(name) && (FIXED.includes(name) || !words);
  if (hidden) return FIXED.includes(name) ? "" : "<i></i>";
  return `<button type="button" class="${name}${words.length > LONG ? " long" : ""}" data-component="${name}" ${panel.live.includes(name) ? "" : "disabled"}>${words}</button>`;
}

function body(panel, kind) {
  const text = (name) => safe(panel.texts[name] ?? "");
  /** Languages stand below one another, as the component wraps them. */
  const choice = (name) => text(name).split(/\r\n|(?<=[^\x00-\xff]) | (?=[^\x00-\xff])/)
    .map((part, at) => (at ? `<small>${part}</small>` : `<b>${part}</b>`)).join("");
  const lines = LINES.map((name) => `<p>${text(name)}</p>`).join("");
  if (kind === "choices") return CHOICES.map((name) => button(panel, name, choice(name))).join("");
  if (kind === "issued") return `<p class="number">${text("number")}</p><div class="lines">${lines}</div>`;
  return `<div class="lines">${lines}</div>`;
}

function draw() {
  const panel = seen.panel;
  if (!panel) return;
  powered("panel", panel.on);
  const print = JSON.stringify(panel) + say("take");
  if (print === last) return;
  last = print;
  const page = PAGES[panel.page] ?? PAGES.notice;
  const bar = page.bar.map((name) => button(panel, name, say(name))).join("");
  const foot = page.foot.map((name) => button(panel, name, say(name))).join("");
  screen.classList.toggle("dark", !panel.on);
  screen.dataset.page = panel.page;
  screen.innerHTML = `<div class="title${(panel.texts.title ?? "").length > LONG_TITLE ? " long" : ""}">${safe(panel.texts.title ?? "")}</div>
    <div class="body ${page.body === "choices" ? "choices" : "split"}">${body(panel, page.body)}${bar ? `<div class="bar">${bar}</div>` : ""}</div>
    <div class="note"><span>${safe(panel.texts.note ?? "")}</span>${foot}</div>`;
}

/** Leaves a ring where somebody touched, so that the hall's own visitors can be seen doing it. */
function ring(component) {
  const target = screen.querySelector(`[data-component="${component}"]`);
  if (!target) return;
  const [box, glass] = [target.getBoundingClientRect(), screen.getBoundingClientRect()];
  const mark = document.createElement("i");
  mark.className = "touch";
  mark.style.left = `${box.left - glass.left + box.width / 2}px`;
  mark.style.top = `${box.top - glass.top + box.height / 2}px`;
  screen.append(mark);
  setTimeout(() => mark.remove(), 600);
}

/** Lets the screen be touched. */
export function start() {
  screen.addEventListener("click", (event) => {
    const component = event.target.closest("button")?.dataset.component;
    if (component) hand({ do: "touch", component });
  });
  on("touched", (touch) => ring(touch.component));
  on("panel", draw);
  spoken(draw);
}
