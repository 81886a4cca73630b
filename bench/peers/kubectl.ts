/** The real kubectl against an API that answers, over TLS, what our world answered once. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { World } from '../../lib/world/world.ts';
import { findKubectl } from '../../scripts/schemas/build.ts';
import { NOT_INSTALLED, ROOT } from './judges.ts';

export interface Question {
  readonly kind: string;
  readonly name: string;
  readonly jsonpath: string;
}

export interface Kubectl {
  /** One process a question, two at a time. */
  ask(questions: readonly Question[]): Promise<string[]>;
  close(): Promise<void>;
}

const AT_ONCE = 2;
const run = promisify(execFile);

export async function openKubectl(world: World): Promise<Kubectl | { readonly skipped: string }> {
  const binary = findKubectl(ROOT);
  if (!binary) return { skipped: NOT_INSTALLED };
  const folder = mkdtempSync(join(tmpdir(), 'bench-kubectl-'));
  const certificate = selfSigned(folder);
  if (!certificate) return { skipped: 'no openssl on the PATH for the certificate' };
  const server = createServer(certificate, staticAnswers(world));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const flags = [
    `--server=https://127.0.0.1:${port}`,
    '--insecure-skip-tls-verify',
    `--cache-dir=${join(folder, 'cache')}`,
    '--token=bench',
    '-n',
    'shop',
  ];
  const one = async ({ kind, name, jsonpath }: Question): Promise<string> => {
    const { stdout } = await run(binary, ['get', kind, name, '-o', `jsonpath=${jsonpath}`, ...flags], {
      env: { ...process.env, HOME: folder, KUBECONFIG: '/dev/null' },
    });
    return stdout;
  };
  return {
    async ask(questions) {
      const answers: string[] = [];
      for (let at = 0; at < questions.length; at += AT_ONCE) {
        answers.push(...(await Promise.all(questions.slice(at, at + AT_ONCE).map(one))));
      }
      return answers;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Each path is asked of the world once; after that the text is sent as it is. */
function staticAnswers(world: World): Parameters<typeof createServer>[1] {
  const known = new Map<string, Answer>();
  return (request, response) => {
    const url = request.url ?? '/';
    const answer = known.get(url) ?? answerOf(world, url, request.headers.accept);
    known.set(url, answer);
    response.writeHead(answer.status, answer.headers).end(answer.text);
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function answerOf(world: World, url: string, accept = 'application/json'): Answer {
  const { pathname, searchParams } = new URL(url, 'https://bench');
  const query = Object.fromEntries(searchParams);
  const answer = world.request('main', { method: 'GET', path: pathname, query, headers: { accept } });
  if ('watch' in answer) return { status: 400, headers: {}, text: '{}' };
  return { status: answer.status, headers: answer.headers, text: JSON.stringify(answer.body) };
}

function selfSigned(folder: string): { key: string; cert: string } | undefined {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
    ...['-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  return made.status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : undefined;
}
