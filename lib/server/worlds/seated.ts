/** The engine of a sitting as the port has it: snapshots leave compressed, and one that is only shown refuses changes. */
import type { Engine as SittingEngine } from '../../sitting/engine.ts';
import type { Standing } from '../../sitting/opening.ts';
import { pack } from './packing.ts';
import type { Engine } from './protocol.ts';
import type { Resting } from './resting.ts';

const CHANGES = [
  'keys',
  'interrupt',
  'resize',
  'openTerminal',
  'closeTerminal',
  'writeFile',
  'check',
  'hint',
  'answer',
  'pause',
  'reset',
  'finish',
  'submit',
  'clientExec',
  'clientRequest',
] as const satisfies readonly (keyof Engine)[];

export function seated(own: SittingEngine, standing: Standing, resting: Resting): Engine {
  const refuse = () =>
    Promise.reject(Object.assign(new Error('This sitting can be looked at and not changed.'), { code: 'ReadOnly' }));
  const refusals = standing.kind === 'ReadOnly' ? Object.fromEntries(CHANGES.map((method) => [method, refuse])) : {};
  const instead: Record<string, unknown> = { ...refusals, snapshot: async () => pack(await own.snapshot()) };
  return new Proxy(own, {
    get(target, name) {
      if (name === 'close') resting.closed(own);
      else resting.used(own);
      const method = instead[String(name)] ?? Reflect.get(target, name);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  }) as unknown as Engine;
}
