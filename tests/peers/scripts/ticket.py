"""Prints a slip by python-escpos on the port given, and tells what it learns of the printer.

Lines in: `status`, `print`, `half` for a slip that is never cut. One line out for each.
"""

import sys

from escpos.printer import Serial

printer = Serial(devfile=sys.argv[1], baudrate=115200, timeout=1, dsrdtr=False)
print("ready", flush=True)
for line in sys.stdin:
    if line.strip() == "status":
        print("online", printer.is_online(), "paper", printer.paper_status(), flush=True)
    elif line.strip() == "half":
        printer.text("A016\n")
        print("left", flush=True)
    else:
        printer.hw("INIT")
        printer.set(align="center", double_width=True, double_height=True)
        printer.text("A017\n")
        printer.set(align="left", normal_textsize=True)
        printer._raw(b"\x1c\x26" + "请到3号窗口".encode("gb18030") + b"\n")
        printer.qr("https://hall.example/t/A017", native=True, size=4)
        printer.cut()
        print("printed", flush=True)
