import * as z from 'zod';
import { parse } from '../parse.ts';
import { unserved } from '../unserved.ts';

const never = unserved({ why: 'files are kept until they are deleted' });

/** `createFile`: a form. */
export const uploadBody = z.strictObject({
  file: z.file("'file' must be a file in a multipart form"),
  purpose: z.string().refine((purpose) => purpose === 'fine-tune', {
    params: { code: 'unsupported_value' },
    error: "must be 'fine-tune'",
  }),
  'expires_after[anchor]': never,
  'expires_after[seconds]': never,
});

/** @throws OpenAiError 400 that names the field */
export function parseUpload(form: unknown): z.infer<typeof uploadBody> {
  return parse(uploadBody, form);
}
