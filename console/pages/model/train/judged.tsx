import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { Standing } from '../../../../core/training/words/standing.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Flash } from '../../../parts/flash.tsx';

interface JudgedProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly standing: Standing | undefined;
}

const words: Readonly<Record<Standing, string>> = {
  promoted: 'It was promoted: it answers predictions from now on.',
  'held-back': 'It was trained, and held back: the version before goes on answering.',
  'awaits-approval': 'It was trained, and awaits approval: the version before goes on answering.',
};

/** What the gate made of a training that is over, with the way to what it compared. */
export function Judged({ modelId, version, standing }: JudgedProps) {
  const app = useAppId();
  const reasons = version.metadata?.deeptune?.gate?.reasons ?? [];
  if (standing === undefined) return null;
  const why = standing === 'promoted' ? '' : reasons.map(({ message }) => message).join('; ');
  return (
    <Flash tone={standing === 'promoted' ? 'good' : 'warn'}>
      {words[standing]} {why && `${why}. `}
      <a href={addresses.model(app, modelId, 'retraining', { version: version.id })}>
        What the gate compared
      </a>
    </Flash>
  );
}
