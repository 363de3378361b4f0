import { PageHeader } from '../../parts/page-header.tsx';

export function Datasets() {
  return <PageHeader title="Datasets" />;
}
