import { PageHeader } from '../../parts/page-header.tsx';

export function Activity() {
  return <PageHeader title="Activity" />;
}
