import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');

/** What a job file may say. Every key is optional but what to train on. */
export const jobSchema = z.strictObject({
  data: z.strictObject({
    from: text.optional(),
    dataset: text.optional(),
    version: text.optional(),
    encoding: text.optional(),
    delimiter: text.optional(),
    columns: z
      .strictObject({
        text: text.optional(),
        image: text.optional(),
        label: text.optional(),
        completion: text.optional(),
        id: text.optional(),
      })
      .optional(),
    update: z.boolean().optional(),
    skip_failed: z.boolean().optional(),
  }),
  model: text.optional(),
  type: text.optional(),
  template: text.optional(),
  hyperparameters: z.record(z.string(), z.json()).optional(),
  max_price: z.number().min(0, 'must be dollars, 0 or more').optional(),
});

export type Job = z.infer<typeof jobSchema>;

/** Keys of each part, for who mistyped one. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(jobSchema.shape),
  data: Object.keys(jobSchema.shape.data.shape),
  'data.columns': ['text', 'image', 'label', 'completion', 'id'],
};
