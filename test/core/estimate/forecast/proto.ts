import { forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { learn, nothingLearnt } from '../../../../core/estimate/forecast/learn.ts';
import { chanceOf, gradedOf, simulatedMachine, someWorkload } from './simulated-account.ts';
const bins: Record<string, { n: number; covered: number; ape: number; width: number; below:number }> = {};
let t0 = Date.now(), learns = 0, ms=0, msf=0;
for (let seed = 1; seed <= 40; seed++) {
  const chance = chanceOf(seed);
  const machine = simulatedMachine(chance);
  const graded: any[] = [];
  for (let index = 0; index < 40; index++) {
    const workload = someWorkload(chance);
    let a = performance.now();
    const learnt = graded.length ? learn(graded, { devices: [machine.device] }) : nothingLearnt;
    ms += performance.now() - a; learns++;
    a = performance.now();
    const f = forecast({ workload, device: machine.device, learnt, microsPerHour: 4e6 });
    msf += performance.now() - a;
    const times = machine.run(workload);
    const actual = [...times.values()].reduce((s, x) => s + x, 0);
    const b = (bins[f.evidence] ??= { n: 0, covered: 0, ape: 0, width: 0, below:0 });
    b.n++; b.ape += Math.abs(f.seconds.p50 - actual) / actual; b.width += Math.log(f.seconds.p90 / f.seconds.p10);
    if (actual >= f.seconds.p10 && actual <= f.seconds.p90) b.covered++;
    if (actual < f.seconds.p50) b.below++;
    graded.push(gradedOf(workload, times, { index, promised: f }));
  }
}
for (const [k, b] of Object.entries(bins)) console.log(k, b.n, 'cov', (b.covered / b.n).toFixed(3), 'mape', (b.ape / b.n).toFixed(3), 'width', Math.exp(b.width / b.n).toFixed(2), 'below', (b.below/b.n).toFixed(2));
console.log('learn ms', ms / learns, 'forecast ms', msf / learns);
