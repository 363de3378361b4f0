import type { MeasuredDialPoint } from '../../../../core/api/wire/messages.ts';
import { percentOf } from '../../../../core/training/words/gate-words.ts';
import { figure } from '../../../parts/figures/in-words.ts';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { gateWords, pointName, pointTitle } from './dial-points.ts';

interface PointTableProps {
  readonly points: readonly MeasuredDialPoint[];
  readonly chosen: MeasuredDialPoint | undefined;
  readonly onChoose: (point: MeasuredDialPoint) => void;
}

/** The same points as a table, which is sorted by any figure. */
export function PointTable({ points, chosen, onChoose }: PointTableProps) {
  return (
    <details>
      <summary>All points as a table</summary>
      <DataTable
        label="Points of the dial"
        rows={points}
        keyOf={pointName}
        columns={[
          {
            name: 'Point',
            cell: (point) => (
              <button
                type="button"
                class="link"
                aria-pressed={point === chosen}
                onClick={() => onChoose(point)}
              >
                {pointTitle(point)}
              </button>
            ),
          },
          number('Old concepts', (point) => point.oldAccuracy),
          number('New concepts', (point) => point.newAccuracy),
          number('All', (point) => point.accuracy),
          {
            name: 'Become wrong',
            isNumber: true,
            sortBy: (point) => point.negativeFlipPercent,
            cell: (point) => percentOf(point.negativeFlipPercent),
          },
          {
            name: 'Gate',
            sortBy: ({ passes }) => Number(passes),
            cell: (point) => (
              <StatusBadge
                status={point.passes ? 'passes' : 'refused'}
                text={gateWords(point)}
                tone={point.passes ? 'good' : 'bad'}
              />
            ),
          },
          { name: 'Frontier', cell: ({ isOnFrontier }) => (isOnFrontier ? 'yes' : '') },
        ]}
      />
    </details>
  );
}

function number(name: string, of: (point: MeasuredDialPoint) => number | null) {
  return {
    name,
    isNumber: true,
    sortBy: (point: MeasuredDialPoint) => of(point) ?? undefined,
    cell: (point: MeasuredDialPoint) => figure(of(point)),
  };
}
