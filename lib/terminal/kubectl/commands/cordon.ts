import { forEachInfo } from '../change/modify.ts';
import { mark, type Schedule, selectNodes } from '../change/schedule.ts';
import type { Command, Invocation } from '../cli/command.ts';

const runner = (verb: string, schedule: Schedule) => (invocation: Invocation) => {
  const { infos, errors } = selectNodes(invocation, verb);
  forEachInfo(infos, errors, (info) => mark(invocation, info, schedule));
  return 0;
};

export const cordonCommand: Command = {
  name: 'cordon',
  completes: 'Nodes',
  run: runner('cordon', 'cordoned'),
};

export const uncordonCommand: Command = {
  name: 'uncordon',
  completes: 'Nodes',
  run: runner('uncordon', 'uncordoned'),
};
