import { addFile, contentOf, deleteFile, getFile, listFiles } from './files.ts';
import { fileToWire } from '../jobs/job-wire.ts';
import { listToWire } from '../list.ts';
import { invalid } from '../open-ai-error.ts';
import type { OpenAiCall, OpenAiRoute } from '../open-ai-route.ts';
import { cursorOf, cursorParameters, formOf, pathParameter } from '../open-ai-route.ts';
import { parseUpload, uploadBody } from './upload-request.ts';

const idOf = (call: OpenAiCall) => pathParameter(call, 'file_id');

async function create(call: OpenAiCall) {
  const { file, purpose } = parseUpload(await formOf(call));
  const bytes = new Uint8Array(await file.arrayBuffer());
  return fileToWire(await addFile(call.scope, { filename: file.name, purpose, bytes }, call.deps));
}

async function list(call: OpenAiCall) {
  const purpose = call.context.req.query('purpose');
  const files = (await listFiles(call.scope, call.deps)).filter(
    (file) => purpose === undefined || file.purpose === purpose,
  );
  if (orderOf(call) === 'asc') files.reverse();
  return listToWire(
    files,
    { ...cursorOf(call), sizes: { usual: 10_000, max: 10_000 } },
    fileToWire,
  );
}

/** @throws OpenAiError 400 */
function orderOf({ context }: OpenAiCall): 'asc' | 'desc' {
  const order = context.req.query('order') ?? 'desc';
  if (order === 'asc' || order === 'desc') return order;
  throw invalid('order', `order is '${order}' but must be 'asc' or 'desc'`);
}

async function content(call: OpenAiCall) {
  const bytes = await contentOf(call.scope, idOf(call), call.deps);
  const headers = { 'content-type': 'application/octet-stream' };
  return call.context.body(bytes as Uint8Array<ArrayBuffer>, 200, headers);
}

async function remove(call: OpenAiCall) {
  await deleteFile(call.scope, idOf(call), call.deps);
  return { id: idOf(call), object: 'file', deleted: true };
}

const one = '/files/:file_id';

export const fileRoutes: readonly OpenAiRoute[] = [
  {
    id: 'createFile',
    method: 'POST',
    path: '/files',
    operation: 'PostInputs',
    body: { schema: uploadBody, isForm: true },
    answer: 'OpenAiFile',
    makesApp: true,
    handle: create,
  },
  {
    id: 'listFiles',
    method: 'GET',
    path: '/files',
    operation: 'ListInputs',
    query: [...cursorParameters, 'purpose', 'order'],
    answer: 'OpenAiFileList',
    handle: list,
  },
  {
    id: 'retrieveFile',
    method: 'GET',
    path: one,
    operation: 'GetInput',
    answer: 'OpenAiFile',
    handle: async (call) => fileToWire(await getFile(call.scope, idOf(call), call.deps)),
  },
  {
    id: 'downloadFile',
    method: 'GET',
    path: `${one}/content`,
    operation: 'GetInput',
    answer: 'bytes',
    handle: content,
  },
  {
    id: 'deleteFile',
    method: 'DELETE',
    path: one,
    operation: 'DeleteInputs',
    answer: 'OpenAiDeleted',
    handle: remove,
  },
];
