// The wall: hall display, loudspeaker, cables; and the cabinet's LCD.

import { hand, on, seen } from "./live.js";
import { Face } from "./dots.js";
import { chinese, say, spoken } from "./words.js";
import { powered } from "./power.js";
import { enlarge } from "./paper.js";

const voice = document.querySelector("#voice");
const list = document.querySelector("#cables ul");
const lcd = document.querySelector("#lcd");
const player = new Audio();
let loud = false;

const PLUG = `<svg viewBox="0 0 27 16" aria-hidden="true"><rect class="socket" x="18" y="0" width="9" height="16" rx="2"/>
  <path class="pins" d="M13 4.500h7v2h-7zM13 9.500h7v2h-7z"/><path class="body" d="M0 7h4V3.500A2.5 2.5 0 0 1 6.5 1H13q2 0 2 2v10q0 2-2 2H6.500A2.5 2.5 0 0 1 4 12.500V9H0z"/></svg>`;

const rows = new Map();

/** One row for each cable: its plug, its name, a lamp each way and the bytes that passed last. */
function cables(now) {
  if (rows.size !== now.length) {
    rows.clear();
    list.replaceChildren(...now.map((cable) => {
      const row = document.createElement("li");
      row.innerHTML = `<button type="button" class="plug">${PLUG}</button><span class="name"></span>
        <span class="lamps"><i class="to"></i><i class="from"></i></span><code class="hex" aria-hidden="true"></code>`;
      // The whole row: who reads the name presses the name.
      row.addEventListener("click", () => {
        const mine = seen.cables.find((other) => other.name === cable.name);
        hand({ do: "plug", cable: cable.name, in: !mine.in });
      });
      rows.set(cable.name, { row, to: 0, from: 0 });
      return row;
    }));
  }
  for (const cable of now) {
    const mine = rows.get(cable.name);
    const plug = mine.row.querySelector(".plug");
    const name = cable[chinese() ? "zh" : "en"];
    plug.setAttribute("aria-pressed", cable.in);
    plug.setAttribute("aria-label", `${say(cable.in ? "pull" : "put")} ${name}`);
    plug.title = say(cable.in ? "pull" : "put");
    mine.row.querySelector(".name").textContent = name;
    mine.row.querySelector(".hex").textContent = cable.hex;
    for (const way of ["to", "from"]) {
      if (cable[way] !== mine[way]) blink(mine.row.querySelector(`.${way}`));
      mine[way] = cable[way];
    }
  }
}

function blink(lamp) {
  lamp.classList.add("lit");
  clearTimeout(lamp.timer);
  lamp.timer = setTimeout(() => lamp.classList.remove("lit"), 120);
}

/** The announcement that is being said; it is heard when sound is on. */
function said(now) {
  voice.querySelector("q").textContent = now.text;
  if (!now.number) return;
  voice.classList.add("speaking");
  clearTimeout(voice.timer);
  voice.timer = setTimeout(() => voice.classList.remove("speaking"), now.millis);
  if (loud) play(now.number);
}

function play(number) {
  player.src = `/voice/${number}.wav`;
  player.play().catch(() => {});
}

/** Lets plugs be pulled, sound be heard and the LCD be seen closely. */
export function start() {
  const face = new Face(document.querySelector("#display canvas"), 256, 80);
  const sound = document.querySelector("#sound");
  sound.addEventListener("click", () => {
    loud = !loud;
    sound.setAttribute("aria-pressed", loud);
    if (!loud) player.pause();
  });
  document.querySelector("#again").addEventListener("click", () => seen.voice?.number && play(seen.voice.number));
  lcd.addEventListener("click", () => {
    const large = new Image();
    large.src = lcd.src;
    enlarge(large);
  });
  on("display", (display) => { face.show(display); powered("display", display.on); });
  on("cables", cables);
  on("voice", said);
  on("lcd", (number) => { lcd.src = `/lcd.png?${number}`; });
  spoken(() => cables(seen.cables ?? []));
}
