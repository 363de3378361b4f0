import { formatDollars } from '../../money.ts';
import { exactDollars } from '../../words.ts';
import { asIfWords } from '../as-if.ts';
import { creditedMicros, dueMicros } from './invoice.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';

/**
 * An invoice as a page of its own, to be read and printed: no script, no font and no picture from
 * elsewhere, A4 with the table's head on every sheet.
 */
export function invoicePage(invoice: Invoice): string {
  const title = invoice.status === 'draft' ? `Draft of ${invoice.period}` : `Invoice ${invoice.id}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
${notesOf(invoice)}
<dl>
${facts(invoice)}
</dl>
<div class="lines" role="region" aria-label="Lines" tabindex="0">
${linesTable(invoice)}
</div>
${creditTable(invoice)}
<p class="fine">Amounts in US dollars; each line is rounded once, to the millionth of a dollar. Lines as canonical JSON, SHA-256: <span class="hash">${text(invoice.linesHash)}</span></p>
</main>
</body>
</html>
`;
}

const style = `
@page { size: A4; margin: 16mm 14mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #16181d; font: 14px/1.45 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.6rem; margin: 0 0 .75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 1.25rem; }
dt { color: #4a505c; }
dd { margin: 0; overflow-wrap: anywhere; }
.lines { overflow-x: auto; }
.lines table { min-width: 46rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: #4a505c; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d5d8de; }
td.wide { overflow-wrap: anywhere; }
.when { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: 0; padding-left: .6rem; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
.note { border-left: 4px solid #16181d; padding: .35rem .75rem; margin: 0 0 1rem; background: #f2f3f5; }
.fine { color: #4a505c; font-size: .85rem; margin-top: 1.5rem; }
.hash { overflow-wrap: anywhere; font-family: ui-monospace, Consolas, monospace; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media print { main { padding: 0; max-width: none; } .lines { overflow: visible; } .lines table { min-width: 0; } body { font-size: 11px; } }
`;

/** What changes how the figures are to be read comes first. */
function notesOf({ status, asIfOn }: Invoice): string {
  const notes = [
    ...(status === 'draft'
      ? ['A draft: it changes until its month is over and it is issued.']
      : []),
    ...(status === 'void' ? ['Void: it counts for nothing.'] : []),
    ...(asIfOn === undefined ? [] : [`Amounts are ${asIfWords(asIfOn)}.`]),
  ];
  return notes.map((note) => `<p class="note">${text(note)}</p>`).join('\n');
}

function facts(invoice: Invoice): string {
  const { userId, period, status, issuedAt, paidAt, voidedAt, totalMicros, creditNotes } = invoice;
  const credited = creditedMicros(creditNotes);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Customer', userId],
    ['Month', period],
    ['Status', status],
    ['Issued', dayText(issuedAt)],
    ['Paid', dayText(paidAt)],
    ['Voided', dayText(voidedAt)],
    ['Total', exactDollars(totalMicros)],
    ['Given back', credited > 0 ? exactDollars(credited) : undefined],
    ['To be paid', status === 'issued' ? exactDollars(dueMicros(invoice)) : undefined],
  ];
  return rows
    .flatMap(([name, value]) => (value === undefined ? [] : [fact(name, value)]))
    .join('\n');
}

const fact = (name: string, value: string) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`;

function linesTable({ lines, totalMicros }: Invoice): string {
  if (lines.length === 0) return '<p>No job was charged.</p>';
  return `<table>
<caption>${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</caption>
<thead><tr><th scope="col">Settled</th><th scope="col">What</th><th scope="col">On</th><th scope="col" class="number">Seconds</th><th scope="col" class="number">Per hour</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>
${lines.map(lineRow).join('\n')}
</tbody>
<tfoot><tr><th scope="row" colspan="5">Total</th><td class="number">${exactDollars(totalMicros)}</td></tr></tfoot>
</table>`;
}

function lineRow(line: InvoiceLine): string {
  const { kind, at, description, instanceType, seconds, microsPerHour, amountMicros } = line;
  const rate = kind === 'usage' ? formatDollars(microsPerHour) : '';
  return (
    `<tr><td class="when">${text(at ? minuteText(at) : '')}</td><td class="wide">${text(description)}</td><td>${text(instanceType ?? '')}</td>` +
    `<td class="number">${seconds}</td><td class="number">${text(rate)}</td><td class="number">${exactDollars(amountMicros)}</td></tr>`
  );
}

function creditTable({ creditNotes }: Invoice): string {
  if (creditNotes.length === 0) return '';
  const rows = creditNotes.map(
    ({ id, createdAt, reason, amountMicros }) =>
      `<tr><td>${text(dayText(createdAt) ?? '')}</td><td class="wide">${text(id)}</td><td class="wide">${text(reason)}</td><td class="number">${exactDollars(amountMicros)}</td></tr>`,
  );
  return `<h2>Credit notes</h2>
<table>
<thead><tr><th scope="col">Given</th><th scope="col">Note</th><th scope="col">Reason</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

const dayText = (at: string | undefined): string | undefined =>
  at === undefined ? undefined : at.slice(0, 10);
const minuteText = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

/** Names are their users' own. */
function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
