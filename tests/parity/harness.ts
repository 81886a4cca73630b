/** One line, run by both kubectls on forks of one world. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { kubectl } from '../../lib/terminal/kubectl/kubectl.ts';
import type { ToolIo } from '../../lib/terminal/tool.ts';
import { findNextTimer } from '../../lib/world/sim/clock.ts';
import type { World } from '../../lib/world/world.ts';
import { memoryFiles, words } from '../terminal/kubectl/terminal.ts';
import type { Bridge } from './bridge.ts';
import { runInside } from './inside.ts';
import { type Ran, runKubectl } from './kubectl-binary.ts';
import { differences, leftIn, versionOf } from './left.ts';
import type { Line } from './lines.ts';
import { atNow } from './worlds.ts';

const FILES = new URL('files/', import.meta.url).pathname;

export interface Stage {
  readonly binary: string;
  readonly bridge: Bridge;
  readonly template: World;
  /** Where the real one finds its files; both see the same paths. */
  readonly folder: string;
}

function everyFile(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder).filter((one) => one !== 'cache')) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) Object.assign(found, everyFile(path));
    else found[path] = readFileSync(path, 'utf8');
  }
  return found;
}

function kubeconfig({ url, authority }: Bridge, token: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${Buffer.from(authority).toString('base64')}
    server: ${url}
  name: main
contexts:
- context:
    cluster: main
    user: learner
  name: main
- context:
    cluster: main
    namespace: shop
    user: learner
  name: shop
current-context: main
kind: Config
users:
- name: learner
  user:
    token: ${token}
`;
}

interface Home {
  readonly path: string;
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
}

function makeHome({ folder, bridge }: Stage, token: string): Home {
  const path = join(folder, token);
  const work = join(path, 'work');
  mkdirSync(join(path, '.kube'), { recursive: true });
  mkdirSync(join(work, 'empty'), { recursive: true });
  mkdirSync(join(folder, 'cache'), { recursive: true });
  symlinkSync(join(folder, 'cache'), join(path, '.kube/cache'));
  cpSync(FILES, work, { recursive: true });
  writeFileSync(join(path, '.kube/config'), kubeconfig(bridge, token), { mode: 0o600 });
  const env = { HOME: path, PATH: '/usr/bin:/bin', EDITOR: 'true' };
  return { path, work, env };
}

interface Setting {
  readonly home: Home;
  readonly files: ReturnType<typeof memoryFiles>;
}

/** Every file that the real one has now, as the terminal's has it. */
function filesOf(home: Home, read: (path: string) => string | undefined): Record<string, string | undefined> {
  return Object.fromEntries(Object.keys(everyFile(home.path)).map((path) => [path, read(path)]));
}

/** The terminal's kubectl on `world`. */
export async function runOurs(
  world: World,
  argv: readonly string[],
  stdin: string,
  { home, files }: Setting,
): Promise<Ran> {
  let out = '';
  let err = '';
  let steps = 0;
  const tool = kubectl({
    request: (cluster, request) => world.request(cluster, request),
    contexts: [{ name: 'main', cluster: 'main', user: 'learner', server: 'https://unused' }],
  });
  const io: ToolIo = {
    stdin,
    stdinIsTerminal: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: new Map(Object.entries(home.env)),
    cwd: home.work,
    files,
    clock: {
      nowMs: () => world.nowMs(),
      epochMs: world.epochMs,
      sleep: (ms) => {
        world.advance(ms);
        return Promise.resolve();
      },
      next: () => {
        const next = findNextTimer(world.state);
        if (!next || ++steps > 2000) return Promise.resolve('idle');
        world.advance(Math.max(0, next.dueMs - world.nowMs()));
        return Promise.resolve('moved');
      },
    },
    interrupted: () => false,
    tty: undefined,
    readLine: () => Promise.resolve(undefined),
    edit: () => Promise.resolve(),
    runIn: (place, argv, { stdin: input, out: heard, err: told }) => {
      if (!('pod' in place)) throw new Error('kubectl enters pods only');
      const { namespace, name, container = '' } = place.pod;
      const call = { cluster: place.cluster, namespace, pod: name, container, argv, stdin: input };
      return runInside(world, call, { out: heard ?? io.out, err: told ?? io.err });
    },
  };
  const code = await tool.run(argv, io);
  return { code, out, err };
}

/** What was said, and the objects that it left otherwise than the other did. */
export interface Answer extends Ran {
  readonly left: Readonly<Record<string, unknown>>;
}

export interface Answers {
  readonly ours: Answer;
  readonly theirs: Answer;
}

/** What kubectl logs carries its process id and the line of its source. */
const LOG_LINE = /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+\.go:\d+\] .*\n/gm;

/** Names and times of the files that `kubectl diff` compares. */
const DIFF_FILE = /(\/(?:LIVE|MERGED)-)\d+/g;
const DIFF_TIME = /^((?:---|\+\+\+) \/\S+)\t.*$/gm;

/** The ends of names that `kubectl debug` draws. */
const DRAWN_NAME = /\b(debugger-(?:ip-[\w.-]+-)?)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;

/** The runtime's name for one attempt to run a command. */
const EXEC_ID = /(failed to start exec ")[0-9a-f]{64}/g;

/** Without what differs from run to run. */
const steady = ({ code, out, err }: Ran): Ran => ({
  code,
  out: out.replace(DIFF_FILE, '$1').replace(DIFF_TIME, '$1').replace(DRAWN_NAME, '$1'),
  err: err.replace(LOG_LINE, '').replace(DRAWN_NAME, '$1').replace(EXEC_ID, '$1'),
});

/** Ages of seconds tick over between two runs: a line whose answers differ is asked again. */
const TRIES = 6;

export async function runBoth(stage: Stage, line: Line): Promise<Answers> {
  for (let tried = 1; ; tried++) {
    const answers = await runOnce(stage, line);
    if (tried === TRIES || isDeepStrictEqual(answers.ours, answers.theirs)) return answers;
  }
}

async function runOnce(stage: Stage, line: Line): Promise<Answers> {
  const world = atNow(stage.template);
  const token = stage.bridge.serve(world);
  const home = makeHome(stage, token);
  try {
    const files = memoryFiles(everyFile(home.path));
    files.makeDirectory(join(home.work, 'empty'));
    const setting = { home, files };
    for (const before of line.before) {
      const ran = await runOurs(world, words(before), '', setting);
      if (ran.code !== 0) throw new Error(`what goes before fails: kubectl ${before}\n${ran.err}`);
    }
    for (const [path, text] of Object.entries(everyFile(home.path))) {
      const now = files.read(path) ?? '';
      if (now !== text) writeFileSync(path, now);
    }
    const stdin = line.stdin === undefined ? '' : readFileSync(join(FILES, line.stdin), 'utf8');
    const mine = world.fork();
    const version = versionOf(world);
    const ours = await runOurs(mine, words(line.line), stdin, setting);
    const theirs = await runKubectl(stage.binary, words(line.line), { cwd: home.work, env: home.env, stdin });
    const written = [mine, world].some((one) => versionOf(one) !== version);
    const of = (one: World) => (written ? leftIn(one) : {});
    const left = differences({ ...of(mine), ...filesOf(home, files.read) }, { ...of(world), ...everyFile(home.path) });
    return { ours: { ...steady(ours), left: left.ours }, theirs: { ...steady(theirs), left: left.theirs } };
  } finally {
    stage.bridge.drop(token);
    rmSync(home.path, { recursive: true, force: true });
  }
}
