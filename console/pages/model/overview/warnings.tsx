import { Flash } from '../../../parts/flash.tsx';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';

/** What was said about the data of a training: nothing of it keeps anybody from using it. */
export function Warnings({ version }: { version: ModelVersion }) {
  const warnings = version.metadata?.deeptune?.warnings ?? [];
  const { notPredictable } = version.metadata?.deeptune ?? {};
  if (warnings.length === 0 && notPredictable === undefined) return null;
  return (
    <section class="stack" aria-label="Warnings">
      {notPredictable !== undefined && (
        <Flash tone="warn">
          This version cannot be predicted with on this host: {notPredictable}
        </Flash>
      )}
      {warnings.map(({ code, message, advice }) => (
        <Flash key={code} tone="warn">
          <p>{message}</p>
          <p class="hint">
            {advice} ({code})
          </p>
        </Flash>
      ))}
    </section>
  );
}
