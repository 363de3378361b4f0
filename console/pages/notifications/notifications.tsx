import { PageHeader } from '../../parts/page-header.tsx';

export function Notifications() {
  return <PageHeader title="Notifications" />;
}
