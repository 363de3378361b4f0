import { ApiError } from '../../../client/api-error.ts';
import { CommandFailure, failureOf, statusOf } from '../../../cli/frame/failure.ts';
import { writeFailure } from '../../../cli/frame/output/write-failure.ts';
import { styleOf } from '../../../cli/frame/output/stream.ts';
import { errors } from '../../../core/errors.ts';
import type { ErrorInfo } from '../../../core/errors.ts';
import { httpCode } from '../../../core/api/http/status.ts';

const asked = (info: ErrorInfo) => {
  const http = info.http ?? (info.code === 'key-missing' ? 401 : httpCode(info.status));
  const status = {
    ...{ code: info.status, description: 'Refused', details: 'x is 7 but must be 8' },
    ...{ developer_notes: info.code, req_id: 'r' },
  };
  return new ApiError(status as never, http, { status } as never);
};

const expected: Readonly<Record<string, number>> = {
  'key-missing': 4,
  'key-invalid': 4,
  'key-not-found': 3,
  'insufficient-scopes': 4,
  throttled: 6,
  'does-not-exist': 3,
  'model-does-not-exist': 3,
  'budget-exceeded': 5,
  'max-price-exceeded': 5,
  'queue-limit': 6,
  'capacity-unavailable': 6,
  'model-deploying': 6,
  'model-busy': 6,
  'storage-full': 6,
  unfinished: 6,
  conflict: 6,
};

test.each(Object.values(errors) as ErrorInfo[])(
  '$code has the exit status of its fault',
  (info) => {
    const failure = failureOf(asked(info), 'http://x');

    expect(failure.exitStatus).toBe(expected[info.code] ?? 1);
    expect(failure.code).toBe(info.code);
    expect(failure.message).toContain('x is 7 but must be 8');
  },
);

test('no message of the service decides the status, but its code', () => {
  expect(statusOf('budget-exceeded', 402)).toBe(5);
  expect(statusOf('queue-limit', 402)).toBe(6);
});

test('what does not answer is named, with the commands that start it', () => {
  const error = new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });

  expect(failureOf(error, 'http://127.0.0.1:9')).toMatchObject({
    exitStatus: 1,
    code: 'unreachable',
    message: expect.stringContaining('Nothing answers at http://127.0.0.1:9 (ECONNREFUSED)'),
    next: expect.arrayContaining(['deeptune serve']),
  });
});

test.each([
  [undefined, 'error: a \\u001b[31m [usage]\n  try: deeptune types\n'],
  [
    'json' as const,
    '{"error":{"code":"usage","message":"a \\u001b[31m","exitStatus":2,"next":["deeptune types"]}}\n',
  ],
])('with --format %s it is written so', (format, wanted) => {
  let text = '';
  const write = (more: string) => void (text += more);
  const err = { write, isTerminal: false, columns: 80, style: styleOf(false) };
  const failure = new CommandFailure('a \u001b[31m', { exitStatus: 2, next: ['deeptune types'] });

  writeFailure({ err, environment: {} }, failure, format ? { format } : {});

  expect(text).toBe(wanted);
});
