// The ten windows on the floor, and the desk where one of them is large enough for a hand.

import { hand, on, seen } from "./live.js";
import { Face, segments } from "./dots.js";
import { chinese, keycap, say, spoken } from "./words.js";
import { power, powered } from "./power.js";

const row = document.querySelector("#windows");
const desk = document.querySelector("#desk");
const shown = new Map();
let chosen = 3;

const TONES = ["#2f9b63", "#58a86a", "#d9a32b", "#d97a2b", "#c8402c"];
const MOUTHS = ["M5 9.5q3 3.6 6 0", "M5.4 9.8q2.6 2 5.2 0", "M5.4 10.4h5.2", "M5.4 11q2.6-1.8 5.2 0", "M5 11.4q3-3.4 6 0"];
const face = (at) => `<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.4"/><path d="M5.8 6.2v.6M10.2 6.2v.6"/><path d="${MOUTHS[at]}"/></svg>`;

const SHIRTS = ["#3d6f7f", "#7a5a78", "#40695a", "#8a6440", "#54618a", "#6e7b44", "#8a5050", "#3e7474", "#6d5a94", "#557044"];
const HAIR = ["#2b2522", "#3a2d26", "#1f1d1c", "#4a3a30", "#2a2a30"];

/** The clerk behind the glass: the same person at the same window every day. */
function clerk(id) {
  const long = id % 3 !== 0;
  return `<svg viewBox="0 0 60 62" aria-hidden="true">
    ${long ? `<path d="M17 24q0-17 13-17t13 17v16H17z" fill="${HAIR[id % 5]}"/>` : ""}
    <path d="M6 64q0-22 24-22t24 22z" fill="${SHIRTS[id - 1]}"/><path d="M24 41l6 8 6-8v-6H24z" fill="#efc9a5"/>
    <path d="M22 42l8 9 8-9 3 2-7 12h-8l-7-12z" fill="#fff" opacity=".9"/>
    <ellipse cx="30" cy="25" rx="10.5" ry="12.5" fill="#f4d3b1"/>
    <path d="M18.5 24q-.5-14 11.5-14t11.5 14q-2-8-9-9.5-6 4.5-14 9.500z" fill="${HAIR[id % 5]}"/>
    <path d="M26 25v1.200M34 25v1.2" stroke="#3a2b22" stroke-width="1.6" stroke-linecap="round"/><path d="M27 31.500q3 2 6 0" stroke="#a5614d" stroke-width="1.3" fill="none" stroke-linecap="round"/>
  </svg>`;
}

/** The sixteen keys, as buttons; small ones are not stops of the tabulator, as the desk has the same. */
function keys(window, small) {
  return seen.keys.map(({ code, key }) => {
    const { cap, under } = keycap(key);
    const kind = /^\d$/.test(key) ? "digit" : key === "next" ? "go" : key === "clear" || key === "pause" ? "stop" : "";
    const label = chinese() || !under ? cap : under;
    return `<button type="button" class="${kind}" data-window="${window}" data-code="${code}" ${small ? 'tabindex="-1"' : ""}
      aria-label="${label}">${cap}${small || !under || chinese() ? "" : `<small>${under}</small>`}</button>`;
  }).join("");
}

/** The five grades of a pad. */
function grades(window, small) {
  return TONES.map((tone, at) => `<button type="button" data-window="${window}" data-grade="${at + 1}" style="--tone:${tone}"
    ${small ? 'tabindex="-1"' : ""} aria-label="${say(`g${at + 1}`)}" title="${say(`g${at + 1}`)}">${face(at)}${small ? "" : `<span>${say(`g${at + 1}`)}</span>`}</button>`).join("");
}

function build() {
  if (!seen.windows || !seen.keys) return;
  row.innerHTML = seen.windows.map(({ id }) => `<article class="window" data-window="${id}" tabindex="0" aria-label="${say("window")} ${id}">
      <div class="led"><canvas role="img"></canvas>${power(`board-${id}`)}</div>
      <div class="glass"><span class="number">${id}<small>${chinese() ? "号窗口" : ""}</small></span><span class="plate"></span>${clerk(id)}</div>
      <div class="counter"><div class="keypad"><div class="digits"></div><div class="keys">${keys(id, true)}</div></div>
        <div class="pad">${grades(id, true)}</div></div>
    </article>`).join("");
  shown.clear();
  for (const article of row.children) {
    const canvas = article.querySelector("canvas");
    shown.set(Number(article.dataset.window), { article, led: new Face(canvas, 96, 32), last: "" });
  }
  buildDesk();
  seen.windows.forEach(draw);
}

function buildDesk() {
  if (!seen.windows || !seen.keys) return;
  const count = seen.windows.length;
  const picks = [["‹", (chosen + count - 2) % count + 1], ["›", chosen % count + 1]]
    .map(([mark, id]) => `<button type="button" data-pick="${id}" aria-label="${say("window")} ${id}">${mark}</button>`).join("");
  desk.innerHTML = `<h2 class="title"><span>${say("desk")}</span><b>${chosen}</b><span class="steps">${picks}</span></h2>
    <div class="both"><div class="keypad">${power(`keypad-${chosen}`)}<div class="digits"></div><div class="keys">${keys(chosen, false)}</div></div>
    <div class="pad">${power(`pad-${chosen}`)}${grades(chosen, false)}</div></div>`;
  for (const [id, { article }] of shown) article.classList.toggle("chosen", id === chosen);
}

/** Draws what stands at a window, on the floor and, if it is the chosen one, on the desk. */
function draw(window) {
  const mine = shown.get(window.id);
  if (!mine) return;
  const print = JSON.stringify(window);
  if (mine.last === print && !mine.fresh) return;
  const before = mine.last ? JSON.parse(mine.last) : window;
  mine.last = print;
  mine.led.show(window.board);
  mine.article.dataset.staffed = window.clerk !== null;
  mine.article.querySelector(".plate").textContent = window.clerk ? `${say("staffed")} ${window.clerk}` : say("empty");
  const places = window.id === chosen ? [mine.article, desk] : [mine.article];
  for (const place of places) {
    place.querySelector(".digits").innerHTML = segments(window.keypad.on ? window.keypad.digits : "");
    const keypad = place.querySelector(".keypad");
    keypad.classList.toggle("off", !window.keypad.on);
    if (window.keypad.beeps > before.keypad.beeps) beep(keypad);
    const pad = place.querySelector(".pad");
    pad.dataset.face = window.pad.on ? window.pad.face : "rest";
    pad.classList.toggle("off", !window.pad.on);
    label(pad, window.pad.on ? window.pad.face : "rest");
  }
  for (const name of ["board", "keypad", "pad"]) powered(`${name}-${window.id}`, window[name].on);
}

/** Beside its keys a pad has the grades printed, and the reasons for a low one. */
function label(pad, asked) {
  for (const button of pad.querySelectorAll("[data-grade]")) {
    const words = say(`${asked === "reason" ? "r" : "g"}${button.dataset.grade}`);
    button.title = words;
    button.setAttribute("aria-label", words);
    const printed = button.querySelector("span");
    if (printed) printed.textContent = words;
  }
}

function beep(keypad) {
  keypad.classList.remove("beep");
  void keypad.offsetWidth;
  keypad.classList.add("beep");
}

/** Brings a window to the desk. */
export function choose(id) {
  chosen = id;
  buildDesk();
  const mine = shown.get(id);
  if (mine) mine.last = "";
  draw(seen.windows.find((window) => window.id === id));
}

/** A key, a grade or a window under this pointer or focus. */
function touched(event) {
  const button = event.target.closest("button");
  const article = event.target.closest(".window");
  if (button?.dataset.code) {
    flash(button);
    hand({ do: "key", window: Number(button.dataset.window), code: Number(button.dataset.code) });
  } else if (button?.dataset.grade) {
    hand({ do: "grade", window: Number(button.dataset.window), grade: Number(button.dataset.grade) });
  } else if (button?.dataset.pick) {
    const forward = button.matches(":last-child");
    choose(Number(button.dataset.pick));
    desk.querySelector(`.steps button:${forward ? "last" : "first"}-child`)?.focus();
    return;
  }
  if (article && Number(article.dataset.window) !== chosen) choose(Number(article.dataset.window));
}

function flash(button) {
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 140);
}

/** Lets the keyboard act where the pointer can. */
export function start() {
  row.addEventListener("click", touched);
  desk.addEventListener("click", touched);
  row.addEventListener("keydown", (event) => {
    const article = event.target.closest(".window");
    if (event.target !== article || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    choose(Number(article.dataset.window));
    desk.querySelector(".keys button.go")?.focus();
  });
  on("keys", () => build());
  on("windows", (windows) => (shown.size === windows.length ? windows.forEach(draw) : build()));
  spoken(build);
}
