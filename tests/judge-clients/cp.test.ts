/** Files to and from containers by the real `kubectl cp`, whose Go archives meet the tar of the world's images. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getKubectl } from '../parity/kubectl-binary.ts';
import { openStage, podOf, type Stage, shopWorld } from './served.ts';

const LONG_NAME = `${'n'.repeat(90)}-longer-than-a-header-has-room-for`;
const TEXT = 'größer als ASCII: 語 \u{1f6f0}\nno newline at the end';
/** Source: https://github.com/containerd/containerd (exec of a program that the image does not have). */
const NO_TAR = /exec: "tar": executable file not found in \$PATH: unknown\n$/;

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('the real kubectl cp', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(
      shopWorld([
        podOf('gnu', 'nginx:1.27'),
        podOf('busybox', 'busybox:1.36', ['sleep', '100000']),
        podOf('without', 'amazonlinux:2023', ['sleep', '100000']),
      ]),
    );
    mkdirSync(join(stage.folder, 'site/sub'), { recursive: true });
    writeFileSync(join(stage.folder, 'plain.txt'), TEXT);
    writeFileSync(join(stage.folder, 'site/index.html'), '<p>served</p>\n');
    writeFileSync(join(stage.folder, 'site/sub/empty'), '');
    writeFileSync(join(stage.folder, 'site', LONG_NAME), 'x'.repeat(70_000));
  }, 60_000);
  afterAll(() => stage.close());

  const kubectl = (...words: string[]) => stage.run(getKubectl(), ['-n', 'shop', ...words]);

  /**
   * kubectl hands the errors of the container's tar on as its own output, unless the archive ends before its other
   * goroutine has written them: it leaves then, though the server sent them first.
   * Source: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/cmd/cp/cp.go (copyFromPod, newTarPipe)
   */
  describe.each([
    { pod: 'gnu', removing: "tar: Removing leading `/' from member names\n" },
    { pod: 'busybox', removing: "tar: removing leading '/' from member names\n" },
  ])('$pod', ({ pod, removing }) => {
    test('a file there and back is the same file', async () => {
      expect(await kubectl('cp', 'plain.txt', `${pod}:/tmp/plain.txt`)).toEqual({ code: 0, out: '', err: '' });
      expect((await stage.run(getKubectl(), ['-n', 'shop', 'exec', pod, '--', 'cat', '/tmp/plain.txt'])).out).toBe(
        TEXT,
      );
      const { out, ...end } = await kubectl('cp', `${pod}:/tmp/plain.txt`, `back-${pod}.txt`);
      expect(end).toEqual({ code: 0, err: '' });
      expect(['', removing]).toContain(out);
      expect(readFileSync(join(stage.folder, `back-${pod}.txt`), 'utf8')).toBe(TEXT);
      expect(statSync(join(stage.folder, `back-${pod}.txt`)).mode & 0o777).toBe(0o644);
    });

    test('a folder goes below a folder that is there, with long names and empty files', async () => {
      expect((await kubectl('cp', '--no-preserve', 'site', `${pod}:/tmp`)).code).toBe(0);
      expect((await kubectl('cp', `${pod}:/tmp/site`, `site-${pod}`)).code).toBe(0);
      const got = join(stage.folder, `site-${pod}`);
      expect(readdirSync(got, { recursive: true }).sort()).toEqual(
        ['index.html', LONG_NAME, 'sub', 'sub/empty'].sort(),
      );
      expect(readFileSync(join(got, LONG_NAME), 'utf8')).toBe('x'.repeat(70_000));
      expect(statSync(join(got, 'sub/empty')).size).toBe(0);
    });

    test('a file that a person wrote in the container comes out', async () => {
      await kubectl('exec', pod, '--', 'sh', '-c', 'mkdir -p /srv/made; echo $((6 * 7)) > /srv/made/answer');
      expect((await kubectl('cp', `${pod}:srv/made/answer`, `answer-${pod}`)).code).toBe(0);
      expect(readFileSync(join(stage.folder, `answer-${pod}`), 'utf8')).toBe('42\n');
    });

    test('a folder that is not there is no place to copy to', async () => {
      const { code, err } = await kubectl('cp', 'plain.txt', `${pod}:/not/here/plain.txt`);
      expect(code).not.toBe(0);
      expect(err).toContain('No such file or directory\n');
      expect(err).toContain('command terminated with exit code');
    });

    test('archives within the container', async () => {
      const line =
        'cd /tmp && mkdir -p in && echo a > in/a && tar cf all.tar in && tar tf all.tar && mkdir -p out && tar -xvf all.tar -C out && cat out/in/a';
      expect((await kubectl('exec', pod, '--', 'sh', '-c', line)).out).toBe('in/\nin/a\nin/\nin/a\na\n');
    });
  });

  test('an image without tar', async () => {
    const up = await kubectl('cp', 'plain.txt', 'without:/tmp/plain.txt');
    expect(up.code).toBe(1);
    expect(up.err).toMatch(NO_TAR);
    expect((await kubectl('cp', 'without:/tmp/plain.txt', 'never')).err).toMatch(NO_TAR);
  });

  test('bytes that are no text are refused by name', async () => {
    writeFileSync(join(stage.folder, 'picture'), Buffer.from([0x89, 0x50, 0xff, 0x00, 0xfe]));
    const { code, err } = await kubectl('cp', 'picture', 'gnu:/tmp/picture');
    expect(code).toBe(2);
    expect(err).toContain('picture: not modelled: a file that is no text');
  });
});
