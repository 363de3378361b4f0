import { PageHeader } from '../../parts/page-header.tsx';

export function Dataset() {
  return <PageHeader title="Dataset" />;
}
