import * as z from 'zod';
import type { InputCondition } from '../../../dataset/record/input-filter.ts';
import { inputStatusSchema } from '../../http/status-names.ts';
import {
  dataConditionFields,
  dataFromWire,
  given,
  givenImage,
  givenText,
} from './data-condition-wire.ts';

const kinds = ['image', 'text', 'audio', 'video'] as const;

/** `Input` as a search asks for it. */
export const inputConditionSchema = z.strictObject({
  id: z.string().optional(),
  dataset_ids: z.array(z.string()).optional(),
  status: z.strictObject({ code: inputStatusSchema }).optional(),
  data: z
    .strictObject({
      ...dataConditionFields,
      image: givenImage,
      text: givenText,
      audio: given,
      video: given,
    })
    .optional(),
});

export function inputConditionFromWire({
  id,
  dataset_ids: datasetIds,
  status,
  data = {},
}: z.infer<typeof inputConditionSchema>): InputCondition {
  return {
    id: id || undefined,
    datasetIds,
    status: status?.code,
    kinds: kinds.filter((kind) => data[kind] !== undefined),
    ...dataFromWire(data),
  };
}
