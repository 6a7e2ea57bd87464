"""Diagrams of the kinds of adaptation: which weights change, and what is put to the model."""

from __future__ import annotations

from .diagrams import FROZEN, TRAINED, Sheet, shades
from .drawing import OTHER
from .glyphs import Part


def fine_tuning(sheet: Sheet) -> None:
    """All pre-trained weights are trained further, with a new head."""
    image = sheet.image(6, 40, 70, name="image", label="image")
    model = sheet.network("Pre-trained\nmodel", 106, 36, 104, 78, TRAINED, "trained further")
    head = sheet.network("Head", 232, 44, 66, 62, TRAINED)
    error = sheet.pill("error", 330, 62, 56)
    label = sheet.words(["label"], 416, 63, widths=[54], name="label of the task")
    sheet.arrow(image, model)
    sheet.arrow(model, head)
    sheet.arrow(head, error)
    sheet.arrow(label, error, through=(label.left, error.right))
    _back(sheet, error, (head, model), 16, "changes all weights")


def linear_probing(sheet: Sheet) -> None:
    """A linear classifier is trained on the features of a frozen model."""
    image = sheet.image(6, 40, 70, name="image", label="image")
    model = sheet.network("Pre-trained\nmodel", 100, 36, 96, 78, FROZEN)
    features = sheet.vector(222, 42, shades(6, 0.4), name="features")
    sheet.text(228, 120, "features", size=9)
    head = sheet.network("Linear\nclassifier", 262, 40, 84, 70, TRAINED)
    error = sheet.pill("error", 366, 62, 52)
    label = sheet.words(["label"], 430, 63, widths=[46], name="label of the task")
    sheet.arrow(image, model)
    sheet.arrow(model, features)
    sheet.arrow(features, head)
    sheet.arrow(head, error)
    sheet.arrow(label, error, through=(label.left, error.right))
    _back(sheet, error, (head,), 16, "changes the classifier alone")


def adapter_tuning(sheet: Sheet) -> None:
    """Small modules are trained between or beside frozen weights."""
    image = sheet.image(6, 40, 64, name="image", label="image")
    first = sheet.network("Block", 92, 38, 68, 68, FROZEN)
    one = sheet.network("A", 174, 48, 26, 48, TRAINED, "")
    second = sheet.network("Block", 214, 38, 68, 68, FROZEN)
    two = sheet.network("A", 296, 48, 26, 48, TRAINED, "")
    error = sheet.pill("error", 346, 59, 52)
    label = sheet.words(["label"], 422, 60, widths=[50], name="label of the task")
    for source, target in ((image, first), (first, one), (one, second), (second, two)):
        sheet.arrow(source, target)
    sheet.arrow(two, error)
    sheet.arrow(label, error, through=(label.left, error.right))
    _back(sheet, error, (two, one), 16, "changes the adapters A alone")
    weights = sheet.network("Weights", 144, 142, 100, 30, FROZEN, "")
    small = sheet.network("Small pair", 144, 184, 100, 30, TRAINED, "")
    total = sheet.pill("sum", 296, 165, 48)
    entry = Part("input of a layer", 92, 164, 10, 26)
    sheet.text(6, 168, "Low-rank", align="left", weight="bold")
    sheet.text(6, 184, "adaptation", align="left", weight="bold")
    sheet.arrow(entry, weights, through=((96, 177), (118, 177), (118, 157), (143, 157)))
    sheet.arrow(entry, small, through=((96, 177), (118, 177), (118, 199), (143, 199)))
    sheet.arrow(weights, total, through=((244, 157), (270, 157), (297, 172)))
    sheet.arrow(small, total, through=((244, 199), (270, 199), (297, 184)))
    sheet.text(354, 171, "the same output,", size=9, align="left")
    sheet.text(354, 186, "few new weights", size=9, align="left")


def prompting(sheet: Sheet) -> None:
    """The input changes, the weights do not."""
    told = sheet.words(["instruction"], 6, 16, widths=[92], name="instruction")
    shown = sheet.words(["examples"], 6, 50, widths=[92], name="examples")
    learned = sheet.network("Learned vectors", 6, 83, 136, 28, TRAINED, "")
    case = sheet.words(["case"], 6, 120, widths=[92], name="case", colour=OTHER)
    model = sheet.network("Pre-trained\nmodel", 216, 40, 108, 78, FROZEN)
    answer = sheet.words(["answer"], 386, 67, widths=[70], name="answer")
    for part, height in ((told, 54), (shown, 70), (learned, 86), (case, 102)):
        start = part.right
        sheet.arrow(part, model, through=(start, (170, start[1]), (215, height)))
    sheet.arrow(model, answer)
    sheet.text(216, 136, "instruction, examples and", size=9, align="left")
    sheet.text(216, 152, "learned vectors are optional", size=9, align="left")


def reinforcement_learning(sheet: Sheet) -> None:
    """Rewards for the model's own answers change its weights."""
    question = sheet.words(["question"], 6, 71, widths=[74], name="question")
    model = sheet.network("Pre-trained\nmodel", 106, 42, 104, 82, TRAINED, "trained further")
    answers = [
        sheet.words([f"answer {letter}"], 240, 34 + 36 * row, widths=[76], name=f"answer {letter}")
        for row, letter in enumerate("ABC")
    ]
    checks = sheet.pill("check", 346, 69, 56)
    sheet.text(472, 150, "by a program, people or a reward model", size=9, align="right")
    sheet.arrow(question, model)
    for number, answer in enumerate(answers):
        sheet.arrow(model, answer, through=((210, 70 + 13 * number), (239, answer.left[1])))
        sheet.arrow(answer, checks, through=(answer.right, (347, 76 + 6 * number)))
    rewards = _rewards(sheet)
    sheet.arrow(checks, rewards)
    sheet.correction(
        rewards,
        model,
        ((445, 40), (445, 14), (158, 14), (158, 41)),
        label="answers with a reward become likelier",
        at=(300, 5),
    )


def retrieval_augmentation(sheet: Sheet) -> None:
    """Documents that are searched for stand in the prompt of an unchanged model."""
    question = sheet.words(["question"], 6, 30, widths=[74], name="question")
    search = sheet.pill("search", 20, 92, 62)
    store = _library(sheet, 6, 144)
    passages = [
        sheet.words(["passage"], 134, 84 + 30 * row, widths=[70], name="passages found")
        for row in range(2)
    ]
    model = sheet.network("Pre-trained\nmodel", 252, 26, 104, 80, FROZEN)
    answer = sheet.words(["answer"], 396, 40, widths=[70], name="answer")
    source = sheet.words(["source"], 396, 72, widths=[70], name="source of the answer")
    sheet.arrow(question, search, through=((51, 54), (51, 91)))
    sheet.arrow(search, store, through=((51, 118), (51, 143)))
    sheet.arrow(store, passages[1], through=((104, 168), (118, 168), (118, 112), (133, 112)))
    sheet.arrow(question, model, through=(question.right, (251, 42)))
    sheet.arrow(passages[0], model, through=((204, 112), (230, 112), (230, 86), (251, 86)))
    sheet.arrow(model, answer, through=((356, 56), (395, 52)))
    sheet.arrow(model, source, through=((356, 76), (395, 84)))


def tool_use(sheet: Sheet) -> None:
    """The model calls programs and reads what they return."""
    question = sheet.words(["question"], 6, 71, widths=[74], name="question")
    model = sheet.network("Pre-trained\nmodel", 100, 44, 110, 80, FROZEN, "frozen or tuned")
    answer = sheet.words(["answer"], 120, 156, widths=[70], name="answer")
    box = sheet.frame("tools", 306, 20, 160, 128)
    for row, name in enumerate(("calculator", "database", "another model")):
        sheet.pill(name, 320, 32 + 39 * row, 132)
    sheet.arrow(question, model)
    sheet.arrow(model, box, through=((210, 70), (305, 70)), kind="calls")
    sheet.arrow(box, model, through=((306, 98), (211, 98)), kind="returns results to")
    sheet.text(258, 60, "call", size=9)
    sheet.text(258, 109, "result", size=9)
    sheet.arrow(
        model,
        answer,
        through=(model.bottom, answer.top),
        label="when done",
        at=(164, 140),
        align="left",
    )


def _rewards(sheet: Sheet) -> Part:
    for row, value in enumerate(("1", "0", "1")):
        sheet.words([value], 432, 40 + 29 * row, widths=[26], name="rewards", colour=OTHER)
    return Part("rewards", 432, 40, 26, 82)


def _library(sheet: Sheet, x: float, y: float) -> Part:
    """A store of documents: sheets that lie on each other."""
    for number in range(3):
        sheet.words(
            ["documents" if number == 2 else ""],
            x + 5 * number,
            y + 5 * number,
            widths=[88],
            name="documents",
            height=28,
        )
    return Part("documents", x, y, 98, 38)


def _back(sheet: Sheet, error: Part, trained: tuple[Part, ...], height: float, label: str) -> None:
    """The way of an error back to each part that it changes, above everything."""
    for part in trained:
        sheet.correction(
            error,
            part,
            (error.top, (error.top[0], height), (part.top[0], height), part.top),
        )
    sheet.text((error.top[0] + trained[-1].top[0]) / 2, height - 9, label, size=9)
