/** How much a forecast knew of its template on its device, for a person. */
export const evidenceNames: Readonly<Record<string, string>> = {
  prior: 'No job before',
  'one-job': '1 to 4 jobs before',
  'five-jobs': '5 or more before',
};
