import type { GateResult, ModelVersion, NegativeFlip } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { count } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Pager } from '../../../parts/table/pager.tsx';
import { addressWith } from '../../../parts/use-query-state.ts';
import { useConceptNames } from '../use-concepts.ts';
import { flipsPerPage } from './gate.tsx';
import { FlipTiles } from './flip-tiles.tsx';

interface FlipsProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly gate: GateResult;
  readonly page: number;
}

/** The very inputs that the parent had right and the version has wrong. */
export function Flips({ modelId, version, gate, page }: FlipsProps) {
  const app = useAppId();
  const nameOf = useConceptNames(modelId, version);
  const { negativeFlipCount: all, negativeFlips } = gate;
  const datasetId = version.train_info?.dataset.id ?? '';
  const hrefOf = ({ id }: NegativeFlip) =>
    addresses.dataset(app, datasetId, 'inputs', { search: id });
  return (
    <Panel
      title="What flipped"
      text={
        all === 0
          ? 'Nothing that the parent had right is wrong now.'
          : `${count(all, 'input')} that the parent had right and this version has wrong.`
      }
    >
      <FlipTiles flips={negativeFlips} {...{ nameOf, hrefOf }} />
      <Pager
        page={page}
        hasNext={page * flipsPerPage < all}
        hrefOf={(to) => addressWith({ flips: to === 1 ? '' : String(to) })}
      />
    </Panel>
  );
}
