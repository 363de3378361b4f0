"""PatchCore: patch features, the memory bank and its coreset."""
