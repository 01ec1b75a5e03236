// The small switch at each device's corner.

import { hand } from "./live.js";
import { say } from "./words.js";

const MARK = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v6M4.5 4.300a5.3 5.3 0 1 0 7 0"/></svg>';

/** A switch for this device, as markup. */
export const power = (device) =>
  `<button type="button" class="power" data-device="${device}" aria-pressed="true" tabindex="-1" title="${say("power-off")}">${MARK}</button>`;

/** Fills the switches that stand in the page and lets all of them act. */
export function start() {
  for (const button of document.querySelectorAll(".power")) button.innerHTML ||= MARK;
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".power");
    if (!button) return;
    event.stopPropagation();
    const on = button.getAttribute("aria-pressed") !== "false";
    hand({ do: "power", device: button.dataset.device, on: !on });
  }, true);
}

/** Shows on every switch of this device whether it has power. */
export function powered(device, on) {
  for (const button of document.querySelectorAll(`.power[data-device="${device}"]`)) {
    button.setAttribute("aria-pressed", on);
    button.title = say(on ? "power-off" : "power-on");
  }
}
