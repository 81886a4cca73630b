import { forEachInfo } from '../change/modify.ts';
import { mark, type Schedule, selectNodes } from '../change/schedule.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { declareFlags } from '../cli/flags.ts';
import { cordonFlags } from '../flags/cordon.ts';
import { uncordonFlags } from '../flags/uncordon.ts';

const runner = (verb: string, schedule: Schedule) => (invocation: Invocation) => {
  const { infos, errors } = selectNodes(invocation, verb);
  forEachInfo(infos, errors, (info) => mark(invocation, info, schedule));
  return 0;
};

export const cordonCommand: Command = {
  name: 'cordon',
  short: 'Mark node as unschedulable.',
  usage: 'kubectl cordon NODE',
  flags: declareFlags(cordonFlags),
  completes: 'Nodes',
  run: runner('cordon', 'cordoned'),
};

export const uncordonCommand: Command = {
  name: 'uncordon',
  short: 'Mark node as schedulable.',
  usage: 'kubectl uncordon NODE',
  flags: declareFlags(uncordonFlags),
  completes: 'Nodes',
  run: runner('uncordon', 'uncordoned'),
};
