import type { GateVerdict } from '../../../core/model/promotion/gate-result.ts';
import { answeringVersion, awaitsApproval } from '../../../core/model/answering-version.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';

const at = '2026-11-29T08:00:00.000Z';

/** A version as the rule looks at it. */
function version(id: string, status: string, verdict?: GateVerdict): ModelVersion {
  const gate = verdict ? { gate: { verdict, at } } : {};
  const metrics = status === 'trained' || status === 'loadable' ? { metrics: {} } : {};
  const stored = status === 'loadable' ? 'stopped' : status;
  return { id, status: stored, ...metrics, ...gate } as unknown as ModelVersion;
}

const promoted = (versionId: string, since = at) => ({
  promoted: { versionId, sequence: 1, at: since },
});

test.each([
  ['the promoted one', promoted('b'), [version('c', 'trained'), version('b', 'trained')], 'b'],
  ['of earlier releases the newest', {}, [version('c', 'trained'), version('b', 'trained')], 'c'],
  ['not one that trains', {}, [version('c', 'training'), version('b', 'trained')], 'b'],
  ['one that was stopped, too', {}, [version('c', 'loadable'), version('b', 'trained')], 'c'],
  ['not one without weights', {}, [version('c', 'stopped'), version('b', 'failed')], undefined],
  ['not one held back', {}, [version('c', 'trained', 'hold-back'), version('b', 'trained')], 'b'],
  ['not one that waits', {}, [version('c', 'trained', 'await-approval')], undefined],
  [
    'one held back that a person promoted',
    promoted('c'),
    [version('c', 'trained', 'hold-back')],
    'c',
  ],
  ['another where it is gone', promoted('gone'), [version('c', 'trained', 'promote')], 'c'],
])('%s answers', (_, model, versions, id) => {
  expect(answeringVersion(model, versions)?.id).toBe(id);
});

test.each([
  ['waits', version('c', 'trained', 'await-approval'), {}, true],
  [
    'waits behind what was promoted before',
    version('c', 'trained', 'await-approval'),
    promoted('b', '2026-11-28T08:00:00.000Z'),
    true,
  ],
  [
    'waits no more',
    version('c', 'trained', 'await-approval'),
    promoted('c', '2026-11-29T09:00:00.000Z'),
    false,
  ],
  ['was held back', version('c', 'trained', 'hold-back'), {}, false],
  ['is of an earlier release', version('c', 'trained'), {}, false],
] as const)('a version that %s', (_, of, model, awaits) => {
  expect(awaitsApproval(of, model)).toBe(awaits);
});
