/** JSON patches and merge patches against the examples of their RFCs. */
import { describe, expect, test } from 'vitest';
import { applyJsonPatch } from '../../../lib/world/apiserver/patch/json-patch.ts';
import { isObject, type Json } from '../../../lib/world/apiserver/patch/json-value.ts';
import { applyMergePatch } from '../../../lib/world/apiserver/patch/merge-patch.ts';
import { StatusError } from '../../../lib/world/apiserver/status.ts';

const REFUSED = Symbol('refused');

/** Prototypes apart: maps come without one. */
function plain(value: Json): unknown {
  return JSON.parse(JSON.stringify(value));
}

function patched(document: Json, patch: Json): unknown {
  try {
    return plain(applyJsonPatch(document, patch));
  } catch (error) {
    if (error instanceof StatusError) return REFUSED;
    throw error;
  }
}

type Case = readonly [what: string, document: Json, patch: Json, expected: unknown];

/** https://www.rfc-editor.org/rfc/rfc6902#appendix-A */
const EXAMPLES: readonly Case[] = [
  ['A.1 a member is added', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
  [
    'A.2 an item is added in its place',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  ['A.3 a member is removed', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  [
    'A.4 an item is removed',
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  [
    'A.5 a value is replaced',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  [
    'A.6 a value is moved',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 an item is moved',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 tests that hold change nothing',
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  ['A.9 a test that fails', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], REFUSED],
  [
    'A.10 a map within a map',
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  [
    'A.11 what is not known is ignored',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
    { foo: 'bar', baz: 'qux' },
  ],
  ['A.12 a place in what is not there', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }], REFUSED],
  ['A.14 escapes', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
  ['A.15 a number is no string', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], REFUSED],
  [
    'A.16 the end of a list',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
];

/** https://github.com/json-patch/json-patch-tests, in our words; the last ones as evanphx/json-patch 4.13 decides. */
const MORE: readonly Case[] = [
  ['an empty patch', { foo: 1 }, [], { foo: 1 }],
  [
    'a copy is a copy',
    { a: { b: 1 } },
    [
      { op: 'copy', from: '/a', path: '/c' },
      { op: 'replace', path: '/c/b', value: 2 },
    ],
    { a: { b: 1 }, c: { b: 2 } },
  ],
  ['null is a value', { foo: null }, [{ op: 'replace', path: '/foo', value: 'x' }], { foo: 'x' }],
  ['null is tested', { foo: null }, [{ op: 'test', path: '/foo', value: null }], { foo: null }],
  [
    'a later operation sees the earlier',
    { a: [] },
    [
      { op: 'add', path: '/a/0', value: 1 },
      { op: 'add', path: '/a/0', value: 0 },
    ],
    { a: [0, 1] },
  ],
  ['an index past the end', { a: [1] }, [{ op: 'add', path: '/a/5', value: 1 }], REFUSED],
  ['an index that is no number', { a: [1] }, [{ op: 'add', path: '/a/x', value: 1 }], REFUSED],
  ['removing what is not there', { a: 1 }, [{ op: 'remove', path: '/b' }], REFUSED],
  ['replacing what is not there', { a: 1 }, [{ op: 'replace', path: '/b', value: 1 }], REFUSED],
  ['moving what is not there', { a: 1 }, [{ op: 'move', from: '/b', path: '/c' }], REFUSED],
  ['an operation that there is not', { a: 1 }, [{ op: 'spam', path: '/a' }], REFUSED],
  [
    'maps are equal whatever the order',
    { a: { x: 1, y: 2 } },
    [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }],
    { a: { x: 1, y: 2 } },
  ],
  ['an empty key', { '': 1 }, [{ op: 'replace', path: '/', value: 2 }], { '': 2 }],
  ['__proto__ is a key', {}, [{ op: 'add', path: '/__proto__', value: 1 }], JSON.parse('{"__proto__":1}')],
  [
    'one failure fails all',
    { a: 1 },
    [
      { op: 'add', path: '/b', value: 1 },
      { op: 'remove', path: '/c' },
    ],
    REFUSED,
  ],
];

describe('JSON patch', () => {
  test.each([...EXAMPLES, ...MORE])('%s', (_, document, patch, expected) => {
    const before = JSON.stringify(document);
    const found = patched(document, patch);
    if (expected === REFUSED) expect(found).toBe(REFUSED);
    else expect(found).toEqual(expected);
    expect(JSON.stringify(document)).toBe(before);
  });
});

/** https://www.rfc-editor.org/rfc/rfc7396#appendix-A */
const MERGES: readonly (readonly [document: Json, patch: Json, expected: Json])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('merge patch', () => {
  test.each(MERGES)('%j with %j', (document, patch, expected) => {
    const before = JSON.stringify(document);
    expect(plain(applyMergePatch(document, patch))).toEqual(expected);
    expect(JSON.stringify(document)).toBe(before);
  });

  test('a key called __proto__ is a key', () => {
    const merged = applyMergePatch({}, JSON.parse('{"__proto__": {"polluted": 1}}') as Json);
    expect(isObject(merged) && Object.keys(merged)).toEqual(['__proto__']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
