"""Identifiers inside the addresses of publishers, preprint servers and indexes."""

from __future__ import annotations

import pytest

from surveybook.lookup import identifier_in, identify

ADDRESSES = {
    "https://academic.oup.com/nar/article/doi/10.1093/nar/gkad001/7000000":
        "doi 10.1093/nar/gkad001",
    "https://academic.oup.com/bib/article/23/5/bbac001/6600000": "doi 10.1093/bib/bbac001",
    "https://www.nature.com/articles/s41586-023-00001-1.pdf": "doi 10.1038/s41586-023-00001-1",
    "https://www.biorxiv.org/content/10.1101/2023.05.01.123456v1.full.pdf":
        "doi 10.1101/2023.05.01.123456",
    "https://www.medrxiv.org/content/early/2023/05/02/2023.05.01.123456":
        "doi 10.1101/2023.05.01.123456",
    "https://link.springer.com/chapter/10.1007/978-3-031-00001-1_2#Sec1":
        "doi 10.1007/978-3-031-00001-1_2",
    "https://x.onlinelibrary.wiley.com/doi/full/10.1002/mp.10000": "doi 10.1002/mp.10000",
    "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001&type=printable":
        "doi 10.1371/journal.pone.0000001",
    "https://www.thelancet.com/journals/x/article/PIIS2589-7500(23)00001-1/fulltext":
        "pii S2589750023000011",
    "https://www.cell.com/cell/fulltext/S0092-8674%2823%2900001-1": "pii S0092867423000011",
    "https://www.sciencedirect.com/science/article/abs/pii/S0925231223000001":
        "pii S0925231223000001",
    "https://ieeexplore.ieee.org/abstract/document/10000001": "ieee 10000001",
    "https://aclanthology.org/2023.emnlp-main.1v2.pdf": "doi 10.18653/v1/2023.emnlp-main.1",
    "https://www.aclweb.org/anthology/P19-1001/": "doi 10.18653/v1/P19-1001",
    "https://aclanthology.org/2020.lrec-1.1": "acl 2020.lrec-1.1",
    "https://pubmed.ncbi.nlm.nih.gov/10000001/": "pmid 10000001",
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1000001/": "pmcid PMC1000001",
    "https://openreview.net/pdf?id=AbC-d_1": "openreview AbC-d_1",
    "https://arxiv.org/pdf/2301.00001v3.pdf": "arxiv 2301.00001",
    "https://arxiv.org/html/2301.00001v1#S2": "arxiv 2301.00001",
    "https://huggingface.co/papers/2301.00001": "arxiv 2301.00001",
    "https://www.alphaxiv.org/overview/2301.00001v2": "arxiv 2301.00001",
    "https://doi.org/10.48550/arXiv.2301.00001": "arxiv 2301.00001",
    "http://arxiv.org/abs/q-bio/0301001v2": "arxiv q-bio/0301001",
}  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_identifier_in_an_address(address: str) -> None:
    kind, _, bare = ADDRESSES[address].partition(" ")
    assert identifier_in(address) == (kind, bare)


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/x/y/blob/main/2301.00001.pdf",
        "https://huggingface.co/x/y",
        "https://example.org/article/10.1/2",
        "https://www.nature.com/",
        "https://arxiv.org/list/cs.CL/recent",
        "",
    ],
)
def test_an_address_without_one(address: str) -> None:
    assert identifier_in(address) is None


def test_a_publishers_address_can_be_added() -> None:
    address = "https://www.nature.com/articles/s41586-023-00001-1"
    assert identify(address) == ("doi", "10.1038/s41586-023-00001-1")
    with pytest.raises(ValueError, match="openreview"):
        identify("https://openreview.net/forum?id=AbC")
