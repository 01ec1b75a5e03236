// Writes to standard output what receiptline sends to a printer for the lines given as arguments.
import { createRequire } from "node:module";

const [home, ...lines] = process.argv.slice(2);
const receiptline = createRequire(`${home}/`)("receiptline");
const setting = { cpl: 42, encoding: "gb18030", command: "escpos", cutting: true };
process.stdout.write(Buffer.from(receiptline.transform(lines.join("\n"), setting), "latin1"));
