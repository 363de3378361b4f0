/**
 * Settings that the estimate follows: how often inputs are read, how large they are, what of the
 * network learns, and where. A test compares with the estimates of every template.
 */
export const priceSettings: ReadonlySet<string> = new Set([
  ...['num_epochs', 'pretext_epochs', 'early_stopping_patience', 'image_size', 'max_length'],
  ...['trainable_layers', 'flip_probability', 'turn_probability', 'instance_type'],
  ...['model_config', 'tokenizer_config', 'trainer_config'],
]);

/** True: another value makes the training longer or shorter, and so dearer or cheaper. */
export function changesPrice(name: string): boolean {
  return priceSettings.has(name);
}
