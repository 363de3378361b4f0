import { bytesFromBase64 } from '../dataset/image/base64.ts';
import type { ImageSize } from '../dataset/image/image-size.ts';
import { decodePng } from '../dataset/image/png.ts';
import { positivesOf } from '../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import { fail } from '../errors.ts';
import { normalTest } from '../job/request/row-facts.ts';
import type { ConceptRef } from '../model/model-version.ts';
import { conceptsOfVersion } from '../model/model-version.ts';
import { rocAuc } from './curves.ts';
import { assertInputs } from './enough.ts';
import type { Report } from './figures.ts';
import { meanOf } from './figures.ts';
import { figuresOfReport } from './held-out.ts';
import type { LevelCounts } from './level-counts.ts';
import { countLevels, rocAucOfLevels } from './level-counts.ts';
import type { Scorer, PredictedRow } from './measure.ts';
import { gridOf, pixelsOf, resized } from './region-pixels.ts';

/** What is kept of one image. */
export interface AnomalyRow {
  readonly isAnomalous: boolean;
  /** How sure the model is of an anomaly, 0 to 1. */
  readonly value: number;
  /** How many sound and damaged pixels have each heat; absent where nobody marked what is damaged. */
  readonly heat?: LevelCounts;
}

/** From this value on an image counts as anomalous. */
const threshold = 0.5;

/** Anomaly models: how well normal images are told from anomalous ones, and sound pixels from damaged ones. */
export const anomaly: Scorer<AnomalyRow> = {
  rowsPerCall: 8,
  conceptsOf: conceptsOfVersion,
  rowsOf: (rows) => rows.filter(({ object }) => object !== null),
  assertEnough: (rows, { concepts }) => {
    const anomalous = rows.filter((row) => isAnomalous(row, concepts)).length;
    assertInputs(
      new Map([
        ['normal', rows.length - anomalous],
        ['anomaly', anomalous],
      ]),
    );
  },
  keep: async (predicted) => {
    const { row, concepts } = predicted;
    const isMarked = !isAnomalous(row, concepts) || damages(row, concepts).length > 0;
    return {
      isAnomalous: isAnomalous(row, concepts),
      value: valueOf(predicted),
      ...(isMarked ? { heat: await heatOf(predicted) } : {}),
    };
  },
  figuresOf: (kept) => figuresOfReport(anomalyReport(kept)),
};

/** Normal is what has no concept but a normal one, anywhere. */
function isAnomalous(row: ManifestRow, concepts: readonly ConceptRef[]): boolean {
  return !positivesOf(row).every(normalTest(concepts));
}

/** The regions that mark damage. */
function damages(row: ManifestRow, concepts: readonly ConceptRef[]) {
  const isNormal = normalTest(concepts);
  return (row.regions ?? []).filter(
    (region) => !positivesOf({ concepts: region.concepts }).every(isNormal),
  );
}

/** The model answers with two concepts: the anomaly's and the normal one's. */
function valueOf({ prediction, concepts }: PredictedRow): number {
  const isNormal = normalTest(concepts);
  const found = prediction.concepts?.find(({ id }) => !isNormal(id));
  if (!found) throw fail('inputUnsupported', 'The model answered without the concept of anomalies');
  return found.value;
}

async function heatOf(predicted: PredictedRow): Promise<LevelCounts> {
  const bytes = bytesFromBase64(predicted.prediction.heatmap_base64 ?? '');
  if (!bytes) throw fail('inputUnsupported', 'The model answered without a heatmap');
  const grid = gridOf(predicted.image ?? new Uint8Array());
  return countLevels(resized(decodePng(bytes), grid), await damageOf(predicted, grid));
}

/** The damaged pixels, 1 each. */
async function damageOf(
  { row, concepts, read }: PredictedRow,
  grid: ImageSize,
): Promise<Uint8Array> {
  const damage = new Uint8Array(grid.width * grid.height);
  for (const region of damages(row, concepts)) {
    const pixels = await pixelsOf(region, grid, read);
    pixels.forEach((isMarked, at) => {
      if (isMarked) damage[at] = 1;
    });
  }
  return damage;
}

/** {count, normal, anomalous, imageAuroc, pixelAuroc, foundPercent, falseAlarmPercent} as `report` of the container's `anomaly_report.py`. */
export function anomalyReport(rows: readonly AnomalyRow[]): Report {
  const claims = rows.map(({ value, isAnomalous: isTrue }) => ({ score: value, isTrue }));
  const alarms = (isTrue: boolean) => {
    const chosen = claims.filter((claim) => claim.isTrue === isTrue);
    const share = meanOf(chosen.map(({ score }) => Number(score >= threshold)));
    return share === null ? null : 100 * share;
  };
  const anomalous = claims.filter(({ isTrue }) => isTrue).length;
  return {
    count: rows.length,
    normal: rows.length - anomalous,
    anomalous,
    imageAuroc: rocAuc(claims) ?? null,
    pixelAuroc: rocAucOfLevels(rows.flatMap(({ heat }) => (heat ? [heat] : []))) ?? null,
    foundPercent: alarms(true),
    falseAlarmPercent: alarms(false),
  };
}
