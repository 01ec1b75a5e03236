// Opens the page: every part is started, then the page begins to listen.

import { hand, listen, on } from "./live.js";
import { chinese, say, speak, spoken } from "./words.js";
import * as guide from "./guide.js";
import * as panel from "./panel.js";
import * as paper from "./paper.js";
import * as people from "./people.js";
import * as power from "./power.js";
import * as wall from "./wall.js";
import * as windows from "./windows.js";

const daemon = document.querySelector("#daemon");
const busy = document.querySelector("#busy");
const alone = document.querySelector("#alone");
const box = document.querySelector("#box");
const mains = document.querySelector("#mains");
const language = document.querySelector("#language");

function state(now) {
  document.body.dataset.box = now.state;
  box.setAttribute("aria-checked", now.state !== "dark");
  box.title = say(now.state === "dark" ? "box-on" : "box-off");
  daemon.dataset.state = now.state;
  daemon.querySelector("span").textContent = now.note ? `${say(now.state)}: ${now.note}` : say(now.state);
}

/** The mains' switch: while they are off or the battery fills again, its charge stands beside it. */
function power_of_the_hall(now) {
  mains.setAttribute("aria-checked", now.on);
  mains.title = say(now.on ? "mains-off" : "mains-on");
  const charge = now.on && now.charge === 100 ? "" : ` ${now.charge} %`;
  mains.querySelector("span").textContent = say("mains") + charge;
}

function crowd() {
  const word = ["quiet", "steady", "brisk", "crowded"][Math.min(3, Math.floor(busy.value / 26))];
  document.querySelector("#busy-word").textContent = say(word);
}

for (const part of [power, wall, windows, panel, paper, people]) part.start();
let last = { state: "starting" };
let electric = { on: true, charge: 100 };
on("mains", (now) => power_of_the_hall((electric = now)));
mains.addEventListener("click", () => hand({ do: "mains", on: mains.getAttribute("aria-checked") === "false" }));
on("daemon", (now) => state((last = now)));
on("day", (day) => {
  alone.checked = day.alone;
  if (document.activeElement !== busy) busy.value = day.busy;
  crowd();
});
busy.addEventListener("input", () => { crowd(); hand({ do: "busy", percent: Number(busy.value) }); });
alone.addEventListener("change", () => hand({ do: "alone", on: alone.checked }));
box.addEventListener("click", () => hand({ do: "box", on: box.getAttribute("aria-checked") === "false" }));
language.addEventListener("click", () => speak(!chinese()));
spoken(() => {
  language.textContent = chinese() ? "EN" : "中文";
  language.lang = chinese() ? "en" : "zh-CN";
  state(last);
  power_of_the_hall(electric);
  crowd();
});
speak(chinese());
guide.start();
listen();
