"""What the words of a list mean: kinds of links, venues, dates, authors."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from ..lookup import identifier_in

_KINDS = {
    "paper": "paper papers pdf arxiv preprint publication article doi abs abstract html published"
    " biorxiv medrxiv chemrxiv openreview pubmed pmc acl journal manuscript report proceedings"
    " 论文",
    "code": "code github repo repository git gitlab implementation stars star forks 代码",
    "data": "data dataset datasets download downloads homepage link links website web site page url"
    " database corpus 数据 数据集 kaggle zenodo physionet figshare",
    "": "demo project video blog slides model models weights checkpoint checkpoints huggingface"
    " hf hugging face supp supplement supplementary poster talk tutorial news app api colab"
    " notebook docs documentation twitter youtube media modelscope details card readme bibtex"
    " citation cite scholar tool tools toolbox software package platform 模型 项目主页",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_FILLERS = {
    *(
        "official",
        "unofficial",
        "our",
        "the",
        "here",
        "version",
        "and",
        "full",
        "text",
        "for",
        "of",
    ),
    *("a", "in", "available", "public", "open", "source", "base", "large", "small", "mini", "xl"),
    *("huge", "on", "this", "original", "related", "new", "see"),
}
_WORD = re.compile(r"[^\W_]+")
_SIZE = re.compile(r"v?\d+(?:\.\d+)?[mkbx]?", re.I)
_VENUES = (
    r"arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|ssrn|preprints?|preprint|corr|research square|zenodo"
    r"|neurips|nips|iclr|icml|cvpr|iccv|eccv|wacv|bmvc|accv|miccai|midl|isbi|ipmi|aistats|uai|colm"
    r"|e?acl|emnlp|naacl|conll|coling|lrec|tacl|tmlr|jmlr|findings|aaai|ijcai|ecai|kdd|www|sigir|cikm"
    r"|wsdm|icdm|sdm|icassp|interspeech|chi|chil|ml4h|mlhc|bionlp|clinicalnlp|iccv|siggraph|acm mm"
    r"|recomb|ismb|bibm|psb|amia|embc|spie|media|tmi|t-?mi|tpami|jbhi|tnnls|tip|tcbb|tkde|ijcv|pnas"
    r"|nature|nat|npj|science|sci|cell|lancet|the lancet|jama|nejm|n engl|bmj|plos|elife|embo|nar"
    r"|nucleic acids|bioinformatics|briefings?|brief|patterns|iscience|genome|frontiers|front"
    r"|scientific reports|scientific data|sci rep|gigascience|database|communications|commun"
    r"|advanced science|adv sci|advanced|angewandte|jacs|acs|rsc|chemical|journal|j|transactions"
    r"|trans|ieee|acm|springer|elsevier|wiley|mdpi|bmc|jmir|jamia|radiology|computers in|comput"
    r"|medical image analysis|med image anal|expert systems|pattern recognition|neurocomputing"
    r"|knowledge-based|information fusion|neural networks|artificial intelligence in|applied"
    r"|international|int|proceedings|proc|annals|annual|trends in|current|review|reviews|workshop"
    r"|openreview|oxford|circulation|neuroimage|cancer|modern pathology|the journal"
)
_JOURNAL_WORD = re.compile(
    r"(?:acids?|adv|aging|ai|am|anal|and|ann|appl|art|assoc|bio|brief|cancer|cardio|cell|chem|clin|comm"
    r"|comput|conf|data|dermat|digit|discov|eng|ent|expert|exp|for|front|gen|health|imag|immun|in|infect"
    r"|inform|int|j|lett|mach|math|med|mental|meth|mol|nat|neuro|nucleic|of|on|oncol|ophthal|org|path"
    r"|pharm|phys|plant|proc|protoc|psych|pub|radiol|rep|res|rev|sci|soc|stat|struct|surg|sust|syst"
    r"|tech|the|trans|with|workshop|main|findings|long|short|oral|spotlight|poster|track|demo|&|x)",
    re.I,
)
_VENUE = re.compile(rf"(?:{_VENUES})(?![^\W_])", re.I)
_SURE = re.compile(
    r"(?:arxiv|biorxiv|medrxiv|chemrxiv|ssrn|preprint|neurips|nips|iclr|icml|cvpr|iccv|eccv|wacv|bmvc"
    r"|miccai|midl|isbi|ipmi|acl|naacl|eacl|emnlp|coling|lrec|tacl|tmlr|jmlr|aaai|ijcai|kdd|sigir"
    r"|cikm|icassp|interspeech|tmi|media|tpami|jbhi|tnnls|pnas|nature|science|cell|lancet|jama|nejm"
    r"|nejm ai|bmj|elife|nar|bioinformatics|patterns|iscience|openreview|radiology"
    r"|briefings in bioinformatics)",
    re.I,
)
YEAR = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)(?!\d{3,})(?:(?=[01]\d(?!\d))|(?!\d))")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(?:\d{{1,2}}[.\s]+)?(?:{_MONTH}[\s,]*)?(?:\d{{1,2}},?\s+)?(?:19|20)\d\d"
    rf"(?:[./-]?\d{{1,2}}(?:[./-]?\d{{1,2}})?)?(?:\s*{_MONTH})?",
    re.I,
)  # fmt: skip
_AUTHORS = re.compile(r"\bet\.? ?al\b|等", re.I)


def kind_of_label(label: str) -> str | None:
    """The kind of link that a label such as "Code" or "Paper (PDF)" names: "paper", "code",
    "data" or "" for others; None for a label that names something else."""
    # A label that hides characters is kept as it is, so that they are told; emoji use joiners.
    if any(unicodedata.category(one) == "Cf" and one != "\u200d" for one in label):
        return None
    words = [word.lower() for word in _WORD.findall(label)]
    known = [word for word in words if word in _KIND]
    rest = [w for w in words if w not in _KIND and w not in _FILLERS and not _SIZE.fullmatch(w)]
    return _KIND[known[0]] if known and not rest else None


def kind_of_address(address: str) -> str:
    """What an address most probably leads to: "paper", "code" or "data"."""
    if re.search(r"//(www\.)?(github|gitlab|bitbucket|gitee)\.(com|org)/", address):
        return "code"
    return "paper" if identifier_in(address) else "data"


def is_date(text: str) -> bool:
    """Whether a text is a date, such as "2023.05" or "Apr. 2023"."""
    return bool(_DATE.fullmatch(text.strip(" \t\n.,:;()[]")))


def is_venue(text: str) -> bool:
    """Whether a text is a venue or a date and no title: "NeurIPS 2023", "Nat. Med.", "bioRxiv"."""
    text = text.strip(" \t\n.,:;()[]*_`'")
    # "ICLR 2026 Workshop / OpenReview"
    parts = re.split(r"\s+/\s+", text)
    if len(parts) > 1 and all(parts):
        return all(is_venue(part) for part in parts)
    bare = re.sub(
        r"[\s,.'’@:-]*(?:['’]\d\d(?:\d\d)?|(?:19|20)\d\d(?:[.-]\d+)*)\W*$", "", text
    ).strip(" ,'’-")
    if not bare or is_date(text) or _SURE.fullmatch(bare):
        return True
    words = bare.split()
    dated = bare != text
    if len(words) > 9 or ":" in bare:
        return False
    if _VENUE.match(bare.replace(".", " ")):
        known = all(
            _JOURNAL_WORD.match(w) or _SURE.fullmatch(w) or w.isupper() or is_date(w)
            for w in words[1:]
        )
        return known or (dated and len(words) <= 6)
    return dated and len(words) <= 4 and bool(re.search(r"[A-Z]{2}|[@&]|\.", bare))


def is_authors(text: str) -> bool:
    """Whether a text names authors, as in "Doe et al., 2023"."""
    return bool(_AUTHORS.search(text)) and len(text.split()) <= 12


def year_in(text: str) -> str:
    """The first year in a text; "" if there is none."""
    match = YEAR.search(text)
    return match[1] if match else ""


def venue_in(text: str) -> str:
    """The venue in a tag such as "NeurIPS 2023"; "" if there is none."""
    bare = _DATE.sub("", text).strip(" \t\n.,:;()[]*_`'’-|")
    return bare if re.search(r"[^\W\d_]{2}", bare) and is_venue(bare) and not is_date(bare) else ""


def label_of_image(alternative: str, source: str) -> str:
    """What an image in a link says: its alternative text and the words of a badge."""
    match = re.search(r"shields\.io/(?:static/v1\?label=|badge/)([^?&]*)", source)
    words = ""
    if match:
        parts = re.split(r"(?<!-)-(?!-)", unquote(match[1]))
        words = " ".join(parts[:-1] if len(parts) > 1 else parts).replace("_", " ")
    elif re.search(r"github/(?:stars|last-commit|forks)|github", source):
        words = "GitHub"
    elif re.search(r"arxiv", source, re.I):
        words = "arXiv"
    elif re.search(r"colab|hugging", source, re.I):
        words = "demo"
    return f"{alternative} {words}".strip() if alternative.lower() != words.lower() else words
