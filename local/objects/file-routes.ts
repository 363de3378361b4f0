import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import { formatOf } from '../../core/dataset/image/image-facts.ts';
import type { FileObjects } from './file-objects.ts';

/**
 * Signed links to objects, and for uploads: what S3 does itself on AWS. Like S3, it refuses an
 * upload of another size than was signed with 403.
 */
export function serveFiles(app: Hono, objects: FileObjects): void {
  app.get('/files/*', async ({ req, text }) => {
    const key = objects.verifyDownload(...linkOf(req.url));
    const head = key === undefined ? undefined : await objects.head(key);
    if (!head) return text(notValid, 403);
    const body = Readable.toWeb(createReadStream(objects.pathOf(head.key))) as ReadableStream;
    const start = (await objects.get(head.key, { start: 0, end: 15 })) ?? new Uint8Array();
    return new Response(body, {
      headers: {
        'content-type': contentType(head.key, start),
        'content-length': String(head.size),
        'x-content-type-options': 'nosniff',
      },
    });
  });
  app.put('/files/*', async ({ req, text }) => {
    const upload = objects.verifyUpload(...linkOf(req.url));
    if (!upload) return text(notValid, 403);
    const isWritten = await objects.putStream(upload, req.raw.body ?? []);
    return isWritten ? text('') : text(`This link takes exactly ${upload.size} bytes`, 403);
  });
}

const notValid = 'This link is not valid (any more)';

const typesOfNames: Readonly<Record<string, string>> = {
  '.zip': 'application/zip',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.log': 'text/plain; charset=utf-8',
};

/**
 * By the name, or for a picture, whose key is its digest, by how it begins. Nothing that a browser
 * would run.
 */
function contentType(key: string, start: Uint8Array): string {
  const named = typesOfNames[extname(key)];
  if (named) return named;
  const image = formatOf(start);
  return image ? `image/${image}` : 'application/octet-stream';
}

function linkOf(text: string): [path: string, query: URLSearchParams] {
  const { pathname, searchParams } = new URL(text);
  return [pathname, searchParams];
}
