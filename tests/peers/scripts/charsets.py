"""Reads text: each line is a codec and bytes in hexadecimal, each answer the text in UTF-8, in hexadecimal.

`python:gb18030` is this interpreter's own codec, `iconv:GB18030` that of the C library.
"""

import subprocess
import sys

for line in sys.stdin:
    codec, data = line.split()
    reader, name = codec.split(":")
    data = bytes.fromhex(data)
    if reader == "python":
        text = data.decode(name, errors="replace").encode()
    else:
        text = subprocess.run(["iconv", "-c", "-f", name, "-t", "UTF-8"], input=data, capture_output=True).stdout
    print(text.hex(), flush=True)
