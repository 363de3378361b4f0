import type { SizeLimits } from '../../core/api/http/body/size-limits.ts';

/**
 * A Lambda takes an event of 6 MB and gives an answer of 6 MB (AWS, Lambda quotas: 6,291,456 bytes
 * each), the body of either as a text in a JSON document. API Gateway lets 10 MB through; what is
 * between the two it refuses itself. A request that adds inputs is answered with them, so that it
 * must be smaller than its answer may be.
 */
export const lambdaSizeLimits: SizeLimits = {
  requestBytes: 5_800_000,
  answerBytes: 6_100_000,
  isWrapped: true,
};
