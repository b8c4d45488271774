"""Tables as CSV and XLSX, written row by row: whatever the length, only the rows at hand are in memory.

Nothing is spooled to a disk, where names of cases would lie in clear. A spreadsheet of Excel is a ZIP of XML
files; it is packed while it is sent.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

Cell = str | int | date | None
Batch = Sequence[Sequence[Cell]]

BOM = "\ufeff"  # without it Excel reads a CSV in the code page of its country
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
_REFUSED = {code: None for code in range(32) if code not in (9, 10, 13)}  # XML has no way to write them
PACKED = 64 * 1024  # bytes that are collected before they are sent


def csv_of(head: Sequence[str], batches: Iterable[Batch]) -> Iterator[bytes]:
    """A table as CSV in UTF-8. Text that a spreadsheet would read as a formula is written as text."""
    yield (BOM + _lines([head])).encode()
    for batch in batches:
        yield _lines(batch).encode()


def _lines(rows: Batch | Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([[harmless(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def harmless(cell: Cell) -> Cell:
    """Text that stays text in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


class _Sent(io.RawIOBase):
    """Where the packer writes: what is in it goes out with the next batch, and is forgotten."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        block = bytes(data)  # type: ignore[call-overload]
        self.waiting += block
        return len(block)

    def take(self) -> bytes:
        found, self.waiting = bytes(self.waiting), bytearray()
        return found


def xlsx_of(
    head: Sequence[str], batches: Iterable[Batch], *, title: str, right_to_left: bool
) -> Iterator[bytes]:
    """The same as a spreadsheet of one sheet, with dates as dates. No cell is a formula."""
    out = _Sent()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packer:
        for name, text in _FRAME.items():
            packer.writestr(name, text)
        packer.writestr("xl/workbook.xml", _WORKBOOK.format(title=_attribute(title)))
        with packer.open("xl/worksheets/sheet1.xml", "w") as sheet:
            view = ' rightToLeft="1"' if right_to_left else ""
            sheet.write((_SHEET.format(view=view) + _row(head, style=' s="2"')).encode())
            for batch in batches:
                sheet.write("".join(map(_row, batch)).encode())
                if len(out.waiting) >= PACKED:
                    yield out.take()
            sheet.write(b"</sheetData></worksheet>")
    yield out.take()


def _row(cells: Sequence[Cell], style: str = "") -> str:
    return f"<row>{''.join([_cell(cell, style) for cell in cells])}</row>"


def _cell(cell: Cell, style: str) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, date):
        return f'<c s="1"><v>{(cell - _EPOCH).days}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    text = escape(cell.translate(_REFUSED))
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'


def _attribute(title: str) -> str:
    """The name of a sheet: up to 31 characters, without those that addresses of cells are made of."""
    plain = "".join(" " if one in "[]:*?/\\'" else one for one in title)[:31].strip()
    return escape(plain, {'"': "&quot;"})


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Three styles of cells: text, date, head.
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/>'
    '<xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{{view}} workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="20" width="18" customWidth="1"/></cols><sheetData>'
)
