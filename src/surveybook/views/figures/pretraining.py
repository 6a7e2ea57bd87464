"""Diagrams of the kinds of pre-training: what is predicted, and where the target comes from."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from .diagrams import TRAINED, Sheet, shades
from .drawing import OTHER, TEXT
from .glyphs import IMAGE_COLOUR, TEXT_COLOUR, Part


def supervised(sheet: Sheet) -> None:
    """Labels by people are the target."""
    image = sheet.image(6, 34, 76, name="image", label="image")
    network = sheet.network("Network", 112, 40, 96, 64, TRAINED)
    guess = sheet.image(238, 34, 76, name="predicted mask", mask=True, label="prediction")
    target = sheet.image(398, 34, 76, name="mask by people", mask=True, label="label by\npeople")
    error = sheet.pill("error", 328, 59, 56)
    sheet.arrow(image, network)
    sheet.arrow(network, guess)
    sheet.arrow(guess, error)
    sheet.arrow(target, error, through=(target.left, error.right))
    _back(sheet, error, network, 14)


def autoregressive(sheet: Sheet) -> None:
    """The next token of the text is the target."""
    context = sheet.words(
        ["no", "sign", "of", "?"],
        6,
        60,
        widths=[32, 42, 30, 26],
        name="preceding tokens",
        hidden=[3],
    )
    sheet.text(72, 102, "preceding tokens", size=9)
    network = sheet.network("Decoder", 168, 40, 84, 64, TRAINED)
    guess = sheet.bars(
        276,
        45,
        [0.9, 0.45, 0.15],
        name="probabilities of the next token",
        labels=["effusion", "fracture", "the"],
        width=40,
        label_width=66,
    )
    error = sheet.pill("error", 402, 59, 56)
    target = sheet.words(["effusion"], 394, 110, widths=[72], name="next token of the text")
    sheet.text(386, 122, "next token of the text", size=9, align="right")
    sheet.arrow(context, network)
    sheet.arrow(network, guess, through=(network.right, (280, 72)))
    sheet.arrow(guess, error)
    sheet.arrow(target, error, through=(target.top, error.bottom))
    _back(sheet, error, network, 14)


_HIDDEN = (0, 1, 3, 4, 5, 7, 8, 9, 10, 12, 13, 15, 16, 18, 19, 20, 21, 22, 23)


def masked(sheet: Sheet) -> None:
    """The hidden parts of the input are the target."""
    image = sheet.image(
        14, 34, 74, name="visible patches", patches=5, hidden=_HIDDEN, label="visible\npatches"
    )
    network = sheet.network("Encoder and\ndecoder", 116, 36, 100, 70, TRAINED)
    guess = sheet.image(
        244, 34, 74, name="reconstruction", patches=5, faint=True, label="reconstruction"
    )
    error = sheet.pill("error", 332, 58, 52)
    target = sheet.image(398, 34, 74, name="hidden patches", patches=5, label="hidden\npatches")
    sheet.arrow(image, network)
    sheet.arrow(network, guess)
    sheet.arrow(guess, error)
    sheet.arrow(target, error, through=(target.left, error.right))
    _back(sheet, error, network, 14)


def contrastive(sheet: Sheet) -> None:
    """Matching pairs are drawn together, all others of the batch pushed apart."""
    images = [
        sheet.image(6 + 7 * number, 30 + 6 * number, 50, name="images of a batch")
        for number in range(3)
    ][-1]
    image_side = sheet.network("Image\nencoder", 98, 28, 88, 66, TRAINED)
    texts = sheet.words(["reports"], 6, 146, widths=[64], name="reports of the batch")
    text_side = sheet.network("Text\nencoder", 98, 124, 88, 66, TRAINED)
    left, top, side = 252, 54, 27
    matrix = Part("similarity of each image to each report", left, top, 4 * side, 4 * side)
    for row in range(4):
        sheet.vector(left - 24, top + row * side + 2, shades(2, row), name="", colour=IMAGE_COLOUR)
        sheet.vector(left + row * side + 8, top - 27, shades(2, row), name="", colour=TEXT_COLOUR)
    _matrix(sheet, left, top, side)
    images_out = Part("embeddings of the images", left - 26, top, 14, 4 * side)
    texts_out = Part("embeddings of the reports", left, top - 27, 4 * side, 24)
    sheet.arrow(images, image_side, through=((72, 61), image_side.left))
    sheet.arrow(texts, text_side)
    sheet.arrow(image_side, images_out, through=((186, 68), (224, 68)))
    sheet.arrow(
        text_side,
        texts_out,
        through=((186, 157), (204, 157), (204, 16), (306, 16), (306, 25)),
    )
    for height, words in (
        (62, "diagonal: pairs,"),
        (77, "drawn together"),
        (105, "the rest:"),
        (120, "pushed apart"),
    ):
        sheet.text(372, height, words, size=9, align="left")
    sheet.correction(matrix, text_side, ((306, 164), (306, 176), (188, 176)))
    sheet.correction(matrix, image_side, ((306, 164), (306, 206), (84, 206), (84, 78), (97, 78)))
    sheet.text(314, 188, "error changes both", size=9, align="left")


def self_distillation(sheet: Sheet) -> None:
    """The output of a teacher that follows the student is the target."""
    image = sheet.image(6, 62, 76, name="image", window=(0.08, 0.3, 0.42), label="image")
    small = sheet.image(110, 29, 46, name="view for the student", view=(0.08, 0.3, 0.42))
    large = sheet.image(110, 127, 46, name="view for the teacher", view=(0.04, 0.04, 0.92))
    student = sheet.network("Student", 178, 22, 116, 60, TRAINED)
    teacher = sheet.network(
        "Teacher", 178, 120, 116, 60, "moving average of the student", "moving average"
    )
    guess = sheet.bars(316, 28, [0.3, 0.8, 0.4], name="output of the student", width=44)
    target = sheet.bars(316, 126, [0.2, 0.95, 0.3], name="output of the teacher", width=44)
    error = sheet.pill("error", 396, 88, 56)
    sheet.arrow(image, small, through=((82, 86), (109, 56)))
    sheet.arrow(image, large, through=((82, 116), (109, 146)))
    sheet.arrow(small, student)
    sheet.arrow(large, teacher)
    sheet.arrow(student, guess, through=(student.right, (314, 52)))
    sheet.arrow(teacher, target, through=(teacher.right, (314, 150)))
    sheet.arrow(guess, error, through=((362, 54), (400, 54), (412, 86)))
    sheet.arrow(target, error, through=((362, 152), (400, 152), (412, 116)))
    sheet.arrow(
        student,
        teacher,
        through=(student.bottom, teacher.top),
        label="weights follow slowly",
        at=(244, 101),
        align="left",
        kind="is averaged into",
    )
    sheet.correction(
        error,
        student,
        ((438, 87), (438, 13), (236, 13), (236, 21)),
        label="changes the student alone",
        at=(300, 4),
        align="left",
    )


def pretext(sheet: Sheet) -> None:
    """A program makes both the input and the target."""
    scan = sheet.image(16, 30, 60, name="scan", label="scan")
    other = sheet.image(16, 122, 60, name="piece of another scan", organ=False, pasted=(0.31, 0.31))
    sheet.text(46, 193, "another scan", size=9)
    program = sheet.pill("mix", 96, 93, 52)
    mixed = sheet.image(172, 70, 76, name="mixed scan", pasted=(0.4, 0.2), label="mixed scan")
    network = sheet.network("Network", 270, 76, 84, 64, TRAINED)
    guess = sheet.image(
        380, 24, 60, name="predicted share of mixing", organ=False, pasted=(0.4, 0.2)
    )
    sheet.text(410, 14, "predicted map", size=9)
    target = sheet.image(
        380, 136, 60, name="share that the program mixed in", organ=False, pasted=(0.4, 0.2)
    )
    sheet.text(410, 207, "map used to mix", size=9)
    error = sheet.pill("error", 382, 97, 56)
    sheet.arrow(scan, program, through=((76, 62), (108, 92)))
    sheet.arrow(other, program, through=((76, 150), (108, 120)))
    sheet.arrow(program, mixed)
    sheet.arrow(mixed, network)
    sheet.arrow(network, guess, through=((354, 96), (379, 66)))
    sheet.arrow(program, target, through=((122, 119), (122, 176), (379, 176)))
    sheet.arrow(guess, error, through=(guess.bottom, error.top))
    sheet.arrow(target, error, through=(target.top, error.bottom))
    sheet.correction(error, network, ((381, 116), (355, 116)))


def hybrid(sheet: Sheet) -> None:
    """Two objectives are added, and both train the same encoder."""
    image = sheet.image(6, 46, 60, name="image", label="image")
    encoder = sheet.network("Image\nencoder", 96, 42, 88, 68, TRAINED)
    report = sheet.words(["caption"], 6, 164, widths=[64], name="caption")
    text_side = sheet.network("Text\nencoder", 96, 142, 88, 68, TRAINED)
    decoder = sheet.network("Text\ndecoder", 226, 42, 84, 68, TRAINED)
    contrast = sheet.pill("error of pairs", 226, 163, 104)
    words = sheet.pill("error of words", 346, 63, 104)
    total = sheet.pill("sum", 376, 163, 50)
    sheet.arrow(image, encoder)
    sheet.arrow(report, text_side)
    sheet.arrow(encoder, decoder)
    sheet.arrow(encoder, contrast, through=((184, 100), (204, 100), (204, 168), (225, 168)))
    sheet.arrow(text_side, contrast)
    sheet.arrow(decoder, words)
    sheet.arrow(words, total, through=((401, 89), (401, 162)))
    sheet.arrow(contrast, total)
    sheet.text(398, 50, "which word is next?", size=9)
    sheet.text(278, 203, "do they match?", size=9)
    sheet.correction(
        total,
        encoder,
        ((426, 176), (474, 176), (474, 18), (140, 18), (140, 41)),
        label="changes all weights",
        at=(300, 8),
    )


def _back(sheet: Sheet, error: Part, network: Part, height: float) -> None:
    """The way of an error back to the weights, above everything."""
    sheet.correction(
        error,
        network,
        (error.top, (error.top[0], height), (network.top[0], height), network.top),
        label="changes the weights",
        at=((error.top[0] + network.top[0]) / 2, height - 9),
    )


def _matrix(sheet: Sheet, left: float, top: float, side: float) -> None:
    """Similarities of four images with four reports, dark where a pair matches."""
    for row in range(4):
        for column in range(4):
            matches = row == column
            sheet.axes.add_patch(
                Rectangle(
                    (left + column * side + 1, top + row * side + 1),
                    side - 2,
                    side - 2,
                    facecolor=TEXT if matches else OTHER,
                    alpha=1.0 if matches else 0.25,
                    linewidth=0,
                )
            )
