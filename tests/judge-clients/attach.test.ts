/** The real kubectl attaches: to a shell that waits for input, to one that `kubectl run` makes, to a server's log. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { getKubectl } from '../parity/kubectl-binary.ts';
import { manifest, openStage, type Stage, shopWorld } from './served.ts';

const OPEN = manifest('v1', 'Pod', {
  metadata: { name: 'open', namespace: 'shop' },
  spec: { containers: [{ name: 'main', image: 'busybox:1.36', stdin: true, tty: true }] },
});
const SOON = { timeout: 15_000, interval: 50 };

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('the real kubectl attach and run -it', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(shopWorld([OPEN]));
  }, 60_000);
  afterAll(() => stage.close());

  const kubectl = (words: readonly string[], stdin = '') => stage.run(getKubectl(), ['-n', 'shop', ...words], stdin);
  const atTerminal = (...words: string[]) => stage.startAtTerminal(getKubectl(), ['-n', 'shop', ...words]);
  const busybox = ['--image=busybox:1.36', '--restart=Never'];

  test('run -i gives a command its input and says how it ended', async () => {
    const said = await kubectl(['run', '-i', '--rm', 'one', ...busybox, '--', 'cat'], 'grüße\n');
    expect(said).toMatchObject({ code: 0, out: 'grüße\npod "one" deleted from shop namespace\n' });
    const failed = await kubectl(['run', '-i', '--rm', 'two', ...busybox, '--', 'sh', '-c', 'echo x; exit 3']);
    expect(failed).toMatchObject({ code: 3, out: 'x\npod "two" deleted from shop namespace\n' });
    expect(failed.err).toMatch(/pod shop\/two terminated \(Error\)\n$/);
    expect(failed.err).not.toContain("couldn't attach");
  });

  test('run -it is a shell of the new pod; Ctrl-C drops a line, Ctrl-D ends the shell, and --rm the pod', async () => {
    const shell = atTerminal('run', '-it', '--rm', 'three', ...busybox, '--', 'sh');
    await vi.waitFor(() => expect(shell.printed()).toContain('/ # '), SOON);
    shell.child.stdin.write('hostname; echo $((6 * 7))\r');
    await vi.waitFor(() => expect(shell.printed()).toContain('three\r\n42\r\n'), SOON);
    shell.child.stdin.write('rm -r /no\u0003');
    await vi.waitFor(() => expect(shell.printed()).toContain('^C'), SOON);
    shell.child.stdin.write('echo still $((40 + 2))\r');
    await vi.waitFor(() => expect(shell.printed()).toContain('still 42\r\n'), SOON);
    shell.child.stdin.write('\u0004');
    expect(await shell.ended).toBe(0);
    expect(shell.printed()).toContain('pod "three" deleted from shop namespace');
    expect((await kubectl(['get', 'pod', 'three'])).err).toContain('NotFound');
  });

  test('attach -it to a shell whose input is kept open; the container ends with it', async () => {
    const shell = atTerminal('attach', '-it', 'open');
    await vi.waitFor(() => expect(shell.printed()).toContain('/ # '), SOON);
    shell.child.stdin.write('hostname\r');
    await vi.waitFor(() => expect(shell.printed()).toContain('open\r\n'), SOON);
    shell.child.stdin.write('exit 5\r');
    await shell.ended;
    const code =
      'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}{.status.containerStatuses[0].lastState.terminated.exitCode}';
    await vi.waitFor(async () => expect((await kubectl(['get', 'pod', 'open', '-o', code])).out).toBe('5'), SOON);
  });

  test('attach to a server tells what it writes from then on, until its container ends', async () => {
    const names = (await kubectl(['get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.name}'])).out;
    const [name = ''] = names.split(' ');
    const attached = stage.start(getKubectl(), ['-n', 'shop', 'attach', name]);
    await vi.waitFor(() => expect(attached.printed()).toContain("If you don't see a command prompt"), SOON);
    await kubectl(['exec', name, '--', 'curl', '-s', 'http://127.0.0.1/']);
    await vi.waitFor(() => expect(attached.printed()).toContain('"GET / HTTP/1.1" 200'), SOON);
    expect(attached.printed()).not.toContain('start worker process');
    await kubectl(['delete', 'pod', name]);
    expect(await attached.ended).toBe(0);
  });

  test('nobody attaches to what is not there', async () => {
    expect((await kubectl(['attach', 'nobody'])).err).toBe('Error from server (NotFound): pods "nobody" not found\n');
    expect((await kubectl(['exec', 'open', '-c', 'none', '--', 'ls'])).err).toBe(
      'Error from server (BadRequest): container none is not valid for pod open\n',
    );
  });
});
