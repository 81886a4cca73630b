/** The engine of a sitting as the port has it: snapshots leave compressed, and one that is only shown refuses changes. */
import { Engine as SittingEngine } from '../../sitting/engine.ts';
import type { Standing } from '../../sitting/opening.ts';
import type { RestingEngine } from '../../sitting/resting-engine.ts';
import type { Pack } from './packing.ts';
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

/** Any call but `close` wakes one that rests. */
export function seated(own: RestingEngine, standing: Standing, resting: Resting, pack: Pack): Engine {
  const refuse = () =>
    Promise.reject(Object.assign(new Error('This sitting can be looked at and not changed.'), { code: 'ReadOnly' }));
  const refusals = standing.kind === 'ReadOnly' ? Object.fromEntries(CHANGES.map((method) => [method, refuse])) : {};
  const instead: Record<string, unknown> = { ...refusals, snapshot: async () => pack(await own.awake().snapshot()) };
  return new Proxy(own, {
    get(target, name) {
      // The promise of it asks for `then`, which must wake nobody.
      if (!(name in SittingEngine.prototype)) return undefined;
      if (name === 'close') {
        resting.closed(target);
        return () => target.close();
      }
      resting.used(target);
      const engine = target.awake();
      return instead[String(name)] ?? (Reflect.get(engine, name) as (...args: unknown[]) => unknown).bind(engine);
    },
  }) as unknown as Engine;
}
