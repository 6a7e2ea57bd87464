"""What a model is for its users: encoder, generative model, segmenter, adapter or agent.

No column says it. It follows from the topic, whose definition names it, and where that says
nothing from the pre-training, the adaptation and the tasks; the definitions of the vocabulary
"model-role" are this rule in words. A model may have several roles, and has none where the
columns do not tell: pre-training that is generative, for one, makes encoders and writers alike,
and encoders are evaluated on summaries, too.
"""

from __future__ import annotations

from collections.abc import Mapping

ROLES = "model-role"
"""The vocabulary of the roles, which no column holds."""
_BY_TOPIC = {
    "encoder": {"radiology-encoder", "pathology-encoder", "other-imaging-encoder"},
    "generative": {"tuned-llm", "prompted-llm", "reasoning-llm", "image-generation"},
    "segmenter": {"universal-segmentation", "segment-anything"},
    "adapter": {"efficient-adaptation"},
    "agent": {"clinical-agents", "multimodal-agents"},
}
_ENCODING = {"contrastive", "self-distillation"}
"""Pre-training that ends with features and nothing that writes."""
_GENERATING = {
    "dialogue",
    "report-generation",
    "captioning",
    "cross-modal-generation",
    "image-generation",
    "molecule-generation",
    "sequence-generation",
    "protein-design",
}


def model_roles(cells: Mapping[str, str]) -> list[str]:
    """The roles of a model by its cells, in the order of the vocabulary; none if they do not
    tell."""
    pretraining, tasks, adaptation = (
        set(cells[field].split("; ")) for field in ("pretraining", "tasks", "adaptation")
    )
    of_topic = {role for role, topics in _BY_TOPIC.items() if cells["topic"] in topics}
    generates = bool(tasks & _GENERATING) and not of_topic & {"agent", "encoder"}
    told = {
        "encoder": pretraining <= _ENCODING and not generates,
        "generative": generates,
        "adapter": pretraining == {"n/a"} and "adapter-tuning" in adaptation,
    }
    return [role for role in _BY_TOPIC if role in of_topic or told.get(role, False)]
