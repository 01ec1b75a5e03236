"""Makes unifont.bin from the .hex files of GNU Unifont (Debian: package unifont): make.py unifont.hex unifont_jp.hex

Every ideograph that GB2312 lacks, and the signs that the crate's font of GB2312 lacks: the code point in three
bytes, big end first, then sixteen rows of two bytes. The second file is asked only beyond FFFF.
"""

import sys

SIGNS = "·—―㎡µ€\u3000"


def glyphs(path):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            code, dots = line.strip().split(":")
            yield int(code, 16), dots


def in_gb2312(code):
    try:
        return bool(chr(code).encode("gb2312"))
    except UnicodeEncodeError:
        return False


def is_ideograph(code):
    return 0x3400 <= code < 0x4DC0 or 0x4E00 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or 0x20000 <= code < 0x40000


def square(dots):
    """A narrow glyph stands in the middle of its square."""
    if len(dots) == 64:
        return bytes.fromhex(dots)
    return b"".join((row << 4).to_bytes(2, "big") for row in bytes.fromhex(dots))


all_of_them = dict(glyphs(sys.argv[1])) | {code: dots for code, dots in glyphs(sys.argv[2]) if code > 0xFFFF}
with open("unifont.bin", "wb") as out:
    for code, dots in sorted(all_of_them.items()):
        if chr(code) in SIGNS or is_ideograph(code) and not in_gb2312(code):
            out.write(code.to_bytes(3, "big") + square(dots))
