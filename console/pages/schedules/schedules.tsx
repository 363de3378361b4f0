import { useLocation } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import { useAppId, useCall } from '../../api/use-call.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { NewSchedule } from './create/new-schedule.tsx';
import { ScheduleCard } from './list/schedule-card.tsx';

/** How often decisions that are made meanwhile are read, milliseconds. */
const refresh = 30_000;

/** Retraining on a schedule, of all models of the app. */
export function Schedules() {
  const app = useAppId();
  const { route } = useLocation();
  const [isNew, setNew] = useQueryState('new');
  const { data, error, refetch } = useCall('ListSchedules', {}, { refetchInterval: refresh });
  const schedules = [...(data?.schedules ?? [])].sort((a, b) =>
    `${a.model_id} ${a.created_at}`.localeCompare(`${b.model_id} ${b.created_at}`),
  );
  return (
    <>
      <PageHeader
        title="Schedules"
        actions={
          isNew === '' && (
            <button type="button" class="primary" onClick={() => setNew('1')}>
              New schedule
            </button>
          )
        }
      >
        A schedule trains a model again, from the version that answers, where enough is new and it
        is worth its price.
      </PageHeader>
      <div class="stack">
        {isNew !== '' && <NewSchedule onClose={() => route(addresses.schedules(app))} />}
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="schedules" />}
        {data && schedules.length === 0 && isNew === '' && (
          <Empty title="No model is retrained on a schedule yet">
            <p>
              With a schedule, a model learns what is added to its dataset, each night or each hour.
              Whether it is worth a training is decided each time, and stands here.
            </p>
          </Empty>
        )}
        {schedules.map((schedule) => (
          <ScheduleCard key={schedule.id} {...{ app, schedule }} />
        ))}
      </div>
    </>
  );
}
