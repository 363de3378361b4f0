import type { WorkFacts } from './training-facts.ts';
import { groupIn, numberIn, settingsOf } from './settings.ts';
import type { LengthSpread } from './work-data.ts';

/**
 * Characters of a token. The small models cut texts into the training texts' own frequent words and
 * spell the others; the figures of the others are usual ones for English.
 */
const charactersPerToken: Readonly<Record<string, number>> = {
  'bert-small': 4.2,
  'gpt-small': 3,
  'packaged/minilm': 4.6,
  'bert-base-cased': 4.4,
};
const usualCharacters = 4;
/** Completions repeat each other more than prompts do: more of their words are one token. */
const charactersPerCompletionToken: Readonly<Record<string, number>> = { 'gpt-small': 6 };

/** A token at each end of a text. */
const endTokens = 2;
/** A text whose length nobody knows: three sentences. */
const unknownLengths: LengthSpread = { mean: 250, median: 200, p95: 600, max: 2000 };
const unknownCompletions: LengthSpread = { mean: 60, median: 50, p95: 150, max: 400 };
/** z of a normal distribution's 95th percentile. */
const z95 = 1.645;

/** Tokens of texts as batches see them. */
export interface Tokens {
  /** Of one text, padding included, in batches of this size. */
  padded: (batchSize: number) => number;
  /** Of the completion of one, the longest of a batch. */
  completion: (batchSize: number) => number;
  /** Of one text alone. */
  readonly mean: number;
  readonly maxNew: number;
}

/** @param architecture name of the network, whose tokenizer is meant */
export function tokensOf(facts: WorkFacts, architecture: string): Tokens {
  const values = settingsOf(facts);
  const perToken = charactersPerToken[architecture] ?? usualCharacters;
  const perWritten = charactersPerCompletionToken[architecture] ?? perToken;
  const limit = maxTokensOf(facts, architecture);
  const { characters = unknownLengths, completionCharacters } = facts.data.sizes;
  const writes = facts.modelTypeId === 'text-to-text';
  const completions = completionCharacters ?? (writes ? unknownCompletions : undefined);
  const more = completions ? completions.mean / perWritten : 0;
  const whole = (text: number) => Math.min(limit, text / perToken + more + endTokens);
  return {
    padded: (batchSize) => whole(longestOf(characters, batchSize)),
    completion: (batchSize) =>
      completions ? longestOf(completions, batchSize) / perWritten + 1 : limit,
    mean: whole(characters.mean),
    maxNew: Math.min(numberIn(values, 'max_new_tokens', 64), limit - 1),
  };
}

/** Tokens of a text that are read at most. */
function maxTokensOf(facts: WorkFacts, architecture: string): number {
  const asked = numberIn(groupIn(settingsOf(facts), 'tokenizer_config'), 'model_max_length', NaN);
  const own = architecture.endsWith('-small')
    ? 256
    : architecture.startsWith('packaged/')
      ? 512
      : 2048;
  return Number.isFinite(asked) ? Math.min(asked, own) : own;
}

/**
 * The expected longest of so many texts, whose lengths are taken as log-normal between their median
 * and their 95th percentile: a batch is padded to it.
 */
function longestOf({ mean, median, p95, max }: LengthSpread, count: number): number {
  if (count <= 1) return mean;
  const logSd = Math.max(0, Math.log(p95 / Math.max(1, median))) / z95;
  const longest = median * Math.exp(logSd * normalQuantile(1 - 0.56 / count));
  return Math.max(mean, Math.min(max, longest));
}

/** Of the upper half, by Abramowitz and Stegun 26.2.23: within 0.00045. */
function normalQuantile(share: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - share));
  const top = 2.515517 + 0.802853 * t + 0.010328 * t * t;
  return t - top / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}
