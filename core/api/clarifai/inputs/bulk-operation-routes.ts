import * as z from 'zod';
import type { BulkOperation } from '../../../dataset/input/bulk-operation.ts';
import { carryOut } from '../../../dataset/input/bulk-operation.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readAll, readRecord } from '../../../records/records.ts';
import { newestFirst } from '../../../records/sequence.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { bulkOperationToWire, bulkRequestsFromWire, newBulkOperations } from './bulk-wire.ts';

async function post(call: RequestContext): Promise<Answer<'PostBulkOperations'>> {
  const scope = await scopeOf(call);
  const done: BulkOperation[] = [];
  for (const order of bulkRequestsFromWire(call))
    done.push(await carryOut(scope, order, call.deps));
  return { bulk_operation: done.map((operation) => bulkOperationToWire(operation, scope)) };
}

async function list(call: RequestContext): Promise<Answer<'ListBulkOperations'>> {
  const scope = await scopeOf(call);
  const all = await readAll<BulkOperation>(call.deps.table, keys.bulkOperationsOf(scope));
  return {
    bulk_operation: paged(call, all.sort(newestFirst)).map((operation) =>
      bulkOperationToWire(operation, scope),
    ),
  };
}

async function find(call: RequestContext, scope: Scope, id: string): Promise<BulkOperation> {
  const stored = await readRecord<BulkOperation>(call.deps.table, keys.bulkOperation(scope, id));
  if (!stored) throw fail('doesNotExist', `Bulk operation '${id}' does not exist`);
  return stored.value;
}

async function get(call: RequestContext): Promise<Answer<'GetBulkOperation'>> {
  const scope = await scopeOf(call);
  return { bulk_operation: bulkOperationToWire(await find(call, scope, param(call, 'id')), scope) };
}

/** Each was carried out within its request: it is too late, and they are shown as they are. */
async function cancel(call: RequestContext): Promise<Answer<'CancelBulkOperations'>> {
  const scope = await scopeOf(call);
  const found: BulkOperation[] = [];
  for (const id of idsOf(call)) found.push(await find(call, scope, id));
  return { bulk_operation: found.map((operation) => bulkOperationToWire(operation, scope)) };
}

/** Deletes the records; what the operations did stays done. */
async function remove(call: RequestContext): Promise<Answer<'DeleteBulkOperations'>> {
  const scope = await scopeOf(call);
  for (const id of idsOf(call)) await find(call, scope, id);
  for (const id of idsOf(call))
    await call.deps.table.write([{ delete: keys.bulkOperation(scope, id) }]);
  return {};
}

const named = z.object({ ids: z.array(z.string()).max(128).default([]) });

function idsOf(call: RequestContext): readonly string[] {
  return parse(named, call.body).ids;
}

const all = { path: '/bulk_operations', under: 'app' } as const;

export const bulkOperationRoutes: readonly Route[] = [
  {
    operation: 'PostBulkOperations',
    method: 'POST',
    ...all,
    body: newBulkOperations,
    handle: post,
  },
  { operation: 'ListBulkOperations', method: 'GET', ...all, query: paging, handle: list },
  { operation: 'CancelBulkOperations', method: 'PATCH', ...all, body: named, handle: cancel },
  { operation: 'DeleteBulkOperations', method: 'DELETE', ...all, body: named, handle: remove },
  {
    operation: 'GetBulkOperation',
    method: 'GET',
    path: '/bulk_operations/:id',
    under: 'app',
    handle: get,
  },
];
