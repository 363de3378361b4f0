import type { Standing } from '../../../core/training/words/standing.ts';
import { StatusBadge } from '../status-badge.tsx';
import type { Tone } from '../status-badge.tsx';

const words: Readonly<Record<Standing, readonly [text: string, tone: Tone]>> = {
  promoted: ['Promoted', 'good'],
  'held-back': ['Held back', 'warn'],
  'awaits-approval': ['Awaits approval', 'waiting'],
};

/** Whether a version answers predictions; nothing where the gate says nothing of it. */
export function StandingBadge({ standing }: { standing: Standing | undefined }) {
  if (standing === undefined) return null;
  const [text, tone] = words[standing];
  return <StatusBadge status={standing} text={text} tone={tone} />;
}
