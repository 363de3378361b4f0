"""Weights between a parent and a candidate: WiSE-FT (Wortsman et al. 2022, arXiv:2109.01903),
(1 - w) parent + w candidate, for a head that has grown by concept id."""

import torch

from ..contract.failures import PlatformFault
from ..models.base.architectures import head_of
from .ends import End

State = dict[str, torch.Tensor]


def new_places(parent: End, candidate: End) -> list[int]:
    """Places in the candidate's head of the concepts that the parent does not know."""
    known = set(parent.concept_ids)
    return [place for place, each in enumerate(candidate.concept_ids) if each not in known]


def can_shift(candidate: End) -> bool:
    """Whether logits can be shifted in the weights: the head needs biases. transformers reads none
    for a decoder's head, so that one which was added would be lost."""
    return head_of(candidate.model)[1].bias is not None


def interpolated(parent: End, candidate: End, weight: float) -> State:
    """The candidate's state dict at `weight`, from 0 to 1: copies, on the CPU.

    Floats are interpolated, the statistics of batch normalisation with them; counters are the
    candidate's. A head's rows meet by concept id: rows that only the candidate has, and those of
    concepts that the parent was never taught, are the candidate's whole. So are the rows of words
    that the candidate has added to its vocabulary. What is equal in both stays as it is, to the
    last bit. PlatformFault `dial-mismatch` where the two are not of one shape.
    """
    before, after = parent.state, candidate.state
    head = head_rows(parent, candidate)
    missing = sorted(set(before) - set(after))
    if missing:
        raise PlatformFault("dial-mismatch", f"the candidate has no {', '.join(missing[:5])}")
    state, names = {}, head_names(candidate)
    for name, new in after.items():
        old = before.get(name)
        if old is None:
            raise PlatformFault("dial-mismatch", f"the parent has no {name}")
        places = head if name in names else same_places(name, old, new)
        state[name] = mixed(old, new.clone(), places, weight)
    return state


def head_names(end: End) -> set[str]:
    """The names of the head's parameters in the state dict."""
    name = head_of(end.model)[0]
    return {f"{name}.weight", f"{name}.bias"}


def head_rows(parent: End, candidate: End) -> list[tuple[int, int]]:
    """(row of the parent's head, row of the candidate's) of each concept that both were taught."""
    taught = set(taught_concepts(parent))
    row_of = {each: row for row, each in enumerate(parent.concept_ids)}
    rows = enumerate(candidate.concept_ids)
    return [(row_of[each], row) for row, each in rows if each in taught]


def taught_concepts(end: End) -> list[str]:
    """Ids of the concepts that it had an example of: the others it silenced."""
    rows = end.state[f"{head_of(end.model)[0]}.weight"]
    return [each for each, row in zip(end.concept_ids, rows, strict=True) if row.any()]


def same_places(name: str, old: torch.Tensor, new: torch.Tensor) -> list[tuple[int, int]] | None:
    """None: all of a tensor is interpolated; else the rows that both have, of a table that has
    grown at its end."""
    if old.shape == new.shape:
        return None
    if old.ndim == new.ndim and old.shape[1:] == new.shape[1:] and len(old) < len(new):
        return [(row, row) for row in range(len(old))]
    text = f"{name} is {tuple(old.shape)} in the parent and {tuple(new.shape)} in the candidate"
    raise PlatformFault("dial-mismatch", text)


def mixed(
    old: torch.Tensor,
    new: torch.Tensor,
    places: list[tuple[int, int]] | None,
    weight: float,
) -> torch.Tensor:
    """`new` with its `places` (pairs of rows; None: all of it) moved towards `old`."""
    if not new.is_floating_point() or weight == 1:
        return new
    if places is None:
        return between(old, new, weight)
    if places:
        own, theirs = [row for _, row in places], [row for row, _ in places]
        new[own] = between(old[theirs], new[own], weight)
    return new


def between(old: torch.Tensor, new: torch.Tensor, weight: float) -> torch.Tensor:
    """(1 - weight) old + weight new, computed in 64 bits, in the type of `new`; what is equal stays
    equal."""
    value = ((1 - weight) * old.double() + weight * new.double()).to(new.dtype)
    return torch.where(old.to(new.dtype) == new, new, value)


def shifted(state: State, candidate: End, places: list[int], shift: float) -> State:
    """The state with `shift` on the logits of the concepts at `places`, folded into their biases.
    PlatformFault `dial-unsupported` for a head without biases."""
    if not shift or not places:
        return state
    if not can_shift(candidate):
        raise PlatformFault("dial-unsupported", "the head has no biases: no logit can be shifted")
    name = f"{head_of(candidate.model)[0]}.bias"
    bias = state[name].clone()
    bias[places] += shift
    return {**state, name: bias}
