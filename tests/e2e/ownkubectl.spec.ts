import { type ChildProcess, type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { getKubectl } from '../parity/kubectl-binary.ts';
import { freePort } from './ownserver.ts';
import { test, type Workspace } from './workspace.fixture.ts';

const words = texts.ownKubectl;

test.skip(process.env.HOPLAB_JUDGES === 'none', 'switched off by HOPLAB_JUDGES=none');

/** Downloads a kubeconfig from the page and gives the real kubectl with it. */
async function ownKubectl({ page }: Workspace) {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-own-'));
  const path = join(folder, 'kubeconfig');
  await page.getByRole('button', { name: texts.workspace.menu }).click();
  await page.getByRole('menuitem', { name: texts.workspace.ownKubectl }).click();
  await page.getByRole('button', { name: words.make }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: words.download }).click(),
  ]);
  await download.saveAs(path);
  await page.getByRole('button', { name: words.close, exact: true }).click();
  const env = { ...process.env, KUBECONFIG: path, HOME: folder };
  const running: ChildProcess[] = [];
  return {
    config: readFileSync(path, 'utf8'),
    run: (...args: string[]) =>
      new Promise<{ code: number; out: string; err: string }>((resolve) => {
        execFile(getKubectl(), args, { env, timeout: 20_000 }, (error, out, err) =>
          resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
        );
      }),
    /** One that goes on; what it printed so far. */
    start(...args: string[]) {
      return this.follow(spawn(getKubectl(), args, { env }));
    },
    /** The same at a terminal of its own. */
    startAtTerminal(...args: string[]) {
      return this.follow(spawn('script', ['-qec', [getKubectl(), ...args].join(' '), '/dev/null'], { env }));
    },
    follow(child: ChildProcessWithoutNullStreams) {
      running.push(child);
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          printed += chunk;
        });
      }
      return { printed: () => printed, stdin: child.stdin };
    },
    cleanUp() {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('the real kubectl works on a sitting that is open in the browser, which sees the effects at once', async ({
  workspace,
}) => {
  test.setTimeout(120_000);
  const { screen, type, page } = workspace;
  const own = await ownKubectl(workspace);
  await workspace.focusTerminal(1);
  await type('kubectl create deployment own --image=nginx:1.27 && kubectl get deployment own -w');
  await expect(screen()).toContainText('UP-TO-DATE');

  const watching = own.start('get', 'pods', '-l', 'app=own', '-w');
  await expect.poll(watching.printed).toContain('own-');
  expect(await own.run('scale', 'deployment', 'own', '--replicas=3')).toMatchObject({
    code: 0,
    out: 'deployment.apps/own scaled\n',
  });
  await expect(screen()).toContainText('/3');
  expect((await own.run('rollout', 'status', 'deployment/own', '--timeout=15s')).code).toBe(0);
  await expect(screen()).toContainText('3/3');
  await page.keyboard.press('Control+c');

  const said = await own.run('exec', 'deploy/own', '--', 'sh', '-c', 'echo from $((40 + 2)); exit 3');
  expect(said).toMatchObject({ code: 3, out: 'from 42\n' });
  expect(said.err).toContain('command terminated with exit code 3');

  const logs = own.start('logs', '-f', 'deployment/own', '--tail=0');
  const port = await freePort();
  const forwarding = own.start('port-forward', 'deployment/own', `${port}:80`);
  await expect.poll(forwarding.printed).toContain(`Forwarding from 127.0.0.1:${port} -> 80`);
  expect(await getStatus(port)).toBe(200);
  await expect.poll(logs.printed).toContain('127.0.0.1 - - [');
  expect(watching.printed()).toContain('Running');
  own.cleanUp();
});

test('an interactive shell of the real kubectl exec -it', async ({ workspace }) => {
  const own = await ownKubectl(workspace);
  await workspace.focusTerminal(1);
  await workspace.type('kubectl run box --image=nginx:1.27');
  expect((await own.run('wait', 'pod/box', '--for=condition=Ready', '--timeout=15s')).code).toBe(0);
  const piped = own.start('exec', '-i', 'box', '--', 'sh');
  piped.stdin.end('hostname\n');
  await expect.poll(piped.printed).toBe('box\n');
  const shell = own.startAtTerminal('exec', '-it', 'box', '--', 'bash');
  await expect.poll(shell.printed).toContain('root@box:/# ');
  shell.stdin.write('echo $((6 * 7)) > /tmp/mark; echo written $((1 + 1))\r');
  await expect.poll(shell.printed).toContain('written 2');
  shell.stdin.write('exit\r');
  await workspace.type('kubectl exec box -- cat /tmp/mark');
  await expect(workspace.screen()).toContainText('42');
  own.cleanUp();
});

test('access ends when the person ends it', async ({ workspace }) => {
  const { page } = workspace;
  const own = await ownKubectl(workspace);
  expect((await own.run('get', 'nodes')).code).toBe(0);
  await page.getByRole('button', { name: texts.workspace.menu }).click();
  await page.getByRole('menuitem', { name: texts.workspace.ownKubectl }).click();
  await page.getByRole('button', { name: words.revoke }).click();
  await expect(page.getByRole('button', { name: words.revoke })).toBeHidden();
  const refused = await own.run('get', 'nodes');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('You must be logged in to the server');
  own.cleanUp();
});

function getStatus(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
