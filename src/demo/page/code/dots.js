// LED faces: a matrix of dots with glow, and seven-segment digits.

const COLOURS = { red: "#ff4a2a", green: "#4df08a", yellow: "#ffb52e" };
const sprites = new Map();

/** A lit dot with its halo, drawn once for each colour and pitch. */
function sprite(colour, pitch) {
  const key = colour + pitch;
  if (sprites.has(key)) return sprites.get(key);
  const size = Math.ceil(pitch * 3);
  const dot = new OffscreenCanvas(size, size);
  const ink = dot.getContext("2d");
  const middle = size / 2;
  const halo = ink.createRadialGradient(middle, middle, 0, middle, middle, middle);
  halo.addColorStop(0, COLOURS[colour] + "70");
  halo.addColorStop(0.45, COLOURS[colour] + "22");
  halo.addColorStop(1, COLOURS[colour] + "00");
  ink.fillStyle = halo;
  ink.fillRect(0, 0, size, size);
  ink.fillStyle = COLOURS[colour];
  ink.beginPath();
  ink.arc(middle, middle, pitch * 0.44, 0, 7);
  ink.fill();
  sprites.set(key, dot);
  return dot;
}

/** One face of light-emitting diodes on a canvas. */
export class Face {
  #canvas; #glass; #areas = []; #on = true; #phase = true; #page = 0; #timer;

  /** `columns` × `rows` dots on this canvas, redrawn when its size changes. */
  constructor(canvas, columns, rows) {
    this.#canvas = canvas;
    this.columns = columns;
    this.rows = rows;
    new ResizeObserver(() => this.#measure()).observe(canvas);
  }

  /** Shows these areas, or nothing when the face has no power. */
  show(face) {
    if (face.columns && (face.columns !== this.columns || face.rows !== this.rows)) {
      [this.columns, this.rows] = [face.columns, face.rows];
      this.#measure();
    }
    clearInterval(this.#timer);
    this.#areas = face.areas.map((area) => ({ ...area, bits: area.dots.map(unpack) }));
    this.#on = face.on;
    this.#canvas.setAttribute("aria-label", face.areas.map((area) => area.text).join(" "));
    if (this.#areas.some((area) => area.lively)) {
      this.#timer = setInterval(() => { this.#phase = !this.#phase; this.#draw(); }, 450);
    } else if (this.#areas.some((area) => area.bits.length > area.height)) {
      this.#timer = setInterval(() => { this.#page += 1; this.#draw(); }, 4000);
    }
    this.#phase = true;
    this.#draw();
  }

  #measure() {
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.#canvas.clientWidth * scale, this.#canvas.clientHeight * scale];
    if (width < 2 || height < 2) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    const pitch = Math.min(width / this.columns, height / this.rows);
    const [left, top] = [(width - pitch * this.columns) / 2, (height - pitch * this.rows) / 2];
    this.#glass = { pitch, left, top, back: new OffscreenCanvas(width, height) };
    const ink = this.#glass.back.getContext("2d");
    ink.fillStyle = "#2a1a16";
    for (let y = 0; y < this.rows; y++) {
      for (let x = 0; x < this.columns; x++) {
        ink.beginPath();
        ink.arc(left + (x + 0.5) * pitch, top + (y + 0.5) * pitch, pitch * 0.3, 0, 7);
        ink.fill();
      }
    }
    this.#draw();
  }

  #draw() {
    if (!this.#glass) return;
    const { pitch, left, top, back } = this.#glass;
    const ink = this.#canvas.getContext("2d");
    ink.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    ink.drawImage(back, 0, 0);
    if (!this.#on) return;
    ink.globalCompositeOperation = "lighter";
    for (const area of this.#areas) {
      if (area.lively && !this.#phase) continue;
      const dot = sprite(area.colour, Math.max(1, Math.round(pitch * 10) / 10));
      const pages = Math.max(1, Math.ceil(area.bits.length / area.height));
      const first = (this.#page % pages) * area.height;
      area.bits.slice(first, first + area.height).forEach((row, y) => row.forEach((lit, x) => {
        if (!lit || x >= area.width) return;
        const [cx, cy] = [left + (area.x + x + 0.5) * pitch, top + (area.y + y + 0.5) * pitch];
        ink.drawImage(dot, cx - dot.width / 2, cy - dot.height / 2);
      }));
    }
    ink.globalCompositeOperation = "source-over";
  }
}

/** A row of dots from its hexadecimal digits, leftmost dot first. */
const unpack = (hex) => [...hex].flatMap((digit) => [8, 4, 2, 1].map((bit) => (parseInt(digit, 16) & bit) !== 0));

const SEGMENTS = {
  a: "M2 1h8l1 1-1.6 1.6H2.6L1 2z", b: "M11.4 2.4l.8.8v6.4l-.8.8-1.5-1.4V4z", c: "M11.4 11.6l.8.8v6.4l-.8.8-1.5-1.6V13z",
  d: "M2.6 18.4h6.8L11 20l-1 1H2l-1-1z", e: "M.6 11.6L2.1 13v5l-1.5 1.6-.8-.8v-6.4z", f: "M.6 2.4L2.1 4v5L.6 10.4l-.8-.8V3.2z",
  g: "M2.4 10.1h7.2l.9.9-.9.9H2.4l-.9-.9z",
};
const SHAPES = {
  0: "abcdef", 1: "bc", 2: "abdeg", 3: "abcdg", 4: "bcfg", 5: "acdfg", 6: "acdefg", 7: "abc", 8: "abcdefg", 9: "abcdfg",
  A: "abcefg", B: "cdefg", C: "adef", D: "bcdeg", E: "adefg", F: "aefg", G: "acdef", H: "bcefg", I: "ef", J: "bcde", K: "acefg",
  L: "def", M: "aceg", N: "ceg", O: "cdeg", P: "abefg", Q: "abcfg", R: "eg", S: "acdfg", T: "defg", U: "bcdef", V: "cde", W: "bdfg",
  X: "bcefg", Y: "bcdfg", Z: "abdeg", "-": "g", "_": "d", "=": "dg", " ": "",
};

/** Four seven-segment digits as SVG. */
export function segments(text) {
  const digits = [...text.padEnd(4).slice(0, 4)].map((sign, at) => {
    const lit = SHAPES[sign.toUpperCase()] ?? "";
    const paths = Object.entries(SEGMENTS).map(([name, d]) => `<path class="seg${lit.includes(name) ? " on" : ""}" d="${d}"/>`);
    return `<g transform="translate(${at * 17} 0)">${paths.join("")}</g>`;
  });
  return `<svg viewBox="-1 0 65 22" role="img" aria-label="${text.trim()}">${digits.join("")}</svg>`;
}
