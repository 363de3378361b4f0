import { PageHeader } from '../../parts/page-header.tsx';

export function Usage() {
  return <PageHeader title="Usage" />;
}
