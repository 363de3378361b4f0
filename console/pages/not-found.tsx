import { PageHeader } from '../parts/page-header.tsx';

export function NotFound() {
  return (
    <PageHeader title="There is no such page">
      <a href="/">To the models</a>
    </PageHeader>
  );
}
