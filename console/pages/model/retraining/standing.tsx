import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { standingOf } from '../../../../core/training/words/standing.ts';
import type { Standing } from '../../../../core/training/words/standing.ts';
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
        <Actions
          standing={standing}
          isTrained={stateOf(version).name === 'trained'}
          before={before}
          onAsk={setVerb}
        />
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

interface ActionsProps {
  readonly standing: Standing | undefined;
  readonly isTrained: boolean;
  /** What answered before the version that does now. */
  readonly before: string | undefined;
  readonly onAsk: (verb: Verb) => void;
}

function Actions({ standing, isTrained, before, onAsk }: ActionsProps) {
  if (standing === 'promoted')
    return before === undefined ? null : (
      <button type="button" onClick={() => onAsk('Roll back')}>
        Roll back to {versionName(before)}
      </button>
    );
  if (!isTrained) return null;
  const verb = standing === 'awaits-approval' ? 'Approve' : 'Promote';
  return (
    <button type="button" class={verb === 'Approve' ? 'primary' : ''} onClick={() => onAsk(verb)}>
      {verb}
    </button>
  );
}
