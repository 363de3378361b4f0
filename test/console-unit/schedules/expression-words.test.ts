import { expressionInWords } from '../../../console/pages/schedules/create/expression-words.ts';

test.each([
  ['rate(1 day)', 'every day'],
  ['rate(6 hours)', 'every 6 hours'],
  ['at(2027-01-31T03:00:00)', 'once, on 2027-01-31 at 03:00:00'],
  ['cron(0 3 * * ? *)', 'every day at 03:00'],
  ['cron(30 6,18 * * ? *)', 'every day at 06:30 and 18:30'],
  ['cron(0 3 ? * MON-FRI *)', 'on Monday to Friday at 03:00'],
  ['cron(0 3 ? * 1 *)', 'on Sunday at 03:00'],
  ['cron(0 3 ? * 2#1 *)', 'on the 1st Monday at 03:00'],
  ['cron(0 3 ? * 6L *)', 'on the last Friday of the month at 03:00'],
  ['cron(0 3 1,15 * ? *)', 'on day 1 and 15 of the month at 03:00'],
  ['cron(0 3 L * ? *)', 'on the last day of the month at 03:00'],
  ['cron(0 3 1 JAN,7 ? 2027)', 'on day 1 of the month in January and July in 2027 at 03:00'],
  ['cron(0/15 * * * ? *)', 'every 15 minutes'],
  ['cron(* * * * ? *)', 'every minute'],
  ['cron(5 * * * ? *)', 'at minute 5 of every hour'],
  ['cron(0 0/6 * * ? *)', 'at minute 0 of every 6 hours'],
  ['cron(0/10 9-17 ? * MON-FRI *)', 'on Monday to Friday every 10 minutes in the hours 9 to 17'],
  ['daily', 'daily'],
])('%s means %s', (expression, words) => {
  expect(expressionInWords(expression)).toBe(words);
});
