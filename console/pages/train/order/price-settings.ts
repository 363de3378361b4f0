/**
 * Settings that the estimate follows: how often inputs are read, how large they are, what of the
 * network learns, and where. A test compares with the estimates of every template.
 */
const names: ReadonlySet<string> = new Set([
  ...['num_epochs', 'init_epochs', 'pretext_epochs', 'early_stopping_patience'],
  ...['num_items_per_epoch', 'min_samples_per_epoch'],
  ...['image_size', 'max_length', 'tokenizer_config', 'trainer_config', 'custom_config'],
  ...['anomalib_config_json', 'trainable_layers', 'flip_probability', 'turn_probability'],
  ...['model_config', 'base_model', 'instance_type'],
]);

/** True: another value makes the training longer or shorter, and so dearer or cheaper. */
export function changesPrice(name: string): boolean {
  return names.has(name);
}
