// Every word of the page in both languages, and the switch between them.

const WORDS = {
  hall: ["医疗保障服务大厅", "Medical Insurance Service Hall"],
  "hall-under": ["九个业务窗口，一个综合导办窗口", "Nine service windows and one guide window"],
  busy: ["客流", "How busy"],
  alone: ["让大厅自己运转", "Let the hall run itself"],
  sound: ["声音", "Sound"],
  ask: ["这是什么", "What is this"],
  voice: ["广播", "Loudspeaker"],
  again: ["再听一遍", "Hear it again"],
  cables: ["线缆（点一下拔出或插回）", "Cables (click to pull or plug)"],
  kiosk: ["① 自助取号机：点屏幕", "① Self-service terminal: touch it"],
  printer: ["② 取号小票", "② Ticket printer"],
  pile: ["最近的小票", "Recent slips"],
  "pile-none": ["取走的小票放在这里。", "Slips you take lie here."],
  lcd: ["机柜状态屏", "Status LCD"],
  desk: ["③ 窗口键盘", "③ Keypad at window"],
  window: ["窗口", "Window"],
  windows: ["窗口", "Windows"], wall: ["墙面", "Wall"], floor: ["大厅", "Floor"],
  "quiet": ["清闲", "quiet"], "steady": ["平稳", "steady"], "brisk": ["较忙", "busy"], "crowded": ["拥挤", "crowded"],
  starting: ["守护进程正在启动…", "The daemon is starting…"],
  running: ["真实守护进程运行中：每根线缆都是一个伪终端", "The real daemon, a pseudo-terminal on every cable"],
  dark: ["整机已断电：各处停在最后一刻，来电后接着办", "No power: every face stays at its last moment, until power is back"],
  again: ["守护进程已结束，即将重新启动", "The daemon ended and is about to start again"],
  gone: ["守护进程已停止", "The daemon has stopped"],
  mains: ["市电", "Mains"], "mains-off": ["大厅停电：机柜改用电池，约三分钟用完", "Cut the hall's mains: the box lives on its battery for some three minutes"],
  "mains-on": ["市电恢复", "Bring the mains back"],
  box: ["整机电源", "Box power"], "box-off": ["给整机断电：像停电一样，立刻停", "Cut the power, as a power cut does"],
  "box-on": ["来电", "Bring the power back"],
  door: ["入口", "Entrance"], line: ["请在一米线外等候", "Please wait behind this line"], duty: ["值班", "duty"],
  left: ["余纸", "left"],
  "cut-off": ["与演示程序失去联系", "Lost touch with the demo"],
  "roll-enough": ["纸卷：充足", "Roll: full"], "roll-near": ["纸卷：将尽", "Roll: near end"], "roll-out": ["纸卷：用完", "Roll: empty"],
  "cover-shut": ["打开机盖", "Open the cover"], "cover-open": ["合上机盖", "Close the cover"],
  tear: ["撕下小票", "Tear off the slip"],
  pull: ["拔出线缆", "Pull cable"], put: ["插回线缆", "Plug in cable"],
  "power-off": ["断电", "Switch off"], "power-on": ["通电", "Switch on"],
  printers: ["打印机", "printer"],
  staffed: ["工号", "No."], empty: ["无人", "nobody"],
  take: ["取 号", "Take a ticket"], another: ["再办一项", "One more errand"], green: ["绿色通道", "Green channel"],
  back: ["返回", "Back"], more: ["更多", "More"], help: ["请人帮忙", "Ask for help"],
  g1: ["非常满意", "Very good"], g2: ["满意", "Good"], g3: ["基本满意", "Fair"], g4: ["不满意", "Poor"], g5: ["很不满意", "Very poor"],
  r1: ["服务态度", "Manner"], r2: ["等候时间", "Waiting"], r3: ["办事效率", "Pace"], r4: ["解释不清", "Unclear"], r5: ["其他", "Other"],
  "guide-next": ["下一步", "Next"], "guide-done": ["开始看看", "Look around"], "guide-leave": ["不用引导", "Skip"],
  close: ["关闭", "Close"], "show-me": ["带我走一遍", "Walk me through it"],
};

const KEYS = {
  next: ["呼叫", "Next"], recall: ["重呼", "Recall"], "no-show": ["过号", "No-show"], start: ["开始", "Start"],
  finish: ["办结", "Finish"], transfer: ["转移", "Transfer"], "call-number": ["指定", "Call no."], park: ["挂起", "Park"],
  resume: ["恢复", "Resume"], pause: ["暂停", "Pause"], rate: ["评价", "Rate"], "log-in": ["登录", "Log in"],
  help: ["求助", "Help"], undo: ["撤销", "Undo"], function: ["功能", "Fn"], enter: ["确认", "Enter"], clear: ["清除", "Clear"],
};

let column = (localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en")) === "zh" ? 0 : 1;
const listeners = new Set();

/** Whether the page speaks Chinese. */
export const chinese = () => column === 0;
/** The word for this key in the page's language. */
export const say = (key) => WORDS[key]?.[column] ?? key;
/** What is printed on a keycap, and its meaning in English below. */
export const keycap = (key) => {
  if (/^\d$/.test(key)) return { cap: key, under: "" };
  const [zh, en] = KEYS[key] ?? [key, key];
  return { cap: zh, under: en };
};
/** Calls back now and at every change of language. */
export function spoken(listener) {
  listeners.add(listener);
  listener();
}

/** Changes the language and everything written in it. */
export function speak(zh) {
  column = zh ? 0 : 1;
  localStorage.setItem("language", zh ? "zh" : "en");
  document.documentElement.lang = zh ? "zh-CN" : "en";
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);
  for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", say(place.dataset.label));
  for (const place of document.querySelectorAll("[data-hint]")) place.title = say(place.dataset.hint);
  for (const listener of listeners) listener();
}
