import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { standingOf } from '../../../../core/training/words/standing.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Loading } from '../../../parts/states.tsx';
import { StandingBadge } from '../../../parts/version/standing-badge.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import { MoveDialog } from './move-dialog.tsx';
import type { Verb } from './move-dialog.tsx';
import { usePromotions } from './use-promotions.ts';

interface StandingProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** Whether a version answers predictions, why not, and what can be done about it. */
export function StandingPanel({ modelId, version }: StandingProps) {
  const app = useAppId();
  const { data, error } = usePromotions(modelId);
  const [verb, setVerb] = useState<Verb>();
  const gate = version.metadata?.deeptune?.gate;
  if (!data) return error ? null : <Loading what="which version answers" />;
  const answering = data.promoted_version_id;
  const standing = standingOf({ id: version.id, verdict: gate?.verdict }, answering);
  const before = data.promotions.find(({ versionId }) => versionId === answering)?.fromVersionId;
  const target = verb === 'Roll back' ? before : version.id;
  return (
    <Panel
      title={`${versionName(version.id)}: does it answer?`}
      actions={
        <>
          {standing !== 'promoted' && stateOf(version).name === 'trained' && (
            <button
              type="button"
              class={standing === 'awaits-approval' ? 'primary' : ''}
              onClick={() => setVerb(standing === 'awaits-approval' ? 'Approve' : 'Promote')}
            >
              {standing === 'awaits-approval' ? 'Approve' : 'Promote'}
            </button>
          )}
          {standing === 'promoted' && before !== undefined && (
            <button type="button" onClick={() => setVerb('Roll back')}>
              Roll back to {versionName(before)}
            </button>
          )}
        </>
      }
    >
      <div class="stack">
        <p class="row">
          <StandingBadge standing={standing} />
          {standing === 'promoted' ? (
            <span>It answers predictions, evaluations and exports that name no version.</span>
          ) : answering === undefined ? (
            <span>No version was promoted yet: the newest that can answers.</span>
          ) : (
            <span>
              <a href={addresses.model(app, modelId, 'retraining', { version: answering })}>
                {versionName(answering)}
              </a>{' '}
              answers.
            </span>
          )}
        </p>
        {gate && gate.reasons.length > 0 && (
          <ul>
            {gate.reasons.map(({ code, message }, at) => (
              <li key={`${code}${at}`}>{message}</li>
            ))}
          </ul>
        )}
      </div>
      {verb && target !== undefined && (
        <MoveDialog
          {...{ modelId, verb, answering, versionId: target }}
          onClose={() => setVerb(undefined)}
        />
      )}
    </Panel>
  );
}
