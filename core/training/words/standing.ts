/** Whether a version answers predictions where none is named, and if not, what holds it. */
export type Standing = 'promoted' | 'held-back' | 'awaits-approval';

interface Judged {
  readonly id: string;
  /** The gate's verdict; undefined: none judged it. */
  readonly verdict: string | undefined;
}

/**
 * Undefined: it neither answers nor is held, as a version that answered before, or that no gate
 * judged. @param promotedId undefined: none is promoted
 */
export function standingOf(
  { id, verdict }: Judged,
  promotedId: string | undefined,
): Standing | undefined {
  if (id === promotedId) return 'promoted';
  if (verdict === 'hold-back') return 'held-back';
  return verdict === 'await-approval' ? 'awaits-approval' : undefined;
}
