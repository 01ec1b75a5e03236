"""A host that drives a panel by the package nextion on the port given; prints the model it found.

Lines in: `command WORDS`, `set NAME TEXT`, `touched` for the next touch. One line out for each.
"""

import asyncio
import logging
import sys

from nextion import CommandFailed, Nextion


async def main():
    logging.disable(logging.CRITICAL)
    touches = asyncio.Queue()

    def event(kind, data):
        if data is not None:
            touches.put_nowait(data)

    host = Nextion(sys.argv[1], 115200, event, encoding="gb2312")
    print("found", (await host.connect()).model, flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        word, _, rest = line.rstrip("\n").partition(" ")
        try:
            if word == "command":
                answer = await host.command(rest)
            elif word == "set":
                name, _, text = rest.partition(" ")
                answer = await host.set(name, text)
            else:
                touch = await touches.get()
                answer = "page %d component %d down %d" % touch
        except CommandFailed as failed:
            answer = "refused %d" % failed.code
        print(answer, flush=True)


asyncio.run(main())
