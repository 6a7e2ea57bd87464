"""Small comparisons whose numbers stand in the abstract of their paper; copied as read.
- Yuceyalcin et al., arXiv 2601.12382, abstract page: weighted F1 on 40 classes of skin lesions.
- Hou et al., arXiv 2502.06289 (catalyzex.com, researchtracker.win): AUROC of RETFound and DINOv2.
- Li et al., arXiv 2505.10823 (summarxiv.com): mean AUC of frozen embeddings with the best light classifier of each model."""

from _lib import *

P = Part("abstracts")
A = "https://arxiv.org/abs/2601.12382"
P.bench(
    A,
    "abstract",
    id="derm12345",
    name="DERM12345, hierarchical benchmark",
    family="VFM",
    kind="data-set",
    reference="yuceyalcin2026hierarchical",
    modalities="dermoscopy",
    tasks="classification",
    specialty="dermatology",
    holds_stated="40 subclasses, 15 main classes, 2 and 4 superclasses and binary malignancy",
    metrics="weighted F1",
)
c = P.comp(
    "derm12345-40-classes",
    "Forty kinds of skin lesions from frozen embeddings",
    benchmark="derm12345",
    reference="yuceyalcin2026hierarchical",
    setting="frozen-features",
    data="DERM12345, 40 subclasses",
    metric="weighted F1",
    unit="percent",
    conditions="light classifier on frozen embeddings, five-fold cross-validation; ten models were compared, two are named with a value in the abstract",
    source=A,
    locator="abstract",
)
P.row(c, ("medimageinsight",), "65.50")
P.row(c, (None, "MedSigLIP"), "69.79")
H = "https://catalyzex.com/author/Samantha%20Min%20Er%20Yew"
P.bench(
    H,
    "abstract of arXiv 2502.06289",
    id="ocular-systemic-retina",
    name="Ocular and systemic disease tasks (RETFound and DINOv2)",
    family="VFM",
    kind="suite",
    reference="hou2025natural",
    modalities="fundus; oct",
    tasks="classification; risk-prediction",
    specialty="ophthalmology",
    metrics="AUROC",
    holds_stated="eight open ocular data sets, AlzEye and UK Biobank",
    holds="10",
    unit="tasks",
    places=dict(
        modalities=("https://bb30.ndph.ox.ac.uk/showcase/pub.cgi?id=19647", "abstract"),
        tasks=("https://bb30.ndph.ox.ac.uk/showcase/pub.cgi?id=19647", "abstract"),
    ),
)
for slug, title, data, dino, v, r in (
    (
        "multiclass",
        "Several eye diseases at once from retinal images",
        "Retina data set",
        "L",
        "0.892",
        "0.846",
    ),
    ("glaucoma", "Glaucoma from retinal images", "glaucoma data", "B", "0.958", "0.940"),
):
    c = P.comp(
        f"retina-{slug}-dinov2-retfound",
        title,
        benchmark="ocular-systemic-retina",
        reference="hou2025natural",
        setting="fine-tuned",
        data=data,
        metric="AUROC",
        unit="fraction",
        conditions="fine-tuned with the recipe of RETFound; the best DINOv2 size is given",
        interest="two authors built RETFound",
        source=H,
        locator="abstract of arXiv 2502.06289",
    )
    P.row(c, (None, "DINOv2", dino), v)
    P.row(c, ("retfound",), r)
X = "https://summarxiv.com/en/paper/2505.10823"
P.bench(
    X,
    "abstract",
    id="radiographs-7-classes",
    name="Radiographs in seven classes",
    family="VFM",
    kind="data-set",
    reference="li2025embeddings",
    modalities="x-ray",
    tasks="classification",
    specialty="radiology",
    holds_stated="8,842 radiographs in seven classes",
    holds="8842",
    unit="images",
    metrics="mean AUC",
)
c = P.comp(
    "radiographs-7-classes-best-adapter",
    "Radiographs in seven classes from frozen embeddings, best classifier of each model",
    benchmark="radiographs-7-classes",
    reference="li2025embeddings",
    setting="frozen-features",
    data="8,842 radiographs",
    metric="mean AUC",
    unit="percent",
    conditions="nearest neighbours, logistic regression, SVM, random forest or MLP on frozen embeddings, the best for each model",
    interest="authors of MedImageInsight are among the authors",
    source=X,
    locator="abstract",
)
for w, v in (
    (("medimageinsight", "SVM or MLP"), "93.1"),
    ((None, "MedSigLIP", "MLP"), "91.0"),
    (("rad-dino", "SVM"), "90.7"),
    ((None, "CXR-Foundation", "logistic regression"), "88.6"),
    (("biomedclip",), "82.8"),
    (("med-flamingo",), "78.5"),
):
    P.row(c, w, v)
P.write()
