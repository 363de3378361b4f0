"""The patches worth remembering: greedy k-centre (PatchCore, algorithm 1), one pick at a time, so
that it can be saved, stopped and resumed between any two."""

import torch

from .memory_bank import distances_between

PROJECTED = 128  # a random projection keeps distances (Johnson and Lindenstrauss)
MAX_PATCHES = 2_000_000  # 1 GB of projected patches; above that a random choice of them
CHUNK = 4096


def projection(channels: int, seed: int) -> torch.Tensor | None:
    """The random matrix [channels, 128], or None where there is nothing to gain."""
    if channels <= PROJECTED:
        return None
    random = torch.Generator().manual_seed(seed)
    return torch.randn(channels, PROJECTED, generator=random) / PROJECTED**0.5


def projected(patches: torch.Tensor, matrix: torch.Tensor | None) -> torch.Tensor:
    """The patches [n, channels] in the space where they are compared."""
    return patches if matrix is None else patches @ matrix.to(patches.device)


def candidates(count: int, seed: int) -> torch.Tensor:
    """The numbers of the patches that may be picked, ascending; all of them where they are few."""
    if count <= MAX_PATCHES:
        return torch.arange(count)
    random = torch.Generator().manual_seed(seed)
    return torch.randperm(count, generator=random)[:MAX_PATCHES].sort().values


class Coreset:
    """`points` [n, d] and for each its squared distance to the nearest centre; `chosen` are the
    numbers of the centres picked so far."""

    def __init__(self, points: torch.Tensor, centres: torch.Tensor | None = None) -> None:
        self.points = points
        self.chosen: list[int] = []
        self.lengths = points.pow(2).sum(1)
        if centres is None:  # the first pick is the patch farthest from the mean
            self.distances = (points - points.mean(0)).pow(2).sum(1)
            self.is_fresh = True
        else:
            self.distances = squared_distances(points, centres)
            self.is_fresh = False

    def pick(self) -> None:
        """Adds the point that is farthest from all centres."""
        place = int(self.distances.argmax())
        self.chosen.append(place)
        products = self.points @ self.points[place]
        squares = (self.lengths + self.lengths[place] - 2 * products).clamp(min=0)
        squares[place] = 0
        self.distances = squares if self.is_fresh else torch.minimum(self.distances, squares)
        self.is_fresh = False

    def radius(self) -> float:
        """How far the farthest point is from its nearest centre."""
        return float(self.distances.max().sqrt())

    def state(self) -> dict[str, torch.Tensor]:
        """What a checkpoint holds, as tensors."""
        chosen = torch.tensor(self.chosen, dtype=torch.int64)
        return {"chosen": chosen, "distances": self.distances.cpu().contiguous()}

    def restore(self, state: dict[str, torch.Tensor]) -> None:
        """Goes back to a checkpoint's state."""
        self.chosen = state["chosen"].tolist()
        self.distances = state["distances"].to(self.points.device)
        self.is_fresh = self.is_fresh and not self.chosen


def squared_distances(points: torch.Tensor, centres: torch.Tensor) -> torch.Tensor:
    """For each of `points` the squared distance to the nearest of `centres`."""
    parts = points.split(CHUNK)
    nearest = [distances_between(part, centres).min(dim=1).values for part in parts]
    return torch.cat(nearest).pow(2)
