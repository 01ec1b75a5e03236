// The page's two lines to the demo: what stands on the floor comes in, what a hand does goes out.

const listeners = new Map();
const floor = {};

/** Everything last heard, by section. */
export const seen = floor;

/** How often whoever is at the page did each kind of act. */
export const did = { touch: 0, tear: 0, key: 0, grade: 0 };

/** Calls back with a section of the floor whenever it changes. */
export function on(section, listener) {
  listeners.set(section, [...(listeners.get(section) ?? []), listener]);
}

/** Tells the sections of `part` to whoever listens. */
function hear(part) {
  Object.assign(floor, part);
  for (const [section, value] of Object.entries(part)) {
    for (const listener of listeners.get(section) ?? []) listener(value);
  }
}

/** Does with a hand what `act` says; the floor shows what came of it. */
export async function hand(act) {
  did[act.do] = (did[act.do] ?? 0) + 1;
  try {
    await fetch("/hand", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(act) });
  } catch {
    hear({ daemon: { state: "cut-off" } });
  }
}

/** Begins to listen; the browser reconnects by itself, and every connection begins with the whole floor. */
export function listen() {
  const source = new EventSource("/live");
  source.onmessage = (message) => hear(JSON.parse(message.data));
  source.onerror = () => hear({ daemon: { state: "cut-off" } });
}
