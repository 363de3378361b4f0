import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { Feedback } from '../../../dataset/annotation/feedback.ts';
import { idSchema } from '../../http/ids.ts';
import { contentOf, dataSchema, metadataSchema } from '../inputs/input-wire.ts';
import { regionFromWire, regionInfoSchema, regionSchema } from './region-wire.ts';

/** What the older documentation lets a client say of a predicted region; absent: it is right. */
const verdicts = ['accurate', 'not_detected', 'misplaced', 'false_positive'] as const;

const judgedRegion = regionSchema.extend({
  region_info: regionInfoSchema.extend({ feedback: z.enum(verdicts).default('accurate') }),
});

const infoSchema = metadataSchema.refine(
  ({ event_type: type = 'annotation' }) => type === 'annotation',
  'must have the event_type annotation, the only feedback that labels',
);

/** Feedback on a prediction, as Clarifai's oldest clients send it. */
export const feedbackSchema = z
  .object({
    input: z.object({
      id: idSchema.optional(),
      data: dataSchema.extend({ regions: z.array(judgedRegion).max(1000).default([]) }),
      feedback_info: infoSchema,
    }),
  })
  .transform(({ input: { id, data, feedback_info } }): Feedback => {
    const isRight = ({ region_info: { feedback } }: z.infer<typeof judgedRegion>) =>
      feedback === 'accurate' || feedback === 'not_detected';
    return {
      ...(id === undefined ? {} : { inputId: id }),
      content: contentOf(data),
      concepts: data.concepts,
      regions: data.regions.filter(isRight).map(regionFromWire),
      withdrawn: data.regions.filter((region) => !isRight(region)).map(regionFromWire),
      info: feedback_info as JsonObject,
    };
  });
