"""A panel with the terminal's pages, played by nextion-tools on the port given; a second word is the size of its
buffer in bytes.

Lines in: `page`, `text NAME`, `visible NAME`, `touch ID`, `power`, `settle`, `errors`. One line out for each.
"""

import sys
import time

from nextion_tools.emu.display import Display
from nextion_tools.emu.transport import Serial

PAGES = {
    "start": "title note c0 c1 c2 c3 c4 c5 help",
    "list": "title note c0 c1 c2 c3 c4 c5 back more",
    "confirm": "title note l0 l1 l2 l3 l4 l5 take another green back",
    "reason": "title note c0 c1 c2 c3 c4 c5 back",
    "issued": "title note number l0 l1 l2 l3 l4 l5 back",
    "notice": "title note l0 l1 l2 l3 l4 l5 back",
}


def exists(key):
    """The panel's project: a page, `page.component.attribute`, or a variable of the panel."""
    parts = key.split(".")
    if len(parts) == 3:
        return parts[1] in PAGES.get(parts[0], "").split()
    return key in PAGES or key == "bkcmd"


size = {"buffer_capacity": int(sys.argv[2])} if len(sys.argv) > 2 else {}
display = Display(Serial(sys.argv[1], 115200), resolver=exists, flow_model=True, baud=115200, **size)
for name in PAGES:
    display.page_id(name)
display.page = "start"
print("ready", flush=True)
for line in sys.stdin:
    word, *rest = line.split()
    if word == "page":
        answer = display.page
    elif word == "text":
        answer = display.get("%s.%s.txt" % (display.page, rest[0]))
    elif word == "visible":
        answer = display.get("%s.%s.vis" % (display.page, rest[0]))
    elif word == "touch":
        display.send_touch_event(int(rest[0]), True)
        display.send_touch_event(int(rest[0]), False)
        answer = "touched"
    elif word == "power":
        display.power_cycle()
        display.page = "start"
        answer = "on"
    elif word == "settle":
        before = None
        while before != (before := [line for line in display.commands if line != "sendme"]):
            time.sleep(0.8)  # it is busy for 0.4 s after a page
        answer = "settled"
    else:
        # The driver closes a line that somebody may have left half sent: an empty instruction is no error.
        errors = [(line, code) for line, code in display.errors if line]
        answer = "errors %s, %d overflows" % (errors, display.overflows)
    print(answer, flush=True)
