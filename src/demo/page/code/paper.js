// The ticket printer: paper slides out as it was sent, is torn off with a click, and lies on the pile.

import { hand, on, seen } from "./live.js";
import { say, spoken } from "./words.js";
import { powered } from "./power.js";

const printer = document.querySelector("#printer");
const feed = document.querySelector("#feed");
const pile = document.querySelector("#pile > div");
const sheet = document.querySelector("#sheet");
let hanging = null;

/** One slip as paper. */
function paper(slip) {
  const leaf = document.createElement("button");
  leaf.type = "button";
  leaf.className = "slip";
  for (const line of slip.lines) leaf.append(drawn(line));
  return leaf;
}

function drawn(line) {
  if (line.kind === "code") return code(line.rows);
  if (line.kind === "picture") return picture(line.rows);
  const row = document.createElement("p");
  if (line.kind === "blank") {
    row.style.height = `${line.lines * 1.1}em`;
    return row;
  }
  row.style.textAlign = line.side;
  for (const run of line.runs) {
    const words = document.createElement("span");
    words.textContent = run.text;
    words.style.fontSize = `${run.height}em`;
    if (run.width > run.height) words.style.letterSpacing = ".25em";
    words.classList.toggle("bold", run.bold);
    row.append(words);
  }
  row.classList.toggle("rule", /^[-─=━]{8,}$/.test(row.textContent));
  return row;
}

/** A picture, dot by dot. */
function picture(rows) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [(rows[0]?.length ?? 0) * 4, rows.length];
  const ink = canvas.getContext("2d");
  ink.fillStyle = "#24211c";
  rows.forEach((row, y) => [...row].forEach((digit, x) => {
    for (let bit = 0; bit < 4; bit++) if (parseInt(digit, 16) & (8 >> bit)) ink.fillRect(x * 4 + bit, y, 1, 1);
  }));
  return canvas;
}

/** A QR code, module by module. */
function code(rows) {
  const side = rows.length;
  const path = rows.flatMap((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const holder = document.createElement("span");
  holder.innerHTML = `<svg class="code" viewBox="0 0 ${side} ${side}" role="img" aria-label="QR"><path d="${path}" fill="#24211c"/></svg>`;
  return holder.firstElementChild;
}

function draw() {
  const state = seen.printer;
  if (!state) return;
  powered("printer", state.on);
  printer.dataset.on = state.on;
  printer.dataset.warn = state.roll !== "enough" || state.cover;
  printer.dataset.cover = state.cover ? "open" : "shut";
  const roll = printer.querySelector("#roll");
  roll.textContent = say(`roll-${state.roll}`);
  roll.classList.toggle("bad", state.roll !== "enough");
  printer.querySelector("#left").textContent = `${say("left")} ${Math.ceil(state.lines_left / 250)} m`;
  const cover = printer.querySelector("#cover");
  cover.textContent = say(state.cover ? "cover-open" : "cover-shut");
  cover.classList.toggle("bad", state.cover);
}

/** Shows the slip that hangs from the printer, and the pile of those that were taken. */
function slips(list) {
  const out = list.find((slip) => !slip.torn);
  if (out?.id !== hanging?.id) {
    hanging?.leaf.classList.add("leaving");
    const gone = hanging?.leaf;
    setTimeout(() => gone?.remove(), 500);
    hanging = out ? { id: out.id, leaf: paper(out) } : null;
    if (hanging) {
      hanging.leaf.title = say("tear");
      hanging.leaf.addEventListener("click", () => hand({ do: "tear" }));
      feed.prepend(hanging.leaf);
    }
  }
  const torn = list.filter((slip) => slip.torn).slice(-5).reverse();
  if (pile.dataset.slips === torn.map((slip) => slip.id).join() && torn.length) return;
  pile.dataset.slips = torn.map((slip) => slip.id).join();
  pile.replaceChildren(...torn.map((slip, at) => {
    const leaf = paper(slip);
    leaf.style.setProperty("--n", torn.length - 1 - at);
    leaf.style.zIndex = 10 - (torn.length - 1 - at) * -1;
    leaf.addEventListener("click", () => enlarge(paper(slip)));
    return leaf;
  }));
  if (!torn.length) {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = say("pile-none");
    pile.append(none);
  }
}

/** Shows something as large as the page. */
export function enlarge(thing) {
  sheet.replaceChildren(thing);
  sheet.showModal();
  sheet.onclick = () => sheet.close();
}

const NEXT_ROLL = { enough: "near", near: "out", out: "enough" };

/** Lets paper be torn, the roll be changed and the cover be opened. */
export function start() {
  printer.querySelector("#roll").addEventListener("click", () => hand({ do: "roll", roll: NEXT_ROLL[seen.printer?.roll] ?? "near" }));
  printer.querySelector("#cover").addEventListener("click", () => hand({ do: "cover", open: !seen.printer?.cover }));
  on("printer", draw);
  on("slips", slips);
  spoken(() => { draw(); slips(seen.slips ?? []); });
}
