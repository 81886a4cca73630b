/** The forkable state against plain maps: whatever is written, forked and read in any order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { State } from '../../lib/world/sim/state.ts';

type Step =
  | { do: 'set'; who: number; key: string; value: number }
  | { do: 'delete'; who: number; key: string }
  | { do: 'fork'; who: number }
  | { do: 'compact'; who: number }
  | { do: 'read'; who: number };

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'constructor');
const who = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('set' as const), who, key, value: fc.nat(9) }),
  fc.record({ do: fc.constant('delete' as const), who, key }),
  fc.record({ do: fc.constant('fork' as const), who }),
  fc.record({ do: fc.constant('compact' as const), who }),
  fc.record({ do: fc.constant('read' as const), who }),
);

function contents(state: State): [string, unknown][] {
  return state
    .table('t')
    .entries()
    .map(([name, value]) => [name, value]);
}

describe('a state and its forks', () => {
  it('behave as copies of plain maps would', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const worlds = [{ state: new State(), model: new Map<string, number>() }];
        for (const one of steps) {
          const world = worlds[one.who % worlds.length] as (typeof worlds)[number];
          if (one.do === 'set') {
            world.state.table<number>('t').set(one.key, one.value);
            world.model.set(one.key, one.value);
          } else if (one.do === 'delete') {
            world.state.table<number>('t').delete(one.key);
            world.model.delete(one.key);
          } else if (one.do === 'fork') worlds.push({ state: world.state.fork(), model: new Map(world.model) });
          else if (one.do === 'compact') world.state.compact();
          for (const { state, model } of worlds) {
            expect(contents(state)).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
            for (const [name, value] of model) expect(state.table('t').get(name)).toBe(value);
          }
        }
      }),
      { numRuns: 200, seed: 4711 },
    );
  });

  it('are told apart by what changed: written to a fork of one, it is the other', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const states = [new State()];
        for (const one of steps) {
          const state = states[one.who % states.length] as State;
          if (one.do === 'set') state.table<number>('t').set(one.key, one.value);
          else if (one.do === 'delete') state.table<number>('t').delete(one.key);
          else if (one.do === 'fork') states.push(state.fork());
          else if (one.do === 'compact') state.compact();
        }
        for (const base of states) {
          for (const state of states) {
            const again = base.fork();
            again.apply(JSON.parse(JSON.stringify(state.changesSince(base))));
            expect(contents(again)).toEqual(contents(state));
          }
        }
      }),
      { numRuns: 200, seed: 4711 },
    );
  });

  it('keep tables apart', () => {
    const state = new State();
    state.table<number>('one').set('k', 1);
    state.table<number>('two').set('k', 2);
    expect([state.table('one').get('k'), state.table('two').get('k'), state.tableNames()]).toEqual([
      1,
      2,
      ['one', 'two'],
    ]);
  });
});
