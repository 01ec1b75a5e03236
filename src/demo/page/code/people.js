// Little people on the floor: they walk to where the demo says they are, at a walking pace, and sit on chairs.

import { on, seen } from "./live.js";
import { say, spoken } from "./words.js";

const layer = document.querySelector("#people");
const hall = document.querySelector(".hall");
const ground = document.querySelector("#floor");
const figures = new Map();
const SVG = "http://www.w3.org/2000/svg";

const COATS = ["#b5543f", "#3f6c8f", "#6a8a4a", "#8a6a9a", "#c2903e", "#4d7f7a", "#94505f", "#5f6b77", "#a8734a", "#3e5a7e"];
const SKIN = ["#f2cfac", "#eac09a", "#f6d8bb"];
/** Chairs stand in two rows of so many, as many as the demo has seats. */
const ROW = 20;

/** Everything is measured when the page changes its size, and not while people walk. */
let place = null;
function measure() {
  const [box, floor] = [hall.getBoundingClientRect(), ground.getBoundingClientRect()];
  const middle = (window) => {
    const glass = window.getBoundingClientRect();
    return glass.left - box.left + glass.width / 2;
  };
  const windows = new Map([...document.querySelectorAll(".window")].map((window) => [window.dataset.window, middle(window)]));
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  place = { width: box.width, top: floor.top - box.top, height: floor.height, rem, windows, scale: Math.min(rem / 11, floor.height / 90) };
  for (const seat of layer.querySelectorAll(".seat")) {
    const at = spot(`seat:${seat.dataset.at}`, 0);
    seat.dataset.y = at.y;
    seat.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${place.scale})`);
  }
}

/** Places on the floor in pixels of the hall: the door, the terminal, the printer, chairs, and before each window. */
function spot(where, slot) {
  const { width, top, height, rem, windows } = place;
  const [kind, which] = where.split(":");
  if (kind === "window" && windows.has(which)) return { x: windows.get(which), y: top + height * 0.38 };
  if (kind === "seat") {
    const [column, row] = [Number(which) % ROW, Math.floor(Number(which) / ROW) % 2];
    const step = (width * 0.98 - rem * 27) / ROW;
    return { x: rem * 27 + step * (column + (row ? 0.5 : 0)), y: top + height * (row ? 0.965 : 0.7) };
  }
  // The line before the terminal turns back towards the door when it is long.
  if (kind === "kiosk") return { x: rem * (13 + (slot % 7) * 1.7), y: top + height * (0.93 - Math.floor(slot / 7) * 0.24) };
  if (kind === "printer") return { x: rem * 25.5, y: top + height * 0.93 };
  return { x: -60, y: top + height * 0.84 };
}

function drawn(markup, name) {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", name);
  group.innerHTML = markup;
  layer.append(group);
  return group;
}

/** The chairs are seen from behind, as their people look at the windows. */
function furnish() {
  for (let at = 0; at < ROW * 2; at++) {
    drawn(`<rect x="-9" y="-3" width="2" height="4"/><rect x="7" y="-3" width="2" height="4"/><path class="rail" d="M-17.500-5h35v2.200h-35z"/>
      <path d="M-11-4l-1-12q0-2.500 2.500-2.500h19q2.500 0 2.500 2.500l-1 12z"/>`, "seat").dataset.at = at;
  }
}

/** One figure: head, coat, two legs, and above the head the number that it holds. */
function born(person) {
  const coat = person.class === "duty" ? "#1d6d62" : COATS[person.look % COATS.length];
  const old = person.class === "green";
  const long = person.look % 5 < 2;
  const hair = old ? "#b9b6b0" : ["#2d2825", "#3b2c22", "#1f1c1b"][person.look % 3];
  const figure = drawn(`<ellipse class="shade" cx="0" cy="0" rx="9" ry="2.5" fill="rgb(60 45 20 / .22)"/>
    <g class="body"><path class="leg" d="M-3-13v12" stroke="#39424a" stroke-width="4.200" stroke-linecap="round"/><path class="leg" d="M3-13v12" stroke="#39424a" stroke-width="4.200" stroke-linecap="round"/>
    <path d="M-7.500-12q-.5-17 7.500-17t7.500 17q-7.500 2.500-15 0z" fill="${coat}"/><path d="M-7.400-15q-2 3-1.200 6M7.400-15q2 3 1.200 6" stroke="${coat}" stroke-width="3" stroke-linecap="round" fill="none"/>
    <circle cx="0" cy="-34.500" r="5.800" fill="${SKIN[person.look % 3]}"/>
    <path d="${long ? "M-6.300-28q-1.200-13.500 6.300-13.500t6.300 13.500q-6 2-12.600 0z" : "M-6-33q-.8-8.200 6-8.200t6 8.200q-1 4-6 4t-6-4z"}" fill="${hair}"/>
    ${old ? '<path d="M10-18v18" stroke="#7a5a35" stroke-width="1.600" stroke-linecap="round"/>' : ""}</g>
    <g class="held" visibility="hidden"><rect x="-15" y="-57" width="30" height="13" rx="3.500"/><text class="tag" x="0" y="-47.200"></text></g>`, "person");
  // Whoever was here before the page was opened is where he is; others come in at the door.
  const from = spot(opened ? "door" : person.place, figures.size);
  return { figure, x: from.x, y: from.y, legs: figure.querySelectorAll(".leg"), held: figure.querySelector(".held"), step: 0 };
}

/** People have been drawn since the page was opened. */
let opened = false;

const TAGS = { yours: "#b3541e", green: "#2f9b63", duty: "#1d6d62" };

function people(now) {
  if (!place.windows.size) return;
  const here = new Set(now.map((person) => person.id));
  for (const [id, mine] of figures) {
    if (here.has(id)) continue;
    mine.figure.remove();
    figures.delete(id);
  }
  let line = 0;
  for (const person of now) {
    if (!figures.has(person.id)) figures.set(person.id, born(person));
    const mine = figures.get(person.id);
    mine.place = person.place;
    mine.slot = person.place === "kiosk" ? line++ : 0;
    const words = person.class === "duty" ? say("duty") : person.number;
    mine.held.setAttribute("visibility", words ? "visible" : "hidden");
    mine.held.querySelector("text").textContent = words ?? "";
    mine.held.querySelector("rect").setAttribute("fill", TAGS[person.class] ?? "#1f5d7a");
  }
  opened = true;
}

/** Whoever stands nearer is drawn later; nothing is moved while the order holds. */
function arrange() {
  const rank = (node) => Number(node.dataset.y ?? 0);
  for (let node = layer.firstElementChild?.nextElementSibling; node; ) {
    const next = node.nextElementSibling;
    let before = node.previousElementSibling;
    if (rank(before) > rank(node)) {
      while (before.previousElementSibling && rank(before.previousElementSibling) > rank(node)) before = before.previousElementSibling;
      layer.insertBefore(node, before);
    }
    node = next;
  }
}

let before = 0;
/** Moves everybody a step further; a hall's width takes eight seconds. */
function walk(time) {
  const seconds = Math.min(0.1, (time - before) / 1000);
  before = time;
  const pace = (place.width / 8) * seconds;
  for (const mine of figures.values()) move(mine, pace, seconds);
  arrange();
  requestAnimationFrame(walk);
}

function move(mine, pace, seconds) {
  const to = spot(mine.place ?? "door", mine.slot ?? 0);
  const [dx, dy] = [to.x - mine.x, to.y - mine.y];
  const far = Math.hypot(dx, dy);
  const walks = far > 1.5;
  if (walks) {
    const part = Math.min(1, pace / far);
    mine.x += dx * part;
    mine.y += dy * part;
    mine.step += seconds * 11;
  }
  const sits = !walks && mine.place?.startsWith("seat");
  const swing = walks ? Math.sin(mine.step) * 22 : 0;
  const [left, right] = mine.legs;
  left.setAttribute("transform", `rotate(${swing} -3 -13)`);
  right.setAttribute("transform", `rotate(${-swing} 3 -13)`);
  mine.figure.setAttribute("class", `person${walks && mine.place.startsWith("window") ? " going" : ""}${sits ? " sits" : ""}`);
  const lift = (walks ? Math.abs(Math.cos(mine.step)) * -1.2 : sits ? 6 : 0) * place.scale;
  // A chair is drawn over whoever sits on it, and behind whoever passes it.
  mine.figure.dataset.y = mine.y - (sits ? 0.5 : 0);
  mine.figure.setAttribute("transform", `translate(${mine.x.toFixed(1)} ${(mine.y + lift).toFixed(1)}) scale(${place.scale})`);
}

/** Begins to move people. */
export function start() {
  furnish();
  measure();
  new ResizeObserver(measure).observe(ground);
  new ResizeObserver(measure).observe(document.querySelector("#windows"));
  on("windows", () => {
    if (place.windows.size) return;
    measure();
    people(seen.people ?? []);
  });
  on("people", people);
  spoken(() => people(seen.people ?? []));
  requestAnimationFrame(walk);
}
