import { expect, test } from 'vitest';
import type { SittingAnswer, SittingViewWire } from '../../../../../lib/sitting/wire.ts';
import { loaded, received, START } from './sittingstate.ts';

const VIEW: SittingViewWire = { tasks: [], maxScore: 100, worldMs: 0, finished: false, paused: false };
const SITTING: SittingAnswer = {
  sittingId: 's',
  lab: {
    id: 'l',
    topic: 'clusterip',
    slug: 'x',
    title: 'X',
    level: 'senior',
    minutes: 30,
    objectives: [],
    brief: '',
  },
  seed: 7,
  view: VIEW,
  terminals: [{ id: 1 }],
  files: [],
  canTrace: true,
};

test('terminals that the hello named before the page loaded are kept', () => {
  const connected = received(START, {
    t: 'hello',
    terminals: [
      { id: 1, scrollback: '' },
      { id: 2, scrollback: '' },
    ],
  });
  expect(loaded(connected, SITTING).terminals).toEqual([1, 2]);
  expect(loaded(START, SITTING).terminals).toEqual([1]);
});

test('a refusal is said until the next hello, a fatal one closes the workspace', () => {
  const refused = received(START, { t: 'error', code: 'too_many_terminals', message: 'At most 6.', fatal: false });
  expect(refused.trouble).toBe('At most 6.');
  expect(refused.failure).toBeUndefined();
  expect(received(refused, { t: 'hello', terminals: [] }).trouble).toBeUndefined();
  expect(received(START, { t: 'error', code: 'not_found', message: 'No.', fatal: true }).failure?.code).toBe(
    'not_found',
  );
});

test('an edit names the terminal that waits', () => {
  expect(received(START, { t: 'edit', terminal: 2, path: '/home/learner/a.yaml' }).editing).toEqual({
    path: '/home/learner/a.yaml',
    terminal: 2,
  });
});

test('what an upgrade did to the sitting is said until a hello says nothing of it', () => {
  const notice = { kind: 'read-only' as const, text: 'Upgraded.' };
  const told = received(START, { t: 'hello', terminals: [], notice });
  expect(told.notice).toEqual(notice);
  expect(received(told, { t: 'hello', terminals: [] }).notice).toBeUndefined();
});
