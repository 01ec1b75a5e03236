"""Boards served by pymodbus on the port given: 5 has sixteen registers of text from 32 on, 6 has none there.

Lines out: `text HEX` as written to board 5.
"""

import asyncio
import logging
import sys

from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice


def say(line):
    print(line, flush=True)


async def board(function, start, address, count, registers, written):
    if written is not None:
        say("text " + b"".join(value.to_bytes(2, "big") for value in written).hex())


def bits():
    return [SimData(0, count=16, values=[False], datatype=DataType.BITS)]


def words(first):
    return [SimData(first, count=16, values=0, datatype=DataType.REGISTERS)]


def device(number, first, action=None):
    return SimDevice(number, (bits(), bits(), words(first), words(0)), action=action)


def silence(sending, frame):
    """pymodbus answers for devices that it does not have; on a real pair there is silence."""
    return b"" if sending and frame[0] not in (5, 6) else frame


async def main():
    logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL + 1)
    devices = [device(5, 32, board), device(6, 0)]
    server = ModbusSerialServer(devices, port=sys.argv[1], baudrate=9600, trace_packet=silence)
    await server.serve_forever(background=True)
    say("ready")
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
