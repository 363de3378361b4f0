import * as z from 'zod';
import { invalid } from './open-ai-error.ts';
import type { JobRequest } from './jobs/start-job.ts';

const auto = z.literal('auto').transform(() => undefined);
const hyperparameters = z.object({
  n_epochs: z.union([auto, z.number().int().min(1)]).optional(),
  batch_size: z.union([auto, z.number().int().min(1)]).optional(),
  learning_rate_multiplier: z.union([auto, z.number().positive()]).optional(),
});
/** `createFineTuningJob`. */
export const jobBody = z.object({
  model: z.string().min(1),
  training_file: z.string().min(1),
  validation_file: z.string().nullish(),
  suffix: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, "_" or "-"')
    .nullish(),
  seed: z.number().int().min(0).nullish(),
  hyperparameters: hyperparameters.nullish(),
  method: z
    .object({
      type: z.literal('supervised', 'only the method "supervised" is there'),
      supervised: z.object({ hyperparameters: hyperparameters.nullish() }).nullish(),
    })
    .nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
});
/** `createChatCompletion`. */
export const chatBody = z.object({
  model: z.string().min(1),
  messages: z
    .array(
      z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: z.string() }),
    )
    .min(1),
  stream: z.literal(false, 'answers are not streamed; leave stream out').nullish(),
});

/** `createFile`: a form. */
export const uploadBody = z.object({
  file: z.file("'file' must be a file in a multipart form"),
  purpose: z.literal('fine-tune', {
    error: ({ input }) => `purpose is '${String(input)}' but must be 'fine-tune'`,
  }),
});

/** @throws OpenAiError 400 that names the field */
export function parseUpload(form: unknown): z.infer<typeof uploadBody> {
  return parse(uploadBody, form);
}

/** @throws OpenAiError 400 that names the field */
export function parseJob(body: unknown): JobRequest {
  const asked = parse(jobBody, body);
  const named = asked.method?.supervised?.hyperparameters ?? asked.hyperparameters ?? {};
  const { n_epochs, batch_size, learning_rate_multiplier } = named;
  return {
    model: asked.model,
    trainingFile: asked.training_file,
    validationFile: asked.validation_file ?? null,
    suffix: asked.suffix ?? null,
    metadata: asked.metadata ?? {},
    ...(typeof asked.seed === 'number' ? { seed: asked.seed } : {}),
    hyperparameters: {
      ...(n_epochs === undefined ? {} : { epochs: n_epochs }),
      ...(batch_size === undefined ? {} : { batchSize: batch_size }),
      ...(learning_rate_multiplier === undefined
        ? {}
        : { rateMultiplier: learning_rate_multiplier }),
    },
  };
}

/** @throws OpenAiError 400 that names the field */
export function parseChat(body: unknown): z.infer<typeof chatBody> {
  return parse(chatBody, body);
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(issue?.path.join('.') ?? '', issue?.message ?? 'invalid');
}
