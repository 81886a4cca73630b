/**
 * What the real kubectl 1.35.2 printed for these lines, against the same small server (recorded once; the objects, the
 * files and the answers stand in golden/). A difference that we know carries its reason and must still be one.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RecordedServer, type Stored } from './recorded-server.ts';
import { memoryFiles, run } from './terminal.ts';

interface Recorded {
  readonly world: 'small' | 'shop';
  readonly line: string;
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly patch?: unknown;
}

function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8')) as T;
}

const objects = golden<Readonly<Record<Recorded['world'], readonly Stored[]>>>('objects.json');
const files = golden<Readonly<Record<string, string>>>('files.json');
const { recordedAtMs, cases } = golden<{ recordedAtMs: number; cases: readonly Recorded[] }>('kubectl-1.35.2.json');

const MAP_ORDER = 'kubectl walks a Go map here, in any order; ours is sorted';
const NOT_MODELLED = 'refused by name';
const GO_TYPES = 'kubectl passes the object through its Go types, which write out empty and default fields';

const KNOWN: Readonly<Record<string, string>> = {
  'annotate pod cart-7d9c-2xk8p -n shop --list': MAP_ORDER,
  'label pod cart-7d9c-2xk8p -n shop --list': MAP_ORDER,
  'create -f ok.yaml --dry-run': 'kubectl logs a deprecation with its own process id and source line',
  'patch pod pend -n shop -p \'{"metadata":\'':
    'kubectl lets this server refuse what is no YAML; ours refuses it itself',
  'apply -f noversion.yaml --dry-run=server --validate=false': 'kubectl asks the server for a resource without a name',
  'set image deploy cart -n shop app=x -o yaml': GO_TYPES,
  'rollout undo deploy cart -n shop': GO_TYPES,
  'rollout undo deploy cart -n shop --to-revision=1': GO_TYPES,
  'set env deploy/cart -n shop --from=configmap/one': NOT_MODELLED,
  'rollout history ds agent -n shop': NOT_MODELLED,
};

async function replay({ world, line }: Recorded) {
  const server = new RecordedServer(objects[world]);
  const clock = {
    nowMs: () => recordedAtMs,
    epochMs: 0,
    sleep: () => Promise.resolve(),
    next: () => Promise.resolve('idle' as const),
  };
  const folder = memoryFiles(files);
  folder.makeDirectory('/data/empty');
  const ran = await run(line, { request: (_, request) => server.request(request), clock, files: folder });
  return { ...ran, patch: server.lastPatch };
}

/** Wall-clock seconds that a line writes by itself. */
const timeless = (value: unknown): unknown =>
  JSON.parse((JSON.stringify(value) ?? 'null').replace(/(restartedAt\\*":\\*")[^"\\]+/g, '$1now'));

describe('lines recorded from kubectl 1.35.2', () => {
  for (const recorded of cases) {
    const reason = KNOWN[recorded.line];
    it(`${recorded.world}: kubectl ${recorded.line}`, async () => {
      const ours = timeless(await replay(recorded));
      const { code, out, err, patch } = recorded;
      const theirs = timeless({ code, out, err, patch });
      if (reason === undefined) expect(ours).toEqual(theirs);
      else expect(ours, `no longer different: ${reason}`).not.toEqual(theirs);
    });
  }

  it('covers many lines, many of which fail', () => {
    expect(cases.length).toBeGreaterThanOrEqual(500);
    expect(cases.filter(({ code }) => code !== 0).length).toBeGreaterThanOrEqual(150);
  });
});
