import * as z from 'zod';
import type { Upload } from '../../../dataset/input/upload.ts';
import { createUploads } from '../../../dataset/input/upload.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { int64, parse, scopeOf } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import type { Answer, Route } from '../../http/route.ts';
import { status } from '../../http/status.ts';
import type { Upload as UploadMessage } from '../../wire/messages.ts';

/** UPLOAD_IN_PROGRESS: the link is there, the bytes are still to come. */
const inProgress = 68000;

const newUpload = z
  .object({
    id: z.union([idSchema, z.literal('')]).optional(),
    content_name: z.string().max(1024).default(''),
    content_length: int64.pipe(z.int().min(1)),
  })
  .transform(({ id, content_name: name, content_length: size }) => ({
    id: id || undefined,
    name,
    size,
  }));

/** As many as inputs in one call. */
const newUploads = z.object({ uploads: z.array(newUpload).min(1).max(128) });

async function post(call: RequestContext): Promise<Answer<'PostUploads'>> {
  const scope = await scopeOf(call);
  const { uploads: asked } = parse(newUploads, call.body);
  const uploads = await createUploads(scope, asked, call.deps);
  return { uploads: uploads.map((upload, index) => toWire(upload, asked[index]?.name ?? '')) };
}

function toWire(upload: Upload, contentName: string): UploadMessage {
  return {
    id: upload.id,
    created_at: upload.createdAt,
    expires_at: upload.expiresAt,
    content_name: contentName,
    content_length: String(upload.size),
    content_url: upload.url,
    status: status(inProgress),
  };
}

export const uploadRoutes: readonly Route[] = [
  {
    operation: 'PostUploads',
    method: 'POST',
    path: '/uploads',
    under: 'app',
    body: newUploads,
    handle: post,
  },
];
