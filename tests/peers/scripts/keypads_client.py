"""Reads and writes two simulated keypads (5 latching, 6 plain) by pymodbus on the port given; prints what came."""

import sys

from pymodbus import pymodbus_apply_logging_config
from pymodbus.client import ModbusSerialClient
from pymodbus.exceptions import ModbusIOException

pymodbus_apply_logging_config("CRITICAL")
client = ModbusSerialClient(sys.argv[1], baudrate=9600, timeout=1, retries=0)
assert client.connect()


def say(name, value):
    print(name, value, flush=True)


for _ in range(20):
    block = client.read_input_registers(0, count=5, device_id=5)
say("block", block.registers)
client.write_registers(0, [0x4230, 0x3432], device_id=5)
say("digits", client.read_holding_registers(0, count=2, device_id=5).registers)
client.write_register(8, 0x0102, device_id=5)
say("contacts", client.read_discrete_inputs(0, count=8, device_id=6).bits)
client.write_coils(0, [True, False, True], device_id=6)
client.write_coil(4, True, device_id=6)
say("coils", client.read_coils(0, count=8, device_id=6).bits)
say("no-address", client.read_input_registers(64, count=1, device_id=5).exception_code)
say("no-function", client.mask_write_register(address=0, device_id=5).exception_code)
try:
    say("nobody", client.read_input_registers(0, count=1, device_id=9))
except ModbusIOException:
    say("nobody", "silent")
