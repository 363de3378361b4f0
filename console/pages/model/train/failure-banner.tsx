import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { Flash } from '../../../parts/flash.tsx';
import { dollars } from '../../../parts/figures/in-words.ts';
import { stateOf } from '../../../parts/version/version-state.ts';

const faults: Readonly<Record<string, string>> = {
  user: 'The data or the settings are the reason.',
  platform: 'The service is the reason, not the data.',
};

/** What is not the data's or the settings' fault either, by its code, with what to do. */
const others: Readonly<Record<string, string>> = {
  'estimate-outdated': 'It did not begin. “Train again” shows the new estimate first.',
};

/** Why a training failed or was stopped, whose fault it was, what was charged. */
export function FailureBanner({ version }: { version: ModelVersion }) {
  const { failure, settlement } = version.metadata?.deeptune ?? { status: '' };
  const { name } = stateOf(version);
  if (name === 'stopped') return <Flash tone="warn">{version.status.details}</Flash>;
  if (!failure) return null;
  return (
    <Flash tone="error">
      <p>
        <b>{failure.message}</b>
      </p>
      <p class="hint">
        {others[failure.code] ?? faults[failure.fault] ?? ''} code {failure.code}
        {settlement && `, charged ${dollars(settlement.amountMicros)}`}
      </p>
    </Flash>
  );
}
