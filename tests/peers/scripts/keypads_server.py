"""A keypad (5, reference profile) and a pad of a plain board (6), served by pymodbus on the port given.

Lines in: `press CODE`, `contact NUMBER 0|1`. Lines out: `digits TEXT`, `beep KIND`, `lamps 0|1...` as written.
"""

import asyncio
import logging
import sys

from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

presses, codes, contacts = 7, [9, 9, 9, 9], [False] * 8


def say(line):
    print(line, flush=True)


async def keypad(function, start, address, count, registers, written):
    """Input registers are made at the moment of the reading; what is written is told."""
    block = [0x4B01, presses, codes[0] << 8 | codes[1], codes[2] << 8 | codes[3], 0]
    if function == 4 and written is None:
        for number in range(count):
            registers[address - start + number] = block[address + number]
    elif written is not None and address == 0:
        text = b"".join(value.to_bytes(2, "big") for value in written)
        say("digits " + text.decode("ascii"))
    elif written is not None and address == 8:
        say("beep %d" % (written[0] & 0xFF))


async def pad(function, start, address, count, registers, written):
    if function == 2 and written is None:
        # One register holds sixteen inputs, the lowest in its lowest bit.
        registers[0] = sum(1 << number for number, closed in enumerate(contacts) if closed)
    elif written is not None:
        say("lamps " + "".join(str(int(on)) for on in written))


def bits():
    return [SimData(0, count=16, values=[False], datatype=DataType.BITS)]


def words():
    return [SimData(0, count=16, values=0, datatype=DataType.REGISTERS)]


def device(number, action):
    return SimDevice(number, (bits(), bits(), words(), words()), action=action)


async def hear():
    global presses
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().split():
        if line[0] == "press":
            presses += 1
            codes.insert(0, int(line[1]))
        else:
            contacts[int(line[1])] = line[2] == "1"


def silence(sending, frame):
    """pymodbus answers for devices that it does not have; on a real pair there is silence."""
    return b"" if sending and frame[0] not in (5, 6) else frame


async def main():
    logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL + 1)
    devices = [device(5, keypad), device(6, pad)]
    server = ModbusSerialServer(devices, port=sys.argv[1], baudrate=9600, trace_packet=silence)
    await server.serve_forever(background=True)
    say("ready")
    await hear()


asyncio.run(main())
