"""The memory of normal patches: how far an image is from all that is normal, and where."""

import torch
from torch.nn import functional

COMPARED_AT_ONCE = 2**25  # distances held in memory
# Of the paper's 4 pixels for an image of 224.
BLUR_SHARE = 4 / 224


class MemoryBank:
    """`bank` [m, channels] of normal patches; `neighbours` of the nearest one weigh an image's
    score (1: not weighed)."""

    def __init__(self, bank: torch.Tensor, neighbours: int) -> None:
        self.bank, self.neighbours = bank, min(neighbours, len(bank))

    def nearest(self, patches: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(distance, place in the bank) of each of the patches [n, channels]."""
        step = max(1, COMPARED_AT_ONCE // len(self.bank))
        parts = [distances_between(part, self.bank).min(dim=1) for part in patches.split(step)]
        return torch.cat([p.values for p in parts]), torch.cat([p.indices for p in parts])

    def judge(self, patches: torch.Tensor) -> tuple[float, torch.Tensor]:
        """(score, distances [patches]) of one image's patches [patches, channels].

        The score is the farthest patch's distance, less where the normal patch nearest to it is in
        a sparse region of the bank (equations 6 and 7 of the paper).
        """
        distances, places = self.nearest(patches)
        worst = int(distances.argmax())
        score = distances[worst]
        if self.neighbours > 1:
            closest = self.bank[places[worst]]
            apart = distances_between(closest[None], self.bank)[0]
            around = apart.topk(self.neighbours, largest=False).indices
            to_them = distances_between(patches[worst][None], self.bank[around])[0]
            score = score * (1 - to_them.softmax(0)[0])
        return float(score), distances


def distances_between(patches: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """Euclidean distances [n, m], in whole float32: the TF32 that speeds up a network on a GPU
    would drown small ones."""
    usual = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("highest")
    try:
        return torch.cdist(patches, others)
    finally:
        torch.set_float32_matmul_precision(usual)


def heatmap_of(
    distances: torch.Tensor, shape: tuple[int, ...], size: tuple[int, ...]
) -> torch.Tensor:
    """The patches' distances as a smooth map [height, width] for an image of `size` (w, h)."""
    width, height = size
    coarse = distances.reshape(1, 1, *shape)
    fine = functional.interpolate(coarse, size=(height, width), mode="bilinear")
    sigma = BLUR_SHARE * min(size)
    across = blur_kernel(sigma, width, fine.device)
    down = blur_kernel(sigma, height, fine.device)
    fine = functional.pad(fine, (len(across) // 2,) * 2 + (len(down) // 2,) * 2, mode="reflect")
    fine = functional.conv2d(fine, across.view(1, 1, 1, -1))
    return functional.conv2d(fine, down.view(1, 1, -1, 1))[0, 0]


def blur_kernel(sigma: float, side: int, device: torch.device) -> torch.Tensor:
    """A Gaussian of odd length, cut at four sigma and before the image's own side."""
    reach = min(int(4 * sigma + 0.5), side - 1)
    offsets = torch.arange(-reach, reach + 1, device=device).float()
    weights = torch.exp(-(offsets**2) / (2 * sigma**2))
    return weights / weights.sum()
