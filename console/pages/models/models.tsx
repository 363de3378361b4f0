import { PageHeader } from '../../parts/page-header.tsx';

export function Models() {
  return <PageHeader title="Models" />;
}
