/** How a state is shown: what is finished well, what runs, what waits, what went wrong. */
export type Tone = 'good' | 'bad' | 'warn' | 'running' | 'waiting' | 'neutral';

/** States of versions, jobs, dataset versions, bulk operations, notifications and deliveries. */
const tones: Readonly<Record<string, Tone>> = {
  ...{ trained: 'good', completed: 'good', ready: 'good', delivered: 'good', active: 'good' },
  ...{ failed: 'bad', disabled: 'bad', stopped: 'warn', stopping: 'warn', expired: 'warn' },
  ...{ training: 'running', running: 'running', processing: 'running' },
  ...{ queued: 'waiting', pending: 'waiting', unconfirmed: 'waiting' },
};

interface StatusBadgeProps {
  /** The service's own word: `training`. */
  readonly status: string;
  /** Absent: the word itself, with a capital. */
  readonly text?: string;
  /** Absent: that of the word; `neutral` for one that is not known. */
  readonly tone?: Tone;
}

/** A state as a mark and a word, so that nobody needs the colour. */
export function StatusBadge({ status, text, tone }: StatusBadgeProps) {
  return (
    <span class={`badge ${tone ?? tones[status] ?? 'neutral'}`}>
      <i aria-hidden="true" />
      {text ?? status.charAt(0).toUpperCase() + status.slice(1)}
    </span>
  );
}
