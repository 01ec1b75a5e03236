"""Packets of Alpha signs in hexadecimal, as alphasignpy and readerboard make them; lines are asked and answered.

`alphasignpy WHAT` and `readerboard WHAT` give a packet for sign 05: `memory`, `dots ROW,ROW…`, `text HEX`,
`ask LABEL`. alphasignpy marks a wait of 100 ms with ff; readerboard has no checksums, so only the command
between 02 and 04 is given. `read LABEL HEX` is readerboard's reading of a sign's answer.
"""

import sys

from alphasign.commands.dots import WriteSmallDots
from alphasign.commands.special import ReadSpecialFunction, WriteSpecialFunction
from alphasign.commands.text import WriteText
from alphasign.packet import Packet
from alphasign.protocol import DisplayMode, DisplayPosition, DotsColorDepth, FileProtection, FileType, SpecialFunction
from readerboard.protocol import constants as c
from readerboard.protocol import frames, replies


def by_alphasignpy(what, data):
    if what == "memory":
        locked = FileProtection.LOCKED
        text = {"label": "A", "type": FileType.TEXT, "protection": locked, "size": 128}
        depth = DotsColorDepth.THREE_COLOR
        dots = {"label": "P", "type": FileType.DOTS, "protection": locked, "size": (16, 255), "color_depth": depth}
        command = WriteSpecialFunction.configure_memory([text, dots])
    elif what == "dots":
        rows = data.split(",")
        pixels = "".join(row + "\r" for row in rows).encode()
        command = WriteSmallDots(pixels, label="P", width=len(rows[0]), height=len(rows))
    elif what == "text":
        command = WriteText(bytes.fromhex(data), label="A", position=DisplayPosition.MIDDLE_LINE, mode=DisplayMode.HOLD)
    else:
        command = ReadSpecialFunction(SpecialFunction(data.encode()))
    return Packet(type_code=b"Z", address="05").add(command).to_bytes()


def by_readerboard(what, data):
    if what == "memory":
        text = frames.FileAllocation(b"A", 128, locked=True)
        kind, colours = c.FILE_TYPE_DOTS, c.DOTS_THREE_COLOUR
        dots = frames.FileAllocation(b"P", 0x10FF, file_type=kind, locked=True, schedule=colours)
        payload = frames.set_memory_config([text, dots])
    elif what == "dots":
        payload = frames.write_dots_file(b"P", data.split(","))
    elif what == "text":
        payload = frames.write_text_file(b"A", bytes.fromhex(data))
    else:
        payload = frames.read_special(data.encode())
    return frames.packet(payload, sign_type=b"Z", address=b"05")


for line in sys.stdin:
    who, what, *data = line.split()
    data = data[0] if data else ""
    if who == "read":
        print(replies.unwrap(bytes.fromhex(data), what.encode()).hex(), flush=True)
    else:
        made = by_alphasignpy(what, data) if who == "alphasignpy" else by_readerboard(what, data)
        print(made.hex(), flush=True)
