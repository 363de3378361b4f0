"""One module per recipe, named like it; each has `load(folder, device)` and answers inputs with a
trained model."""
