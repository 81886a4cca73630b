/** `npm run bench`: one run in which we and our peers take turns. Exit 1 when a figure is below its floor. */

import { GOALS } from './goals/all.ts';
import { type Judged, judge } from './harness/figure.ts';
import { keepResults, loadLine, machineLine, printFigure } from './harness/report.ts';
import { ROOT } from './peers/judges.ts';

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.find((name) => !GOALS.some((goal) => goal.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`no such goal: ${unknown}; there are ${GOALS.map(({ name }) => name).join(', ')}\n`);
    return 2;
  }
  process.stdout.write(`${machineLine()}\n${loadLine()}\n`);
  const all: Judged[] = [];
  for (const goal of GOALS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const figure of await goal.measure()) {
      const judged = judge(figure);
      printFigure(judged);
      all.push(judged);
    }
  }
  const count = (standing: Judged['standing']) => all.filter((one) => one.standing === standing).length;
  process.stdout.write(
    `\n${count('goal')} at their goal, ${count('floor')} above the floor, ${count('below')} below it, ${count('told')} told only\n` +
      `${keepResults(ROOT, all)}\n`,
  );
  return count('below') > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
