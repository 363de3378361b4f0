import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Hono } from 'hono';
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
    return new Response(
      Readable.toWeb(createReadStream(objects.pathOf(head.key))) as ReadableStream,
    );
  });
  app.put('/files/*', async ({ req, text }) => {
    const upload = objects.verifyUpload(...linkOf(req.url));
    if (!upload) return text(notValid, 403);
    const isWritten = await objects.putStream(upload, req.raw.body ?? []);
    return isWritten ? text('') : text(`This link takes exactly ${upload.size} bytes`, 403);
  });
}

const notValid = 'This link is not valid (any more)';

function linkOf(text: string): [path: string, query: URLSearchParams] {
  const { pathname, searchParams } = new URL(text);
  return [pathname, searchParams];
}
