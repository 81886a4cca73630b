import { expect, test } from 'vitest';
import { createOutbox, type Shelf } from './outbox.ts';

function aShelf(initial: Record<string, string> = {}): Shelf & { readonly kept: Map<string, string> } {
  const kept = new Map(Object.entries(initial));
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test('input stays pending until the server calls it saved, in the order typed', () => {
  const outbox = createOutbox('s1', 'tab', aShelf());
  outbox.add(1, 'a');
  outbox.add(2, 'b');
  outbox.add(1, 'c');
  outbox.saved('tab', 1);
  expect(outbox.pending().map((message) => message.data)).toEqual(['b', 'c']);
  outbox.saved('tab', 3);
  expect(outbox.pending()).toEqual([]);
});

test('a saved of another tab clears nothing of ours', () => {
  const outbox = createOutbox('s1', 'tab', aShelf());
  outbox.add(1, 'a');
  outbox.saved('other', 9);
  expect(outbox.pending()).toHaveLength(1);
});

test('what an earlier page left behind is sent first, under its own id', () => {
  const shelf = aShelf();
  createOutbox('s1', 'before', shelf).add(1, 'kubectl get po\r');
  const outbox = createOutbox('s1', 'after', shelf);
  outbox.add(1, 'x');
  expect(outbox.pending().map(({ clientId, clientSeq }) => `${clientId}#${clientSeq}`)).toEqual([
    'before#1',
    'after#1',
  ]);
  outbox.saved('before', 1);
  outbox.saved('after', 1);
  expect(shelf.kept.size).toBe(0);
});

test('a shelf with foreign content or one that throws loses nothing that is typed now', () => {
  const broken = createOutbox('s1', 'tab', aShelf({ 'hoplab.outbox.s1': '[{"t":"keys"},3' }));
  broken.add(1, 'a');
  expect(broken.pending()).toHaveLength(1);
  const refuse = () => {
    throw new Error('QuotaExceededError');
  };
  const full = createOutbox('s1', 'tab', { getItem: refuse, setItem: refuse, removeItem: refuse });
  full.add(1, 'a');
  expect(full.pending()).toHaveLength(1);
});
