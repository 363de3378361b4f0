import * as z from 'zod';
import type { AskedInput } from '../../../dataset/query/input-filter.ts';
import { inputStatusSchema } from '../../http/status-names.ts';
import { askedData, dataFromWire, given } from './data-condition-wire.ts';

const kinds = ['image', 'text', 'audio', 'video'] as const;

/** `Input` as a search asks for it. */
export const askedInputSchema = z.strictObject({
  id: z.string().optional(),
  dataset_ids: z.array(z.string()).optional(),
  status: z.strictObject({ code: inputStatusSchema }).optional(),
  data: z
    .strictObject({ ...askedData, image: given, text: given, audio: given, video: given })
    .optional(),
});

export function askedInputFromWire({
  id,
  dataset_ids: datasetIds,
  status,
  data = {},
}: z.infer<typeof askedInputSchema>): AskedInput {
  return {
    id: id || undefined,
    datasetIds,
    status: status?.code,
    kinds: kinds.filter((kind) => data[kind] !== undefined),
    ...dataFromWire(data),
  };
}
