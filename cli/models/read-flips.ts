import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { RowPrediction } from '../../core/api/wire/messages.ts';
import { everyPage } from '../every-page.ts';

/** What two versions answer to the same held-out inputs. */
export interface Flips {
  /** Held-out inputs that both were asked about. */
  readonly asked: number;
  /** Right before and wrong now. */
  readonly negative: readonly FlippedInput[];
  /** Wrong before and right now. */
  readonly positive: readonly FlippedInput[];
}

export interface FlippedInput {
  readonly id: string;
  readonly filename: string | undefined;
}

/** Two versions of one model. */
export interface TwoVersions {
  readonly modelId: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Compares the answers that two versions gave to inputs that neither learned from. Undefined where
 * one of them has none that were kept, or they have none in common.
 * @throws ApiError
 */
export async function readFlips(
  client: Client,
  { modelId, from, to }: TwoVersions,
): Promise<Flips | undefined> {
  const [before, after] = [await rowsOf(client, modelId, from), await rowsOf(client, modelId, to)];
  const known = new Map(before.map((row) => [row.input_id, row.isCorrect]));
  const common = after.filter(
    (row) => row.isCorrect !== undefined && known.get(row.input_id) !== undefined,
  );
  if (common.length === 0) return undefined;
  const flipped = (was: boolean) =>
    common
      .filter((row) => known.get(row.input_id) === was && row.isCorrect !== was)
      .map(({ input_id: id, filename }) => ({ id, filename }));
  return { asked: common.length, negative: flipped(true), positive: flipped(false) };
}

async function rowsOf(
  client: Client,
  modelId: string,
  versionId: string,
): Promise<readonly RowPrediction[]> {
  const at = { model_id: modelId, version_id: versionId, order: 'input' };
  const rows: RowPrediction[] = [];
  const pages = everyPage(
    async (page) =>
      (await client.call('ListModelVersionHeldOutPredictions', { ...at, ...page })).predictions,
  );
  try {
    for await (const row of pages) rows.push(row);
  } catch (error) {
    // A host of an earlier release does not serve them.
    if (error instanceof ApiError && [404, 501].includes(error.httpStatus)) return [];
    throw error;
  }
  return rows;
}
