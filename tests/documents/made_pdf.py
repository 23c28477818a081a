"""PDFs made by hand for tests: pages of lines, and one that is encrypted."""

from __future__ import annotations

import hashlib

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")  # PDF 1.7, 7.6.3.3


def _content(lines: list[str | None]) -> bytes:
    """Lines of 12 points, 14 apart, from the top left; None leaves a line free."""
    moves = []
    for line in lines:
        if line is not None:
            words = line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
            moves.append(b"(" + words + b") Tj")
        moves.append(b"T*")
    return b"BT /F1 12 Tf 72 720 Td 14 TL\n" + b"\n".join(moves) + b"\nET"


def made_pdf(
    pages: list[list[str | None]], title: str | None = None, encrypt: tuple[bytes, bytes] | None = None
) -> bytes:
    """A PDF of the pages. `encrypt`: the file's id and the /Encrypt dictionary to claim."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        content = _content(lines)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    trailer = b""
    if title is not None:
        objects.append(b"<< /Title (" + title.encode("cp1252") + b") >>")
        trailer += b" /Info %d 0 R" % len(objects)
    if encrypt is not None:
        file_id, dictionary = encrypt
        objects.append(dictionary)
        trailer += b" /Encrypt %d 0 R /ID [<%b> <%b>]" % (len(objects), file_id.hex().encode(), file_id.hex().encode())
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, table)
    return bytes(out)


def encrypted_pdf() -> bytes:
    """A PDF that wants a password: its check value for the user's password fits no empty one."""
    file_id = hashlib.md5(b"tests").digest()
    key_value = hashlib.sha256(b"owner").digest()
    check = hashlib.sha256(_PADDING).digest()
    dictionary = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (
        key_value.hex().encode(),
        check.hex().encode(),
    )
    return made_pdf([["Nobody reads this."]], encrypt=(file_id, dictionary))
