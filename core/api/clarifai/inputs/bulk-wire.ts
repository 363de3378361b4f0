import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type {
  BulkChange,
  BulkOperation,
  BulkRequest,
  BulkSource,
} from '../../../dataset/input/bulk-operation.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import { status } from '../../http/status.ts';
import { someConceptsSchema } from './concept-wire.ts';
import { searchSchema } from '../search/search-wire.ts';
import { geoSchema, metadataSchema } from './input-wire.ts';
import type { BulkOperation as BulkOperationMessage } from '../../wire/messages.ts';

const concepts = z.object({ concepts: someConceptsSchema });
const metadata = z.object({ metadata: metadataSchema });
const dataset = z.object({ dataset_id: idSchema });

/** Each kind of operation on the wire, and what it means. What stands nowhere here is refused. */
const changes: Readonly<Record<string, (value: unknown) => BulkChange>> = {
  add_concepts: (value) => ({ kind: 'add-concepts', ...parse(concepts, value) }),
  delete_concepts: (value) => ({ kind: 'delete-concepts', ...parse(concepts, value) }),
  add_metadata: (value) => ({
    kind: 'add-metadata',
    metadata: parse(metadata, value).metadata as JsonObject,
  }),
  delete_metadata: (value) => ({
    kind: 'delete-metadata',
    metadata: parse(metadata, value).metadata as JsonObject,
  }),
  overwrite_geo: (value) => ({
    kind: 'overwrite-geo',
    geo: parse(z.object({ geo: geoSchema }), value).geo.geo_point,
  }),
  delete_geo: () => ({ kind: 'delete-geo' }),
  add_to_dataset: (value) => ({
    kind: 'add-to-dataset',
    datasetId: parse(dataset, value).dataset_id,
  }),
  delete_from_dataset: (value) => ({
    kind: 'delete-from-dataset',
    datasetId: parse(dataset, value).dataset_id,
  }),
};

const orderSchema = z.object({
  input_ids: z.object({ input_ids: z.array(z.string()) }).optional(),
  search: searchSchema.optional(),
  dataset: z.object({ id: idSchema }).optional(),
  operation: z.record(z.string(), z.unknown()),
});

/** `PostBulkOperations`; what stands in each is read one by one. */
export const newBulkOperations = z.object({
  bulk_operations: z.array(z.record(z.string(), z.unknown())).min(1).max(10),
});

/** @throws DeeptuneError bad-request-format, invalid-request, not-supported */
export function bulkRequestsFromWire(call: RequestContext): BulkRequest[] {
  return parse(newBulkOperations, call.body).bulk_operations.map((wire) => {
    const order = parse(orderSchema, wire);
    const { input_ids, search, dataset: of, operation } = wire as JsonObject;
    const request = { input_ids, search, dataset: of, operation };
    return {
      source: sourceOf(order),
      change: changeOf(order.operation),
      request: JSON.parse(JSON.stringify(request)) as JsonObject,
    };
  });
}

function sourceOf({
  input_ids: named,
  search,
  dataset: of,
}: z.infer<typeof orderSchema>): BulkSource {
  const input = of && { datasetIds: [of.id] };
  const sources: (BulkSource | undefined)[] = [
    named && { inputIds: named.input_ids },
    search && { filters: search },
    input && { filters: [{ negate: false, input }] },
  ];
  const [source, ...more] = sources.filter((each) => each !== undefined);
  if (source && more.length === 0) return source;
  throw fail('invalidRequest', 'A bulk operation needs one of input_ids, search and dataset');
}

function changeOf(operation: Readonly<Record<string, unknown>>): BulkChange {
  const [name = 'none', ...more] = Object.keys(operation);
  const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
  if (change && more.length === 0) return change(operation[name]);
  throw fail(
    more.length > 0 ? 'invalidRequest' : 'notSupported',
    `Operation is ${[name, ...more].join(' and ')}; it must be one of ${Object.keys(changes).join(', ')}`,
  );
}

export function bulkOperationToWire(operation: BulkOperation, scope: Scope): BulkOperationMessage {
  return {
    id: operation.id,
    app_id: scope.appId,
    ...operation.request,
    status: status(25400),
    progress: { processed: operation.processed, last_processed_id: operation.lastProcessedId },
    created_by: operation.createdBy,
    created_at: operation.createdAt,
    last_modified_at: operation.createdAt,
  };
}
