import * as z from 'zod';
import { invalid } from '../open-ai-error.ts';
import { parse } from '../parse.ts';
import { unserved } from '../unserved.ts';
import type { JobRequest } from './start-job.ts';

const auto = z.literal('auto').transform(() => undefined);
const count = z.number().int().min(1);
const wholeOrAuto = z.union([auto, count], { error: 'must be a whole number from 1, or "auto"' });
const numberOrAuto = z.union([auto, z.number().positive()], {
  error: 'must be a number above 0, or "auto"',
});

/** OpenAI's three; what it names besides is of other methods. */
const hyperparameters = z.strictObject({
  n_epochs: wholeOrAuto.optional(),
  batch_size: wholeOrAuto.optional(),
  learning_rate_multiplier: numberOrAuto.optional(),
});

const onlySupervised = 'only the method "supervised" is served';
const method = z.strictObject({
  type: z.string().refine((type) => type === 'supervised', {
    params: { code: 'unsupported_value' },
    error: onlySupervised,
    abort: true,
  }),
  supervised: z.strictObject({ hyperparameters: hyperparameters.nullish() }).nullish(),
  dpo: unserved({ why: onlySupervised }),
  reinforcement: unserved({ why: onlySupervised }),
});

/** Pairs of a job's metadata: OpenAI's own number. */
const maxPairs = 16;
const metadata = z
  .record(z.string().max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= maxPairs, `must be at most ${maxPairs} pairs`);

/** `createFineTuningJob`. A training costs money: what is not understood is refused. */
export const jobBody = z.strictObject({
  model: z.string().min(1),
  training_file: z.string().min(1),
  validation_file: z.string().nullish(),
  suffix: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
    .nullish(),
  seed: z.number().int().min(0).nullish(),
  hyperparameters: hyperparameters.nullish(),
  method: method.nullish(),
  metadata: metadata.nullish(),
  integrations: unserved({ harmless: [[]], why: 'no other service is told of a training' }),
});

/** @throws OpenAiError 400 that names the field */
export function parseJob(body: unknown): JobRequest {
  const asked = parse(jobBody, body);
  const named = oneMeaning(asked.method?.supervised?.hyperparameters, asked.hyperparameters);
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

type Hyperparameters = z.infer<typeof hyperparameters>;

/**
 * OpenAI has two places for hyperparameters, of which the second is the older one: each counts, and
 * `auto` says nothing. @throws OpenAiError 400 where they differ: nobody can tell which is paid for
 */
function oneMeaning(
  ofMethod: Hyperparameters | null | undefined,
  older: Hyperparameters | null | undefined,
): Hyperparameters {
  const [first, second] = [ofMethod ?? {}, older ?? {}];
  const merged: Hyperparameters = {};
  for (const name of ['n_epochs', 'batch_size', 'learning_rate_multiplier'] as const) {
    const [one, other] = [first[name], second[name]];
    if (one !== undefined && other !== undefined && one !== other)
      throw invalid(
        `hyperparameters.${name}`,
        `hyperparameters.${name} is ${other}, and ${one} in method.supervised: give one of them`,
      );
    merged[name] = one ?? other;
  }
  return merged;
}

/**
 * Which jobs a list asks for by their metadata.
 * @param query parameters of the request: `metadata[key]=value`, or `metadata=null`
 */
export function metadataFilter(
  query: Readonly<Record<string, string>>,
): (metadata: Readonly<Record<string, string>>) => boolean {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const [, key] = /^metadata\[(.+)\]$/.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  const wantsNone = query['metadata'] === 'null';
  return (metadata) =>
    (!wantsNone || Object.keys(metadata).length === 0) &&
    pairs.every(([key, value]) => metadata[key] === value);
}
