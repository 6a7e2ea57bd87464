"""Figures of the book: catalog in, matplotlib out, with caption, alternative text and data.

A figure's title says the finding and is computed like the figure itself. Families keep one
colour and one shape each everywhere; what differs in colour also differs in its label. It must
not know Sphinx.
"""

from .counts import coverage, growth, openness, ranking
from .drawing import METADATA_KEY, Figure, draw_nothing
from .evidence import case_effects, evidence
from .flow import prisma
from .forest import forest
from .genealogy import genealogy
from .inputs import inputs
from .measuring import makers_and_others, model_order
from .mechanisms import mechanism
from .results import results
from .shareddata import leakage
from .sizes import dataset_sizes, parameters_over_time
from .timeline import timeline
from .trees import segment_anything_tree
from .works import evaluations

__all__ = [
    "METADATA_KEY",
    "Figure",
    "case_effects",
    "coverage",
    "dataset_sizes",
    "draw_nothing",
    "evaluations",
    "evidence",
    "forest",
    "genealogy",
    "growth",
    "inputs",
    "leakage",
    "makers_and_others",
    "mechanism",
    "model_order",
    "openness",
    "parameters_over_time",
    "prisma",
    "ranking",
    "results",
    "segment_anything_tree",
    "timeline",
]
