/**
 * Settings that the estimate follows: how often inputs are read, how large they are, how many go
 * through the network together, what of it learns, how long its answers are, and where. A test
 * compares with the estimates of every template.
 */
export const priceSettings: ReadonlySet<string> = new Set([
  ...['num_epochs', 'num_items_per_epoch', 'pretext_epochs', 'early_stopping_patience'],
  ...['batch_size', 'image_size', 'keep_aspect_ratio', 'max_aspect_ratio', 'max_length'],
  ...['max_new_tokens', 'coreset_sampling_ratio', 'trainable_layers'],
  ...['flip_probability', 'turn_probability', 'instance_type'],
  ...['model_config', 'tokenizer_config', 'trainer_config'],
]);

/** True: another value makes the training longer or shorter; of its steps, dearer or cheaper. */
export function changesPrice(name: string): boolean {
  return priceSettings.has(name);
}
