"""luma.oled and luma.lcd draw on displays that are not there, and tell what they would have sent.

A line on the standard input names a display; the line on the standard output is what happened at its pins:
c and d bytes in hexadecimal with the data pin low and high, b bytes on I2C, w microseconds of waiting.
"""

import sys
import time

events = []
time.sleep = lambda seconds: events.append("w%d" % (seconds * 1_000_000))

from PIL import Image
from luma.core.interface.serial import i2c, pcf8574
from luma.lcd.device import hd44780, ili9341, st7789
from luma.oled.device import ssd1306


class Spi:
    """Data and commands as luma's SPI interface sends them."""

    def command(self, *bytes):
        events.append("c" + bytes_of(bytes))

    def data(self, bytes):
        events.append("d" + bytes_of(bytes))

    def cleanup(self):
        pass


class Bus:
    """The part of smbus that luma uses."""

    def write_byte(self, address, byte):
        events.append("b%02x" % byte)

    def write_i2c_block_data(self, address, register, bytes):
        events.append("b" + bytes_of([register, *bytes]))

    def i2c_rdwr(self, message):
        events.append("b" + bytes_of(list(message)))

    def close(self):
        pass


def bytes_of(numbers):
    return "".join("%02x" % number for number in numbers)


def colours(size):
    image = Image.new("RGB", size)
    for y in range(size[1]):
        for x in range(size[0]):
            c = (x * 37 + y * 101 + x * y) % 0xFFFF
            image.putpixel((x, y), (c >> 11 << 3, (c >> 5 & 63) << 2, (c & 31) << 3))
    return image


def dots(size):
    image = Image.new("1", size)
    for y in range(size[1]):
        for x in range(size[0]):
            image.putpixel((x, y), (x * 3 + y * 7 + x * y) % 11 < 4)
    return image


def draw(what):
    if what == "ssd1306":
        device = ssd1306(i2c(bus=Bus(), address=0x3C))
        device.persist = True
        device.display(dots(device.size))
    elif what == "ili9341":
        device = ili9341(Spi(), gpio=Quiet())
        device.persist = True
        device.display(colours(device.size))
    elif what == "st7789":
        device = st7789(Spi(), gpio=Quiet())
        device.persist = True
        device.display(colours(device.size))
    elif what == "hd44780":
        device = hd44780(pcf8574(bus=Bus(), address=0x27), width=16, height=2)
        device.persist = True
        device.text = "FAULT keypad-3\nsilent 12min +2"


class Quiet:
    """A light that nobody sees."""

    LOW, HIGH, OUT = 0, 1, 0

    def __getattr__(self, name):
        return lambda *_, **__: None


for line in sys.stdin:
    events.clear()
    draw(line.strip())
    print(" ".join(events), flush=True)
