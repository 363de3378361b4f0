import * as z from 'zod';

/** Clarifai's names of the statuses that inputs can be asked for by. */
const inputStatuses: Readonly<Record<string, number>> = {
  INPUT_DOWNLOAD_SUCCESS: 30000,
  INPUT_SUCCESS: 30000,
  INPUT_DOWNLOAD_PENDING: 30001,
  INPUT_PENDING: 30001,
  INPUT_DOWNLOAD_FAILED: 30002,
  INPUT_FAILED: 30002,
  INPUT_DOWNLOAD_IN_PROGRESS: 30003,
  INPUT_IN_PROGRESS: 30003,
  INPUT_DUPLICATE: 30100,
  INPUT_UNSUPPORTED_FORMAT: 30101,
  INPUT_INVALID_ARGUMENT: 30104,
};

const annotationStatuses: Readonly<Record<string, number>> = {
  ANNOTATION_SUCCESS: 24150,
  ANNOTATION_PENDING: 24151,
  ANNOTATION_FAILED: 24152,
  ANNOTATION_UNKNOWN_STATUS: 24154,
  ANNOTATION_AWAITING_REVIEW: 24157,
  ANNOTATION_REVIEW_DENIED: 24158,
  ANNOTATION_AWAITING_CONSENSUS_REVIEW: 24159,
};

/** A status by its number, also as text, or by its name. */
function statusSchema(names: Readonly<Record<string, number>>) {
  return z
    .union([z.number(), z.string()])
    .transform((asked) => names[asked] ?? Number(asked))
    .refine(
      (code) => Object.values(names).includes(code),
      `must be one of ${Object.entries(names)
        .map(([name, code]) => `${name} (${code})`)
        .join(', ')}`,
    );
}

export const inputStatusSchema = statusSchema(inputStatuses);
export const annotationStatusSchema = statusSchema(annotationStatuses);
