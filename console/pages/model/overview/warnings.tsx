import type { ModelVersion } from '../../../../core/api/wire/messages.ts';

/** What was said about the data of a training: nothing of it keeps anybody from using it. */
export function Warnings({ version }: { version: ModelVersion }) {
  const warnings = version.metadata?.deeptune?.warnings ?? [];
  const { notPredictable } = version.metadata?.deeptune ?? {};
  if (warnings.length === 0 && notPredictable === undefined) return null;
  return (
    <section class="stack" aria-label="Warnings">
      {notPredictable !== undefined && (
        <div class="flash warn">
          <p>This version cannot be predicted with on this host: {notPredictable}</p>
        </div>
      )}
      {warnings.map(({ code, message, advice }) => (
        <div key={code} class="flash warn">
          <div>
            <p>{message}</p>
            <p class="hint">
              {advice} ({code})
            </p>
          </div>
        </div>
      ))}
    </section>
  );
}
