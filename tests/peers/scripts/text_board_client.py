"""Writes texts to boards on the port given by pymodbus, as their owners do, and tells how each took it."""

import sys

from pymodbus.client import ModbusSerialClient


def armfly(text):
    """Two characters a register, the first in the high byte."""
    return [first << 8 | second for first, second in zip(text[::2], text[1::2])]


client = ModbusSerialClient(sys.argv[1], baudrate=9600, timeout=1, retries=0)
client.connect()
for name, first, values, board in [
    ("armfly", 0x70, armfly(b"HELLO "), 1),
    ("dm36b06", 0, list(b"A017  "), 2),
    ("chinese", 32, armfly("请A017号到3号窗口".encode("gb2312") + b" "), 3),
    ("no-address", 0x73, [1], 1),
]:
    answer = client.write_registers(first, values, device_id=board)
    print(name, answer.exception_code if answer.isError() else "written", flush=True)
