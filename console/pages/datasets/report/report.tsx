import type { DatasetTabProps } from '../dataset.tsx';

export function Report({ datasetId }: DatasetTabProps) {
  return <p>{datasetId}</p>;
}
