import { PageHeader } from '../../parts/page-header.tsx';

export function Schedules() {
  return <PageHeader title="Schedules" />;
}
