// The first visit: four small steps that point at things, and a page of words for whoever asks.

import { did, on, seen } from "./live.js";
import { choose } from "./windows.js";
import { chinese, say, spoken } from "./words.js";

const card = document.querySelector("#guide");
const about = document.querySelector("#about");
let at = -1;
let from = null;

const STEPS = [
  { point: "#kiosk .bezel", zh: ["先取一张号", "在取号机的屏幕上先点一类，再点一项业务，号就有了。点的每一下，都以字节的形式走过串口线。"], en: ["Take a ticket", "Touch a group on the terminal, then a service: two touches. Each travels down a serial line as bytes."] },
  { point: "#printer .machine", zh: ["小票出来了", "守护进程先把它写进日志，再打印。点一下小票就能撕下来。"], en: ["Here comes the paper", "The daemon stores the ticket first and prints it then. Click the slip to tear it off."] },
  { point: "#desk .keypad", zh: ["在3号窗口按“呼叫”", "看3号窗口的屏、上面的大屏，再听广播：同一条记录，处处一致。"], en: ["Press 呼叫 (Next) at window 3", "Watch board 3, the hall display and the loudspeaker: one record, told everywhere alike."] },
  { point: "#desk .pad", zh: ["办完，请他评价", "按“办结”，评价器会亮起来，点一张笑脸。然后拔一根线缆试试，大厅照样运转。"], en: ["Finish, and rate", "Press 办结 (Finish); the pad lights up; pick a face. Then pull a cable: the hall carries on."] },
];

/** What shows that a step was done, and by whoever is at the page: the hall's own people do the same all day. */
const DONE = [
  () => did.touch > from.did.touch && seen.printer?.printed > from.printed,
  () => did.tear > from.did.tear && seen.printer?.torn > from.torn,
  () => did.key > from.did.key && JSON.stringify(third()?.board.areas) !== from.board,
  () => did.grade > from.did.grade && third()?.pad.face === "rest" && from.asked,
];
const third = () => seen.windows?.find(({ id }) => id === 3);

function mark() {
  from = {
    printed: seen.printer?.printed ?? 0, torn: seen.printer?.torn ?? 0, asked: false,
    board: JSON.stringify(third()?.board.areas), did: { ...did },
  };
}

function show(step) {
  at = step;
  for (const place of document.querySelectorAll(".pointed")) place.classList.remove("pointed");
  card.hidden = at < 0;
  if (at < 0) return;
  if (at === 2) choose(3);
  mark();
  draw();
}

function draw() {
  if (at < 0) return;
  const step = STEPS[at];
  const [title, words] = step[chinese() ? "zh" : "en"];
  const target = document.querySelector(step.point);
  target.classList.add("pointed");
  const last = at === STEPS.length - 1;
  card.innerHTML = `<p class="count">${at + 1} / ${STEPS.length}</p><h3>${title}</h3><p>${words}</p>
    <div class="row"><button type="button" class="next">${say(last ? "guide-done" : "guide-next")}</button><button type="button" class="leave">${say("guide-leave")}</button></div>`;
  card.querySelector(".next").addEventListener("click", () => show(last ? -1 : at + 1));
  card.querySelector(".leave").addEventListener("click", () => show(-1));
  const box = target.getBoundingClientRect();
  const left = Math.min(Math.max(12, box.left), innerWidth - card.offsetWidth - 12);
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${box.top + scrollY - card.offsetHeight - 22}px`;
  card.style.setProperty("--tip", `${Math.max(20, Math.min(card.offsetWidth - 40, box.left + box.width / 2 - left - 8))}px`);
}

/** Steps on when the step under way was done by whoever is at the page. */
function watch() {
  if (at < 0 || !from) return;
  if (at === 3 && third()?.pad.face !== "rest") from.asked = true;
  if (DONE[at]()) show(at + 1 < STEPS.length ? at + 1 : -1);
}

const ABOUT = {
  zh: `<h2>您正站在一个大厅里</h2>
    <p>叫号（jiaohao）是公共服务大厅里叫号的守护进程。这个页面背后运行的就是它本身和它真实的驱动程序，只是每台设备换成了模拟设备，各自接在一个伪终端的另一头。您在这里点的每一下，都变成字节，从线缆里走进去；屏幕、小票和广播，也都是从线缆里走出来的字节。</p>
    <ol><li>在取号机上取号，看小票从打印机里出来。</li><li>在窗口键盘上按“呼叫”，看窗口屏和大屏，听广播。</li><li>按“办结”，再在评价器上点一张笑脸。</li><li>拔掉一根线缆，给设备断电，把纸用完：看大厅如何继续，状态屏如何说明。</li></ol>
    <p>打开“让大厅自己运转”，办事的人和窗口人员会自己来，他们也只用手和眼睛。</p>`,
  en: `<h2>You are standing in a hall</h2>
    <p>jiaohao (叫号) is the daemon that calls the numbers in a public service hall. Behind this page runs the daemon itself with its real drivers; only the devices are simulated, each at the far end of a pseudo-terminal. Whatever you click becomes bytes that go in by a cable; boards, paper and voice are bytes that came out by one.</p>
    <ol><li>Take a ticket at the terminal and see the slip come out of the printer.</li><li>Press 呼叫 (Next) on a keypad; watch the boards and hear the call.</li><li>Press 办结 (Finish), then pick a face on the rating pad.</li><li>Pull a cable, switch a device off, let the paper run out: the hall goes on, and the status LCD says what is wrong.</li></ol>
    <p>With “Let the hall run itself” on, visitors and clerks come by themselves. They too have only hands and eyes.</p>`,
};

function explain() {
  about.innerHTML = `${ABOUT[chinese() ? "zh" : "en"]}<div class="row"><button type="button" class="first">${say("show-me")}</button><button type="button" class="close">${say("close")}</button></div>`;
  about.querySelector(".first").addEventListener("click", () => { about.close(); show(0); });
  about.querySelector(".close").addEventListener("click", () => about.close());
}

/** Shows the guide on the first visit, and the words to whoever asks. */
export function start() {
  spoken(() => { explain(); draw(); });
  document.querySelector("#ask").addEventListener("click", () => about.showModal());
  addEventListener("resize", draw);
  addEventListener("keydown", (event) => event.key === "Escape" && show(-1));
  for (const section of ["printer", "slips", "windows"]) on(section, watch);
  if (!localStorage.getItem("visited")) {
    localStorage.setItem("visited", "yes");
    on("windows", () => at === -1 && from === null && requestAnimationFrame(() => show(0)));
  }
}
