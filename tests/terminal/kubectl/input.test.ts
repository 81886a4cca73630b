/** Bounds and bad input: each refused in words, nothing lost. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAST_APPLIED } from '../../../lib/terminal/kubectl/change/last-applied.ts';
import { formatDuration, humanDuration, parseDuration } from '../../../lib/terminal/kubectl/cli/duration.ts';
import { formatTime, longTime, parseTime } from '../../../lib/terminal/kubectl/describe/time.ts';
import { type JsonObject, withValue } from '../../../lib/terminal/kubectl/json.ts';
import { compactJson } from '../../../lib/terminal/kubectl/output/json.ts';
import { addQuantities } from '../../../lib/terminal/kubectl/output/quantity.ts';
import { alignTabs, DESCRIBE_TABS } from '../../../lib/terminal/kubectl/output/tabwriter.ts';
import { findPatchFields } from '../../../lib/terminal/kubectl/patch/meta.ts';
import { threeWayPatch } from '../../../lib/terminal/kubectl/patch/strategic.ts';
import { compareKeys } from '../../../lib/terminal/kubectl/yaml/keys.ts';
import { readYaml } from '../../../lib/terminal/kubectl/yaml/read.ts';
import { RecordedServer, type Stored } from './recorded-server.ts';
import { run } from './terminal.ts';

interface Applied {
  readonly original: JsonObject;
  readonly modified: JsonObject;
  readonly live: JsonObject;
  readonly patch: unknown;
}

/** What the real kubectl sent when `modified` was applied over `live`, last applied as `original`. */
const patches = JSON.parse(
  readFileSync(new URL('./golden/apply-patches-1.35.2.json', import.meta.url), 'utf8'),
) as readonly Applied[];

const STILL = {
  nowMs: () => 0,
  epochMs: 0,
  sleep: () => Promise.resolve(),
  next: () => Promise.resolve('idle' as const),
};

describe('yaml', () => {
  it('reads YAML 1.1 scalars where kubectl does', () => {
    expect(
      readYaml('a: yes\nb: off\nc: "yes"\nd: 010\ne: 0x1F\nf: 1_000\ng: ~\nh: 1.50\ni: 12:30\nj: 2026-01-01'),
    ).toEqual({
      a: true,
      b: false,
      c: 'yes',
      d: 8,
      e: 31,
      f: 1000,
      g: null,
      h: 1.5,
      i: '12:30',
      j: '2026-01-01',
    });
  });

  it('keeps the last of two equal keys, and merges anchors', () => {
    expect(readYaml('a: 1\na: 2\nb: &x {c: 3}\nd:\n  <<: *x\n  e: 4')).toEqual({
      a: 2,
      b: { c: 3 },
      d: { c: 3, e: 4 },
    });
  });

  it('takes __proto__ and constructor as ordinary keys', () => {
    const value = readYaml('__proto__: {polluted: 1}\nconstructor: x') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses what is too large, too deep, or refers to itself too often', () => {
    expect(() => readYaml(`a: ${'x'.repeat(1024 * 1024)}`)).toThrow('yaml: document is larger than 1048576 bytes');
    expect(() => readYaml(`${'['.repeat(102)}${']'.repeat(102)}`)).toThrow('yaml: exceeded max depth of 100');
    expect(() => readYaml(`a: &a 1\nb: [${'*a, '.repeat(101)}]`)).toThrow('yaml: document contains excessive aliasing');
  });

  it('orders keys as go-yaml does', () => {
    expect(['b', 'a10', 'a2', 'A', '1', 'a-b', 'ab', 'a1b'].sort(compareKeys)).toEqual([
      '1',
      'A',
      'a-b',
      'a1b',
      'a2',
      'a10',
      'ab',
      'b',
    ]);
  });
});

describe('time', () => {
  it('prints ages as apimachinery does', () => {
    const minute = 60_000;
    const hour = 60 * minute;
    const ages: [number, string][] = [
      [0, '0s'],
      [119_000, '119s'],
      [2 * minute, '2m'],
      [133_000, '2m13s'],
      [10 * minute, '10m'],
      [179 * minute, '179m'],
      [185 * minute, '3h5m'],
      [8 * hour, '8h'],
      [47 * hour, '47h'],
      [48 * hour, '2d'],
      [121 * hour, '5d1h'],
      [192 * hour, '8d'],
      [760 * 24 * hour, '2y30d'],
    ];
    for (const [ms, text] of ages) expect(humanDuration(ms)).toBe(text);
  });

  it('reads and writes RFC 3339 and Go durations', () => {
    expect(parseTime('1970-01-01T00:00:00Z')).toBe(0);
    expect(parseTime('2024-02-29T12:30:15.250Z')).toBe(1_709_209_815_250);
    expect(formatTime(1_709_209_815_250)).toBe('2024-02-29T12:30:15Z');
    expect(longTime('2026-11-22T20:00:00Z')).toBe('Sun, 22 Nov 2026 20:00:00 +0000');
    expect(parseDuration('1h2m3.5s')).toBe(3_723_500);
    expect(parseDuration('5')).toBeUndefined();
    expect(formatDuration(90_000)).toBe('1m30s');
  });
});

describe('columns', () => {
  it('keeps blocks of lines that share a cell together, as text/tabwriter does', () => {
    expect(alignTabs('a\tb\nlong\tc\nplain\nx\ty\tz\n', DESCRIBE_TABS)).toBe('a     b\nlong  c\nplain\nx  y  z\n');
  });

  it('adds quantities in the form of the first', () => {
    expect(addQuantities(['100m', '250m'])).toBe('350m');
    expect(addQuantities(['500m', '1500m'])).toBe('2');
    expect(addQuantities(['64Mi', '1Gi'])).toBe('1088Mi');
    expect(addQuantities([])).toBe('0');
  });
});

describe('the patch of kubectl apply', () => {
  const fields = findPatchFields('apps/v1', 'Deployment') ?? {};
  const containers = (...list: object[]) => ({ spec: { template: { spec: { containers: list } } } }) as never;

  it('is what kubectl 1.35.2 sends', async () => {
    for (const { original, modified, live, patch } of patches) {
      const annotations = { [LAST_APPLIED]: `${compactJson(original)}\n` };
      const server = new RecordedServer([withValue(live, ['metadata', 'annotations'], annotations) as Stored]);
      await run('apply -f -', {
        request: (_, request) => server.request(request),
        clock: STILL,
        stdin: JSON.stringify(modified),
      });
      const sent = withValue(server.lastPatch as JsonObject, ['metadata', 'annotations', LAST_APPLIED], undefined);
      expect(sent).toEqual(patch);
    }
    expect(patches.length).toBe(15);
  });

  it('is empty when nothing is to be done', () => {
    const same = containers({ name: 'a', image: 'x' });
    const live = containers({ name: 'a', image: 'x', imagePullPolicy: 'Always' });
    expect(threeWayPatch(same, same, live, fields)).toEqual({});
  });
});
