"""Where a training's weights come from."""
