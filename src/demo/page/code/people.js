// Little people on the floor: they walk to where the demo says they are, at a walking pace.

import { on, seen } from "./live.js";

const layer = document.querySelector("#people");
const hall = document.querySelector(".hall");
const figures = new Map();
const SVG = "http://www.w3.org/2000/svg";

const COATS = ["#b5543f", "#3f6c8f", "#6a8a4a", "#8a6a9a", "#c2903e", "#4d7f7a", "#94505f", "#5f6b77", "#a8734a", "#3e5a7e"];
const SKIN = ["#f2cfac", "#eac09a", "#f6d8bb"];

/** Places on the floor in pixels of the hall: the door, the terminal, seats, and before each window. */
function spot(place, slot) {
  const box = hall.getBoundingClientRect();
  const floor = document.querySelector("#floor").getBoundingClientRect();
  const top = floor.top - box.top;
  const [kind, which] = place.split(":");
  if (kind === "window") {
    const window = document.querySelector(`.window[data-window="${which}"]`)?.getBoundingClientRect();
    if (window) return { x: window.left - box.left + window.width * 0.5, y: top + floor.height * 0.42 };
  }
  if (kind === "seat") {
    const at = Number(which);
    return { x: box.width * (0.3 + (at % 20) * 0.033) + (Math.floor(at / 20) % 2) * box.width * 0.016, y: top + floor.height * (0.68 + 0.2 * (Math.floor(at / 20) % 2)) };
  }
  if (kind === "kiosk") return { x: box.width * 0.13 - slot * 26, y: top + floor.height * 0.86 };
  return { x: -60, y: top + floor.height * 0.72 };
}

/** One figure: head, coat, two legs, and above the head the number that it holds. */
function born(person) {
  const figure = document.createElementNS(SVG, "g");
  const coat = COATS[person.look % COATS.length];
  const old = person.class === "green";
  figure.innerHTML = `<ellipse cx="0" cy="1" rx="9" ry="2.5" fill="rgb(60 45 20 / .22)"/>
    <g class="body"><path class="leg a" d="M-3-13v12" stroke="#39424a" stroke-width="4" stroke-linecap="round"/><path class="leg b" d="M3-13v12" stroke="#39424a" stroke-width="4" stroke-linecap="round"/>
    <path d="M-7.5-12q-.5-17 7.5-17t7.5 17q-7.5 2.5-15 0z" fill="${coat}"/><circle cx="0" cy="-34.5" r="5.8" fill="${SKIN[person.look % 3]}"/>
    <path d="M-6-34q-.5-7.2 6-7.200t6 7.200q-2.5-3.6-6-3.600t-6 3.600z" fill="${old ? "#b9b6b0" : "#2d2825"}"/>
    ${old ? '<path d="M10-18v18" stroke="#7a5a35" stroke-width="1.6" stroke-linecap="round"/>' : ""}</g>
    <g class="held" visibility="hidden"><rect x="-14" y="-56" width="28" height="12" rx="3"/><text class="tag" x="0" y="-47"></text></g>`;
  layer.append(figure);
  const from = spot("door", 0);
  return { figure, x: from.x, y: from.y, legs: figure.querySelectorAll(".leg"), held: figure.querySelector(".held"), step: 0 };
}

const TAGS = { yours: "#b3541e", green: "#2f9b63", urgent: "#c8402c", returning: "#a37b34" };

function people(now) {
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
    mine.held.setAttribute("visibility", person.number ? "visible" : "hidden");
    mine.held.querySelector("text").textContent = person.number ?? "";
    mine.held.querySelector("rect").setAttribute("fill", TAGS[person.class] ?? "#1f5d7a");
  }
}

let before = 0;
/** Moves everybody a step further; a hall's width takes six seconds. */
function walk(time) {
  const seconds = Math.min(0.1, (time - before) / 1000);
  before = time;
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
  const pace = (hall.clientWidth / 6) * (seen.day?.pace ?? 1) * seconds;
  for (const mine of figures.values()) {
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
    const swing = walks ? Math.sin(mine.step) * 22 : 0;
    const sits = !walks && mine.place?.startsWith("seat");
    mine.legs[0].setAttribute("transform", `rotate(${swing} -3 -13)`);
    mine.legs[1].setAttribute("transform", `rotate(${-swing} 3 -13)`);
    const lift = walks ? Math.abs(Math.cos(mine.step)) * -1.2 : sits ? 5 : 0;
    mine.figure.setAttribute("transform", `translate(${mine.x} ${mine.y + lift}) scale(${scale * (sits ? 0.92 : 1)})`);
  }
  requestAnimationFrame(walk);
}

/** Begins to move people. */
export function start() {
  on("people", people);
  requestAnimationFrame(walk);
}
