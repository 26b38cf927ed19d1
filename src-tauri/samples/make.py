"""Sets the two documents that come with the app, `lighthouse.md` and `tea.md`, as PDFs beside them.

    python3 -m venv venv && venv/bin/pip install reportlab fonttools brotli
    npm pack @fontsource/source-serif-4 @fontsource/source-sans-3    # unpack both; their `files` go into one folder
    venv/bin/python make.py FOLDER_OF_FONTS

The same sources give the same bytes. A source is a few lines `name: value`, then text in a little Markdown: headings,
paragraphs, lists, tables after a line `Table N: ...`, and figures, which are drawn here, after `Figure N: ...`. The first
two pages are numbered i and ii and have the picture, the foreword and the contents; page 1 comes after them.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont as Face
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, ListFlowable, PageBreak, PageTemplate, Paragraph, Spacer, Table

FONTS = {
    "Serif": "source-serif-4-latin-400-normal",
    "Serif-Italic": "source-serif-4-latin-400-italic",
    "Serif-Bold": "source-serif-4-latin-600-normal",
    "Sans": "source-sans-3-latin-400-normal",
    "Sans-Bold": "source-sans-3-latin-600-normal",
}
INK, FAINT, ACCENT, LINE = (colors.HexColor(code) for code in ("#23211d", "#6d685f", "#24604d", "#cfc9bc"))
SAND, LIGHT, LEAF, GLASS = (colors.HexColor(code) for code in ("#efeae0", "#f6d98a", "#7fa68a", "#cfe3da"))
SIDE, TOP, BOTTOM = 32 * mm, 24 * mm, 26 * mm
WIDTH = A4[0] - 2 * SIDE
ROMAN = ("i", "ii")


def style(name, font, size, leading, **more):
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, textColor=more.pop("ink", INK), **more)


BODY = style("body", "Serif", 10.5, 15, spaceAfter=5, allowWidows=0, allowOrphans=0)
ITEM = style("item", "Serif", 10.5, 15, spaceAfter=2)
HEAD = style("head", "Serif-Bold", 16, 20, spaceBefore=14, spaceAfter=6, keepWithNext=1)
CAPTION = style("caption", "Sans", 8.5, 12, ink=FAINT, spaceBefore=8, spaceAfter=4, keepWithNext=1)
CELL = style("cell", "Sans", 9, 12)
TOP_CELL = style("top cell", "Sans-Bold", 9, 12)
TITLE = style("title", "Serif-Bold", 30, 36, alignment=1)
SUBTITLE = style("subtitle", "Serif-Italic", 13, 18, alignment=1, ink=FAINT)
CONTENT = style("content", "Serif", 10.5, 17)


class Drawing(Flowable):
    """A figure of a given height, as wide as the text."""

    def __init__(self, draw, height):
        super().__init__()
        self.draw_on, self.width, self.height = draw, WIDTH, height

    def wrap(self, *_):
        return self.width, self.height

    def draw(self):
        self.draw_on(self.canv, self.width, self.height)


def shape(canvas, points, fill=None, stroke=None, closed=True):
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point) if len(point) == 2 else path.curveTo(*point)
    if closed:
        path.close()
    if fill is not None:
        canvas.setFillColor(fill)
    if stroke is not None:
        canvas.setStrokeColor(stroke)
    canvas.drawPath(path, fill=int(fill is not None), stroke=int(stroke is not None))


def tower(canvas, width, height):
    middle, ground = width * 0.42, 62
    lamp = ground + 190
    for far, spread in ((width - middle, 34), (-middle, 26)):
        shape(canvas, [(middle, lamp), (middle + far, lamp + spread), (middle + far, lamp - spread)], fill=SAND)
        shape(canvas, [(middle, lamp), (middle + far, lamp + spread / 2.6), (middle + far, lamp - spread / 2.6)], fill=LIGHT)
    shape(canvas, [(0, 0), (0, 20), (60, 26), (118, 54), (middle + 62, ground + 2), (middle + 96, 26), (width, 14), (width, 0)], fill=ACCENT)
    shape(canvas, [(middle - 26, ground), (middle - 15, lamp - 22), (middle + 15, lamp - 22), (middle + 26, ground)], fill=colors.white, stroke=INK)
    for low, high in ((0.24, 0.44), (0.66, 0.86)):
        foot = lambda share: 26 - 11 * share
        tall = lambda share: ground + (lamp - 22 - ground) * share
        shape(canvas, [(middle - foot(low), tall(low)), (middle - foot(high), tall(high)), (middle + foot(high), tall(high)), (middle + foot(low), tall(low))], fill=ACCENT)
    canvas.setFillColor(INK)
    canvas.rect(middle - 21, lamp - 23, 42, 4, stroke=0, fill=1)
    canvas.setFillColor(LIGHT)
    canvas.rect(middle - 11, lamp - 19, 22, 32, stroke=1, fill=1)
    shape(canvas, [(middle - 15, lamp + 13), (middle, lamp + 30), (middle + 15, lamp + 13)], fill=INK)
    canvas.rect(middle - 5, ground + 4, 10, 17, stroke=0, fill=1)


def leaf(canvas, foot, tip, belly, fill):
    (x, y), (a, b) = foot, tip
    across = ((b - y) * belly, (x - a) * belly)
    near, far = (x + (a - x) * 0.3, y + (b - y) * 0.3), (x + (a - x) * 0.72, y + (b - y) * 0.72)
    sides = [[(point[0] + sign * across[0], point[1] + sign * across[1]) for point in (near, far)] for sign in (1, -1)]
    shape(canvas, [foot, (*sides[0][0], *sides[0][1], a, b), (*sides[1][1], *sides[1][0], x, y)], fill=fill)
    canvas.setStrokeColor(colors.white)
    canvas.setLineWidth(1.2)
    canvas.line(x, y, x + (a - x) * 0.86, y + (b - y) * 0.86)


def shoot(canvas, width, height):
    middle = width / 2
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(4)
    canvas.setLineCap(1)
    canvas.bezier(middle - 22, 0, middle - 8, 60, middle - 4, 110, middle, 172)
    leaf(canvas, (middle - 10, 66), (middle - 150, 150), 0.27, LEAF)
    leaf(canvas, (middle - 4, 112), (middle + 128, 226), 0.26, ACCENT)
    leaf(canvas, (middle, 166), (middle - 12, 286), 0.14, LEAF)


def lens(canvas, width, height):
    flame, axis, glass = width * 0.2, height / 2, width * 0.52
    canvas.setLineWidth(0.5)

    def ray(y, x):
        canvas.setStrokeColor(colors.HexColor("#d9ab3a"))
        canvas.line(flame, axis, x, axis + y)
        canvas.line(x, axis + y, width * 0.92, axis + y)

    for sign in (1, -1):
        for y in (8, 22, 34, 46):
            ray(sign * y, glass)
        for ring in range(4):
            ray(sign * (63 + 13 * ring), glass - 7 * ring + 4)
    eye = [(glass + 5 + 11 * (1 - (y / 15) ** 2), axis + y) for y in range(-15, 16)]
    shape(canvas, [(glass, axis - 15), *eye, (glass, axis + 15)], fill=GLASS, stroke=ACCENT)
    for sign in (1, -1):
        for low in (16, 28, 40):
            shape(canvas, [(glass, axis + sign * low), (glass + 15, axis + sign * low), (glass + 5, axis + sign * (low + 11)), (glass, axis + sign * (low + 11))], fill=GLASS, stroke=ACCENT)
    for sign in (1, -1):
        for ring in range(4):
            x, y = glass - 7 * ring, 57 + 13 * ring
            shape(canvas, [(x, axis + sign * y), (x + 15, axis + sign * (y + 1)), (x + 3, axis + sign * (y + 12))], fill=GLASS, stroke=ACCENT)
    shape(canvas, [(flame, axis - 9), (flame + 7, axis - 7, flame + 6, axis + 4, flame, axis + 15), (flame - 6, axis + 4, flame - 7, axis - 7, flame, axis - 9)], fill=colors.HexColor("#e2a52b"))
    canvas.setFillColor(INK)
    canvas.rect(flame - 5, axis - 22, 10, 12, stroke=0, fill=1)


def oxidation(canvas, width, height):
    left, right = 58, width - 8
    at = lambda share: left + (right - left) * share / 100
    stops = [colors.HexColor(code) for code in ("#8fae6b", "#c6b45c", "#a9702f", "#5a2b17")]
    for number, (name, low, high) in enumerate((("Green", 0, 5), ("Yellow", 5, 10), ("White", 5, 15), ("Oolong", 15, 80), ("Black", 90, 100))):
        y = height - 14 - 17 * number
        canvas.setFillColor(INK)
        canvas.setFont("Sans", 9)
        canvas.drawString(0, y, name)
        for step in range(low, high):
            place = step / 100 * (len(stops) - 1)
            canvas.setFillColor(colors.linearlyInterpolatedColor(stops[int(place)], stops[int(place) + 1], 0, 1, place % 1))
            canvas.rect(at(step), y - 2, at(1) - at(0) + 0.3, 10, stroke=0, fill=1)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(left, 16, right, 16)
    canvas.setFillColor(FAINT)
    canvas.setFont("Sans", 8)
    for share in range(0, 101, 20):
        canvas.line(at(share), 16, at(share), 13)
        canvas.drawCentredString(at(share), 4, f"{share} %")


FIGURES = {"tower": (tower, 300), "shoot": (shoot, 300), "lens": (lens, 220), "oxidation": (oxidation, 104)}


class Document(BaseDocTemplate):
    """Notes on which page each heading stands, for the contents and the outline."""

    def __init__(self, out, about):
        super().__init__(out, pagesize=A4, title=about["title"], author="Paperside", creator="Paperside", subject=about["subtitle"], lang="en-GB", initialFontName="Serif", invariant=1, pageCompression=1)
        frame = Frame(SIDE, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        self.addPageTemplates(PageTemplate("page", [frame], onPageEnd=self.number))
        self.found = []

    def label(self):
        return ROMAN[self.page - 1] if self.page <= len(ROMAN) else str(self.page - len(ROMAN))

    def number(self, canvas, _):
        if self.page == 1:
            canvas.addPageLabel(0, "ROMAN_LOWER", 1)
            canvas.addPageLabel(len(ROMAN), "ARABIC", 1)
            return
        canvas.setFont("Sans", 9)
        canvas.setFillColor(FAINT)
        canvas.drawCentredString(A4[0] / 2, BOTTOM / 2, self.label())

    def afterFlowable(self, flowable):
        if getattr(flowable, "style", None) is not HEAD:
            return
        text = flowable.getPlainText()
        self.canv.bookmarkPage(text)
        self.canv.addOutlineEntry(text, text, 0)
        self.found.append((text, self.label()))


def spoken(text):
    return re.sub(r"\*(.+?)\*", r'<font name="Serif-Italic">\1</font>', text.replace("&", "&amp;"))


def table(rows):
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if not set(row) <= set("|- ")]
    set_cells = [[Paragraph(cell, CELL if number else TOP_CELL) for cell in row] for number, row in enumerate(cells)]
    longest = [max(len(row[place]) for row in cells) for place in range(len(cells[0]))]
    wide = [max(length, 9) for length in longest]
    rules = [("LINEBELOW", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE), ("LEFTPADDING", (0, 0), (0, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]
    return Table(set_cells, colWidths=[WIDTH * one / sum(wide) for one in wide], style=rules, spaceAfter=12)


def flowables(text):
    for block in re.split(r"\n\n+", text.strip()):
        lines = block.splitlines()
        if lines[0].startswith("Table "):
            yield KeepTogether([Paragraph(lines[0], CAPTION), table(lines[1:])])
        elif lines[0].startswith("Figure "):
            yield KeepTogether([Spacer(0, 6), Drawing(*FIGURES[lines[1][4:-1]]), Paragraph(lines[0], CAPTION), Spacer(0, 6)])
        elif lines[0].startswith("# "):
            yield Paragraph(spoken(lines[0][2:]), HEAD)
        elif lines[0].startswith("- "):
            yield ListFlowable([Paragraph(spoken(line[2:]), ITEM) for line in lines], bulletType="bullet", start="–", leftIndent=14, bulletFontName="Serif", bulletFontSize=10.5, bulletOffsetY=0)
            yield Spacer(0, 6)
        else:
            yield Paragraph(spoken(" ".join(lines)), BODY)


def contents(found):
    rows = [[Paragraph(text, CONTENT), Paragraph(f'<para alignment="right">{label}</para>', CONTENT)] for text, label in found]
    plain = [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (1, 0), (1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1), ("LINEBELOW", (0, 0), (-1, -2), 0.4, LINE)]
    return Table(rows, colWidths=[WIDTH - 40, 40], style=plain)


def set_document(source):
    head, text = source.read_text(encoding="utf-8").split("\n\n", 1)
    about = dict(line.split(": ", 1) for line in head.splitlines())
    foreword, body = re.split(r"\n(?=# 1 )", text, maxsplit=1)
    found = []
    # Once to learn where everything stands, and once more to say so.
    for _ in range(2):
        out = BytesIO()
        document = Document(out, about)
        front = [Spacer(0, 40 * mm), Paragraph(about["title"], TITLE), Spacer(0, 6 * mm), Paragraph(about["subtitle"], SUBTITLE), Spacer(0, 24 * mm), Drawing(*FIGURES[about["picture"]]), PageBreak()]
        listed = [Spacer(0, 10 * mm), contents([entry for entry in found if entry[1] not in ROMAN])] if found else []
        document.build([*front, *flowables(foreword), *listed, PageBreak(), *flowables(body)])
        found = document.found
    source.with_suffix(".pdf").write_bytes(out.getvalue())
    print(f"{source.with_suffix('.pdf').name}: {document.page} pages, {len(out.getvalue()) // 1000} kB")


def main():
    fonts = Path(sys.argv[1])
    for name, file in FONTS.items():
        face, plain = Face(fonts / f"{file}.woff2", recalcTimestamp=False), BytesIO()
        face.flavor = None
        face.save(plain)
        plain.seek(0)
        pdfmetrics.registerFont(TTFont(name, plain))
    for source in sorted(Path(__file__).parent.glob("*.md")):
        if source.name != "LICENCE.md":
            set_document(source)


if __name__ == "__main__":
    main()
