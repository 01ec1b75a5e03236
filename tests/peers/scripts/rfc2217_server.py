"""A serial server: pyserial's PortManager on the port given, for one client at a time, over the loopback.

Lines out: `port NUMBER` when it listens. Lines in: `settings`, answered with the port's settings as set by the
client; `keep`, after which it keeps its speed whatever it is asked. pyserial itself does the telnet and RFC 2217;
only the modem lines, which a pseudo-terminal does not have, are made up here.
"""

import socket
import sys
import threading

import serial
import serial.rfc2217

keeps_speed = False


class Port(serial.Serial):
    """A pseudo-terminal has no modem lines to read."""

    cts = dsr = ri = cd = property(lambda self: False)

    @property
    def baudrate(self):
        return serial.Serial.baudrate.fget(self)

    @baudrate.setter
    def baudrate(self, wanted):
        if keeps_speed and wanted != self.baudrate:
            raise ValueError("this port keeps its speed")
        serial.Serial.baudrate.fset(self, wanted)


class Client:
    def __init__(self, connection):
        self.connection, self.lock = connection, threading.Lock()

    def write(self, data):
        with self.lock:
            self.connection.sendall(data)


def serve(port, connection):
    manager = serial.rfc2217.PortManager(port, Client(connection))
    over = threading.Event()

    def upwards():
        while not over.is_set():
            data = port.read(port.in_waiting or 1)
            if data:
                manager.connection.write(b"".join(manager.escape(data)))

    reader = threading.Thread(target=upwards, daemon=True)
    reader.start()
    try:
        while data := connection.recv(1024):
            port.write(b"".join(manager.filter(data)))
    except OSError:
        pass
    over.set()
    reader.join()
    connection.close()


def listen(port):
    listener = socket.create_server(("127.0.0.1", 0))
    print("port %d" % listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        serve(port, connection)


def main():
    global keeps_speed
    port = Port(sys.argv[1], 9600, timeout=0.02)
    threading.Thread(target=listen, args=(port,), daemon=True).start()
    for line in sys.stdin:
        if line.strip() == "settings":
            print("%d %d %s %g" % (port.baudrate, port.bytesize, port.parity, port.stopbits), flush=True)
        elif line.strip() == "keep":
            keeps_speed = True
            print("kept", flush=True)


main()
