import { PageHeader } from '../../parts/page-header.tsx';

export function Keys() {
  return <PageHeader title="Keys" />;
}
