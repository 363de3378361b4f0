import { PageHeader } from '../../parts/page-header.tsx';

export function Train() {
  return <PageHeader title="Train" />;
}
