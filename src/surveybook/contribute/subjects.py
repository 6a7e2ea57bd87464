"""What a found work is about, as far as its title and its place in a list tell: its kind and the
part of the field that it belongs to. A guess to sort by, not a fact."""

from __future__ import annotations

import re

OTHER = "other"
_SURVEY = re.compile(
    r"\b(?:surveys?|reviews?|overviews?|perspectives?|roadmap|tutorials?|primer|viewpoint|"
    r"scoping|past, present|challenges and opportunities|opportunities and challenges)\b",
    re.I,
)
_SURVEY_SECTION = re.compile(
    r"(?:surveys?|reviews?|perspectives?|overviews?|overview papers)(?: [^/]{0,25})?$", re.I
)
_DATA = re.compile(
    r"\b(?:data ?sets?|corpus|corpora|databases?|atlas(?:es)?|biobank|challenge 20\d\d|"
    r"repository of|data sources?|training data|fine-tuning data|cohort)\b",
    re.I,
)
_DATA_SECTION = re.compile(rf"{_DATA.pattern}|\bdata$|\bdata (?:/|sources?|for)", re.I)
_BENCHMARK = re.compile(
    r"\bbenchmarks?\b|[a-z]bench\b|\bbench\b|[A-Z]{2,}-?Bench\b|\bleaderboard",
    re.I,
)
_EVALUATION = re.compile(
    r"\b(?:benchmarking|evaluati(?:on|ons|ng) (?:of|the|on|large|multimodal|medical|and)|"
    r"^evaluat\w+|assessing|comparison of|comparative|randomi[sz]ed|clinical trial of|"
    r"performance of|how well|are we|validation study|pilot study|red.team\w*|"
    r"limitations? of|reliability of|accuracy of|audit(?:ing)?|can (?:chatgpt|gpt|large|"
    r"llms?)|susceptib\w+|vulnerab\w+|zero-shot (?:evaluation|performance)|"
    r"not yet outperform|reusability report|case stud(?:y|ies))\b",
    re.I,
)
_ABOUT_A_MODEL = re.compile(r"\bcapabilit(?:y|ies) of\b|\bbias(?:es)? in\b|\bassessment of\b", re.I)
_PRESENTS = re.compile(
    r"^\W*(?:an?|the|towards?)\s(?:[\w,&()/-]+\s){0,8}?"
    r"(?:data ?sets?|benchmarks?|corpus|databases?)\b",
    re.I,
)
_TOOLS = re.compile(
    r"\b(?:tools?|toolbox(?:es)?|toolkits?|packages?|librar(?:y|ies)|repositor(?:y|ies)|"
    r"blogs?|workshops?|courses?|software|websites?|news|reports and blogs|"
    r"related resources|talks?|metrics)\b",
    re.I,
)

_SUBFIELDS: tuple[tuple[str, str], ...] = (
    (
        "agents",
        r"\bagent(?:s|ic)?\b|multi-?agent|\w+agents?\b|co-?pilot",
    ),
    (
        "ecg",
        r"electrocardio(?!gra\w+ image)|\b\d*-?(?:lead )?ECGs?\b|ECG-|cardiac signal",
    ),
    (
        "eeg",
        r"\bi?EEG|electroencephal|intracranial|brain[- ]?wave|brain signals?"
        r"|neural recording|\bMEG\b|brain.computer|\bBCI\b",
    ),
    (
        "wearables",
        r"wearable|\bPPG\b|photopleth|\bsleep|acceleromet|glucose|\bCGM\b|polysomno"
        r"|actigraph|\bIMU\b|smart ?watch|biosignal|physiological (?:signal|time)"
        r"|vital sign|electromyo|\bEMG\b|movement|human activity|respiratory sound"
        r"|heart sound|\bcough",
    ),
    (
        "pathology",
        r"patholog|histo(?!r)|whole[- ]slide|\bWSIs?\b|cytolog|\bH&E\b|\bslides?\b"
        r"|immunohisto|nuclei|stain(?:ing)?\b|gigapixel",
    ),
    (
        "ophthalmology",
        r"ophthalm|retina|fundus|\bOCT\b|\beye\b|glaucoma|macula|ocular",
    ),
    (
        "dermatology",
        r"dermat|\bskin\b|melanoma",
    ),
    (
        "mammography",
        r"mammogra|tomosynthesis|breast (?:cancer )?(?:screening|imag)",
    ),
    (
        "ultrasound",
        r"ultraso|sonogra|echocardio|\becho\b|fetal",
    ),
    (
        "endoscopy",
        r"endoscop|surg(?:ery|ical|eon|ic)|colonoscop|polyp|laparoscop|cataract"
        r"|gastrointest",
    ),
    (
        "chest-x-ray",
        r"chest|\bCXRs?\b|radiograph|\bx-?rays?\b|radiology report|report generation"
        r"|radiolog\w+ text|MIMIC-CXR",
    ),
    (
        "ct",
        r"\bCTs?\b|computed tomography|\bPET\b|abdom\w+|\b3D medical",
    ),
    (
        "mri",
        r"\bf?MRIs?\b|\bMR\b|magnetic resonance|neuroimag"
        r"|\bbrain (?:imag|tumou?r|lesion|age)|connectom|\bcardiac (?:imag|mr)",
    ),
    (
        "segmentation",
        r"segment|\bSAM\b|\bSAM[- ]?\d|\w*SAM\b",
    ),
    (
        "spatial",
        r""
        r"spatial(?!ly? (?:aware|attention))[- ]?(?:\w+ )?(?:transcript|omic|proteom|gene"
        r"|biolog|reso|context)"
        r"|spatial(?:ly)?[- ]resolved|\bspatial\b.*\b(?:cell|tissue)|\btissue\b.*spatial"
        r"|virtual tissue",
    ),
    (
        "single-cell",
        r"single[- ]?(?:cell|nucle)|\bsc[A-Z]\w+|scRNA|transcriptom|cell[- ]type"
        r"|perturbation|virtual cell|gene expression|\bcells?\b|cellular|multi-?omic"
        r"|\bRNA-?seq",
    ),
    (
        "rna",
        r"\b(?:\w*[mn]c?|pre-m|si|t|)RNAs?\b|\bcodon|\bUTRs?\b|splic|ribosom",
    ),
    (
        "protein",
        r"protein|antibod|peptide|enzym|\bTCRs?\b|amino acid|nanobod|\bfold(?:ing)?\b"
        r"|\bMSA\b|immuno|epitope|proteom",
    ),
    (
        "dna",
        r"\bDNA\b|genom(?!e-?wide)|nucleotide|promoter|enhancer|variant effect|epigen"
        r"|chromatin|methyla|genetic|\bGWAS|regulatory",
    ),
    (
        "chemistry",
        r"molecul|chemi|\bdrugs?\b|SMILES|\breactions?\b|compound"
        r"|synthes(?:is planning|i[sz]ab)|ligand|material|polymer|spectr(?:a|um|oscop)"
        r"|catal|toxic|ADMET|pharmac|natural product|spectrometry",
    ),
    (
        "ehr-sequences",
        r"\bEHRs?\b|electronic (?:health|medical) record"
        r"|patient (?:trajector|timeline|represent|journey)|clinical event|\bclaims\b"
        r"|medical codes?|\bICU\b|structured health|health trajector|\bFHIR\b",
    ),
    (
        "medical-vision-language",
        r"vision[- ]?(?:and[- ])?language|multi-?modal|\bVQA\b|visual question"
        r"|image[- ](?:and-)?text|\w*LLaVA|\bM?VLMs?\b|\bMLLMs?\b|LVLM|visual[- ]language"
        r"|\bCLIP\b|\w+CLIP\b|GPT-4V|text-to-image|medical imag\w+ report|caption",
    ),
    (
        "imaging",
        r"medical imag|imaging|radiolog|\bimages?\b|\bvision\b|dental|tooth|orthodon"
        r"|microscop|volum",
    ),
    (
        "reasoning-llm",
        r"reason|chain[- ]of[- ]thought|\bCoT\b|-R1\b|\b[oO]1\b|RLVR"
        r"|reinforcement learning|test-time|think(?:ing|er)?\b",
    ),
    (
        "clinical-llm",
        r"language model|\bM?LLMs?\b|\bGPT|ChatGPT|\w*BERT|\w*LLaMA"
        r"|clinical (?:note|text|nlp|trial)|question answer|\bQA\b|dialog|consult|chat"
        r"|medical (?:text|exam|knowledge|nlp|licens)|biomedical (?:text|nlp|lit|named)"
        r"|pubmed|named entity|relation extraction|summari[sz]|medical advice"
        r"|mental health|traditional chinese|prompt|retrieval-augmented|\bRAG\b|textual"
        r"|\bNLP\b|language",
    ),
)
_PATTERNS = tuple(
    (term, re.compile(pattern, 0 if term == "single-cell" else re.I))
    for term, pattern in _SUBFIELDS
)


def guess_kind(title: str, section: str, default: str = "model") -> str:
    """A term of the vocabulary ``found-kind``: what kind of work a row of a list names."""
    if _SURVEY.search(title):
        return "survey"
    if _DATA_SECTION.search(section) and not _BENCHMARK.search(section):
        return OTHER if _TOOLS.search(section) and not _named_data(title) else "dataset"
    if _named_data(title):
        return "dataset"
    if _EVALUATION.search(title) or (":" not in title and _ABOUT_A_MODEL.search(title)):
        return "evaluation"
    if _BENCHMARK.search(section):
        return (
            "dataset"
            if _DATA.search(section)
            else "evaluation"
            if len(title.split()) > 4
            else "dataset"
        )
    if _SURVEY_SECTION.search(section):
        return "survey"
    if _EVALUATION.search(section):
        return "evaluation"
    if _TOOLS.search(section):
        return OTHER
    return default


def _named_data(title: str) -> bool:
    """Whether a title presents data or a benchmark: "MedBench: a benchmark for …"."""
    head, colon, rest = title.partition(":")
    if re.search(r"[a-z-]bench\b|\bbench\b", head, re.I) and len(head.split()) <= 4:
        return True
    return bool(_PRESENTS.search(rest if colon else title)) or bool(
        re.search(r"\b(?:data ?sets?|corpus|database)\b", rest if colon else title, re.I)
        and not re.search(r"\bmodels?\b|pre-?train|learning", title, re.I)
    )


def guess_subfield(title: str, section: str, default: str = "") -> str:
    """A term of the vocabulary ``subfield``: told by the title, else by the section, else the one
    that the list as a whole covers."""
    for text in (title, section):
        for term, pattern in _PATTERNS:
            if text and pattern.search(text):
                return term
        if text == title and default:
            return default
    return default or OTHER
