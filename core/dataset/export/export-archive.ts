import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import type { JsonObject } from '../../json.ts';
import { toCoco } from './coco.ts';
import type { DatasetVersion, ManifestRow } from '../version/dataset-version.ts';
import type { ExportSource } from './export-content.ts';
import { exportedInput } from './export-content.ts';
import { encodeInputBatch } from '../input/input-batch.ts';

export const exportFormats = ['CLARIFAI_DATA_PROTOBUF', 'CLARIFAI_DATA_JSON', 'COCO'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Inputs of one batch file. */
const batchSize = 1_000;

/**
 * Entry `mimetype` of each archive: how a reader tells them apart. COCO's is ours, nobody published
 * one.
 */
const mimeTypes: Readonly<Record<ExportFormat, string>> = {
  CLARIFAI_DATA_PROTOBUF: 'application/x.clarifai-data+protobuf',
  CLARIFAI_DATA_JSON: 'application/x.clarifai-data+json',
  COCO: 'application/x.coco+json',
};

/** The earliest time that a ZIP can hold: the same content is always the same archive. */
const mtime = '1980-01-01T00:00:00';

/** A dataset version as a ZIP. */
export function exportArchive(
  format: ExportFormat,
  version: DatasetVersion,
  rows: readonly ManifestRow[],
  source: ExportSource,
): Uint8Array {
  const files =
    format === 'COCO'
      ? cocoFiles(version, rows, source.objects)
      : batches(format, version, rows, source);
  // The first entry and not compressed, so that the type can be read off the first bytes.
  const mimetype: Zippable = { mimetype: [utf8(mimeTypes[format]), { level: 0 }] };
  return zipSync({ ...mimetype, ...files }, { mtime });
}

function batches(
  format: Exclude<ExportFormat, 'COCO'>,
  version: DatasetVersion,
  rows: readonly ManifestRow[],
  source: ExportSource,
): Zippable {
  const files: Zippable = {};
  for (let at = 0; at < rows.length; at += batchSize) {
    const inputs = rows.slice(at, at + batchSize).map((row) => exportedInput(row, version, source));
    // Clarifai's SDK reads the number of inputs off the end of each name.
    const name = `all/batch-${String(at / batchSize).padStart(6, '0')}_n${inputs.length}`;
    files[name] = format === 'CLARIFAI_DATA_JSON' ? json({ inputs }) : encodeInputBatch(inputs);
  }
  return files;
}

function cocoFiles(...of: Parameters<typeof toCoco>): Zippable {
  const { annotations, files } = toCoco(...of);
  return { 'annotations.json': json(annotations), ...files };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const json = (value: JsonObject) => utf8(JSON.stringify(value));
