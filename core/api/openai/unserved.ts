import * as z from 'zod';

/** How a field of OpenAI's is refused that cannot be honoured. */
export interface Unserved {
  /** Values that ask for nothing, beside null: they pass. */
  readonly harmless?: readonly unknown[];
  /** What to do instead, or why it is not there. */
  readonly why?: string;
}

/**
 * A field of OpenAI's that is refused by its name rather than ignored: what is asked for and not
 * done would go unnoticed.
 */
export function unserved({ harmless = [], why = 'leave it out' }: Unserved = {}) {
  const passes = harmless.map((value) => JSON.stringify(value));
  return z
    .unknown()
    .refine(
      (value) => value === null || value === undefined || passes.includes(JSON.stringify(value)),
      {
        params: { code: 'unsupported_parameter' },
        error: why,
      },
    )
    .optional();
}

/** A field that changes nothing of the answer, such as a note for OpenAI's own statistics. */
export const withoutEffect = z.unknown().optional();
