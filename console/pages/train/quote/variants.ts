import type { Quote } from '../../../../core/api/wire/messages.ts';
import { nameOf } from '../order/fields.ts';
import { trainingBody } from '../order/training-body.ts';
import type { Resolved, TrainingBody } from '../order/training-body.ts';
import { queryOf } from '../order/order.ts';

/** Choices that are kept to be compared, or that a quote was asked for. */
export interface Variant {
  /** Equal of equal trainings: a quote holds for these and no others. */
  readonly key: string;
  /** Parameters of the address that has these choices. */
  readonly query: Readonly<Record<string, string>>;
  /** What differs from the template's defaults: `num_epochs 3`. */
  readonly name: string;
  readonly body: TrainingBody;
  readonly quote?: Quote;
}

/** The choices of the page as one that can be kept. */
export function variantOf(resolved: Resolved, typeId: string): Variant {
  const { choices, templateId, fields } = resolved;
  const body = trainingBody(resolved);
  const names = new Set(fields.map(nameOf));
  const settings = Object.entries(choices.settings)
    .filter(([name]) => names.has(name))
    .map(([name, value]) => `${name} ${value === '' ? '(empty)' : value}`);
  const template = templateId ?? 'template of the version to go on from';
  return {
    key: JSON.stringify([choices.modelId, typeId, body]),
    query: queryOf(choices),
    name: [template, ...settings].join(', '),
    body,
  };
}

/** The kept ones with this one among them: in its place where it is kept already, else last. */
export function withVariant(kept: readonly Variant[], one: Variant): readonly Variant[] {
  if (!kept.some(({ key }) => key === one.key)) return [...kept, one];
  return kept.map((each) => (each.key === one.key ? one : each));
}

/** Each with the quote that was answered for it, in the same order. */
export function withQuotes(
  asked: readonly Variant[],
  quotes: readonly Quote[],
): readonly Variant[] {
  return asked.map((variant, at) => {
    const quote = quotes[at];
    return quote ? { ...variant, quote } : variant;
  });
}

/** `2 h 5 min`, down to the second in the last hour; empty once it is over. */
export function secondsLeft(expiresAt: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 1000));
}
