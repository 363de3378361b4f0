"""The trainer: one recipe per model type, and the small modules they share."""
