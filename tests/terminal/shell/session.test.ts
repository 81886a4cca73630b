// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShell } from '../../../lib/terminal/shell/session.ts';
import type { Tool } from '../../../lib/terminal/tool.ts';
import { aClock, aShell, shellOptions, TTY } from './a-shell.ts';

/** A tool that shows what it was given. */
const show: Tool = {
  name: 'show',
  async run(argv, io) {
    io.out(`${[...argv, io.tty ? 'tty' : 'no-tty', ...(io.stdin ? [`stdin=${io.stdin.trim()}`] : [])].join(',')}\n`);
    return 0;
  },
};

/** A tool that follows the world: a line, then it waits for the next move. */
const follow: Tool = {
  name: 'kubectl',
  async run(_, io) {
    for (let row = 1; row <= 5; row++) {
      io.out(`pod-${row} Running\n`);
      if (io.interrupted() || (await io.clock.next('follow')) !== 'moved') return 130;
    }
    return 0;
  },
};

describe('a line of one plain command', () => {
  it.each([
    ['show a "b c" d', 'a,b c,d,tty'],
    ["show 'x y' \\$z", 'x y,$z,tty'],
    ['v=1 ; show $v "$v-$HOME"', '1,1-/home/learner,tty'],
    ['show {a,b} *.none', 'a,b,*.none,tty'],
    ['e="show a b"; $e c', 'a,b,c,no-tty'],
    ['$(echo show a) c', 'a,c,no-tty'],
    ['for i in 1; do e="show a"; $e $i; done', 'a,1,no-tty'],
    ['f() { echo "f:$1"; }; g=f; $g a', 'f:a'],
    ['show $(echo sub)', 'sub,tty'],
    ['show | cat', 'no-tty'],
    ['echo in | show', 'tty,stdin=in'],
    ['show > f; cat f', 'no-tty'],
    ['show 2>/dev/null', 'tty'],
    ['x=$(show); echo $x', 'no-tty'],
    ['alias s="show aliased"; s\ns', 'aliased,tty'],
  ])('%s', async (line, expected) => {
    const { run } = aShell({ tools: [show], tty: true });
    let last = '';
    for (const one of line.split('\n')) last = (await run(one)).out;
    expect(last.trim().split('\n').at(-1)).toBe(expected);
  });

  it('lets a function win over a tool', async () => {
    const { run } = aShell({ tools: [show] });
    await run('show() { echo mine; }');
    expect((await run('show a')).out).toBe('mine\n');
  });

  it('keeps the exit code, $_ and PIPESTATUS', async () => {
    const fails: Tool = { name: 'fails', run: async () => 4 };
    const { run } = aShell({ tools: [fails] });
    await run('fails one two');
    expect((await run('echo $? $_ ${PIPESTATUS[0]}')).out).toBe('4 two 4\n');
  });
});

describe('text comes as it is made', () => {
  /** What had been printed when the world moved for the n-th time. */
  async function printedAtMoves(line: string) {
    const printed: string[] = [];
    let text = '';
    const clock = aClock();
    const next = clock.next;
    clock.next = (mode) => {
      printed.push(text);
      return next(mode);
    };
    const { options } = shellOptions({ clock, tools: [follow] });
    const take = (piece: string) => {
      text += piece;
    };
    const exitCode = await openShell(options).run(line, { out: take, err: take, tty: TTY });
    return { printed, text, exitCode };
  }

  it('of a follower alone', async () => {
    const { printed } = await printedAtMoves('kubectl get pods -w');
    expect(printed.slice(0, 2)).toEqual(['pod-1 Running\n', 'pod-1 Running\npod-2 Running\n']);
  });

  it('through filters', async () => {
    const { printed, text, exitCode } = await printedAtMoves(
      "kubectl get pods -w | grep -v pod-1 | awk '{print $1}' | sed s/pod/p/",
    );
    expect(printed.slice(0, 3)).toEqual(['', 'p-2\n', 'p-2\np-3\n']);
    expect([text, exitCode]).toEqual(['p-2\np-3\np-4\np-5\n', 0]);
  });

  it('until head has enough, which ends the follower', async () => {
    const { printed, text } = await printedAtMoves('kubectl logs -f web | head -2');
    expect([printed.length, text]).toEqual([1, 'pod-1 Running\npod-2 Running\n']);
  });

  it('at the end for a filter that needs everything', async () => {
    const { printed, text } = await printedAtMoves('kubectl get pods -w | sort -r | head -1');
    expect(printed.every((one) => one === '')).toBe(true);
    expect(text).toBe('pod-5 Running\n');
  });

  it('in a list and in a loop', async () => {
    const { printed } = await printedAtMoves('echo before && kubectl get -w; echo after');
    expect(printed[0]).toBe('before\npod-1 Running\n');
    const loop = await printedAtMoves('for i in a b; do echo start $i; kubectl get -w; done');
    expect(loop.printed[5]).toBe(
      `start a\n${[1, 2, 3, 4, 5].map((row) => `pod-${row} Running\n`).join('')}start b\npod-1 Running\n`,
    );
  });

  it('in a function, with what other commands of it print', async () => {
    const first = 'start x\npod-1 Running\n';
    const { printed } = await printedAtMoves('f() { echo start $1; kubectl get pods -w; }; f x');
    expect(printed.slice(0, 2)).toEqual([first, `${first}pod-2 Running\n`]);
    const nested = await printedAtMoves(
      'g() { local v=$1; kubectl get -w; }; f() { echo start x; g y; }; f && echo end',
    );
    expect(nested.printed[0]).toBe(first);
    expect(nested.text.endsWith('pod-5 Running\nend\n')).toBe(true);
  });

  it('through filters in a function and in a loop', async () => {
    const inFunction = await printedAtMoves('f() { kubectl get -w | grep -v pod-1; }; f');
    expect(inFunction.printed.slice(0, 3)).toEqual(['', 'pod-2 Running\n', 'pod-2 Running\npod-3 Running\n']);
    const inLoop = await printedAtMoves('for i in a b; do kubectl get -w | grep pod-2 | head -1; echo $i; done');
    expect(inLoop.printed).toEqual(['', 'pod-2 Running\na\n']);
    expect(inLoop.text).toBe('pod-2 Running\na\npod-2 Running\nb\n');
  });

  it.each([
    ['f | head -1', 'pod-1 Running\n'],
    ['x=$(f); echo ${#x}', '69\n'],
    ['f > file; wc -l < file', '5\n'],
    ['echo $(f) > /dev/null && f | tail -1', 'pod-5 Running\n'],
  ])('nowhere else after a function printed as it went: %s', async (line, expected) => {
    const { options } = shellOptions({ tools: [follow] });
    const session = openShell(options);
    let text = '';
    const take = (piece: string) => {
      text += piece;
    };
    const io = { out: take, err: () => {}, tty: TTY };
    await session.run('f() { kubectl get -w; }; f', io);
    text = '';
    await session.run(line, io);
    expect(text).toBe(expected);
  });

  it('keeps errors and output in order', async () => {
    const { run } = aShell();
    expect((await run('echo a; ls /nope; echo b')).text).toBe(
      "a\nls: cannot access '/nope': No such file or directory\nb\n",
    );
    expect((await run('false || { echo one; nosuch; echo two; }')).text).toBe(
      'one\nbash: nosuch: command not found\ntwo\n',
    );
  });
});

describe('jobs', () => {
  it('start, are listed, wait for world time and end', async () => {
    const { run, clock } = aShell({ tty: true });
    clock.next = () => new Promise(() => {});
    expect((await run('sleep 30 && echo woke &')).text).toBe('[1] 1210\n');
    expect((await run('jobs')).out).toBe('[1]+  Running                 sleep 30 && echo woke &\n');
    expect((await run('echo $!')).out).toBe('1210\n');
    expect(clock.nowMs()).toBe(0);
    // The job prints to the terminal it was started from, here the first line's.
    expect((await run('sleep 40')).text).toBe('[1]+  Done                    sleep 30 && echo woke\n');
    expect((await run('jobs')).out).toBe('');
  });

  it('are waited for with their exit codes', async () => {
    const { run, clock } = aShell();
    clock.next = () => new Promise(() => {});
    await run('(sleep 5; exit 3) &');
    expect((await run('wait $!; echo $?')).out).toBe('3\n');
    expect(clock.nowMs()).toBe(5000);
    expect((await run('for i in 1 2 3; do echo $i & done; wait')).out).toBe('1\n2\n3\n');
  });

  it('are ended by kill', async () => {
    const { run, clock } = aShell({ tty: true });
    clock.next = () => new Promise(() => {});
    await run('sleep 100 &');
    expect((await run('kill %1')).text).toBe('[1]+  Terminated              sleep 100\n');
    expect(await run('kill %1')).toMatchObject({ err: 'bash: kill: %1: no such job\n', exitCode: 1 });
  });

  it('do not change the shell that started them', async () => {
    const { run } = aShell();
    await run('x=1');
    await run('x=2 &');
    expect((await run('echo $x')).out).toBe('1\n');
  });
});

describe('an interrupt', () => {
  it('ends a loop between two commands, runs the trap and keeps the shell', async () => {
    const clock = aClock();
    const { options } = shellOptions({ clock });
    const session = openShell(options);
    const sleep = clock.sleep;
    let turns = 0;
    clock.sleep = async (ms) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (++turns === 3) session.interrupt();
      await sleep(ms);
    };
    let text = '';
    const take = (piece: string) => {
      text += piece;
    };
    const io = { out: take, err: take, tty: TTY };
    await session.run("trap 'echo trapped' INT", io);
    expect(await session.run('i=0; while true; do echo turn; sleep 1; done; echo not reached', io)).toBe(130);
    expect(text).toBe('turn\nturn\nturn\ntrapped\n');
    text = '';
    await session.run('echo $? still here', io);
    expect(text).toBe('130 still here\n');
  });

  it.each([
    ['what comes behind it', 'kubectl get -w | grep pod; echo not reached'],
    ['the function around it', 'seen() { kubectl get -w | grep pod; echo not reached; }; seen; echo nor here'],
    ['the loop around it', 'for i in 1 2; do kubectl get -w | grep pod; done; echo not reached'],
  ])('ends a follower and %s', async (_, line) => {
    const clock = aClock();
    clock.next = () => new Promise(() => {});
    const { options } = shellOptions({ clock, tools: [follow] });
    const session = openShell(options);
    let text = '';
    const take = (piece: string) => {
      text += piece;
    };
    const io = { out: take, err: () => {}, tty: TTY };
    const running = session.run(line, io);
    await new Promise((resolve) => setTimeout(resolve, 20));
    session.interrupt();
    expect(await running).toBe(130);
    expect(text).toBe('pod-1 Running\n');
    await session.run('echo $? still here', io);
    expect(text).toBe('pod-1 Running\n130 still here\n');
  });
});

describe('limits', () => {
  it.each([
    ['while true; do :; done', 'bash: stopped: the line ran more than 10000 commands (limit of this terminal)\n'],
    ['while ((1)); do ((1)); done', 'bash: stopped: '],
    ['f() { f; }; f', 'bash: stopped: functions call each other too deeply (limit of this terminal)\n'],
    ['x=aaaaaaaaaaaaaaaa; for i in {1..20}; do x=$x$x; done', 'limit'],
    ['python3 -c 1', 'bash: python3: command not found\n'],
    ['sqlite3', 'bash: sqlite3: command not found\n'],
    ['js-exec 1', 'bash: js-exec: command not found\n'],
  ])('%s', async (line, sentence) => {
    const { run } = aShell();
    const { err, exitCode } = await run(line);
    expect(err).toContain(sentence);
    expect(exitCode).not.toBe(0);
    expect((await run('echo still here')).out).toBe('still here\n');
  });

  it('stops a line that writes too much', async () => {
    const { run } = aShell();
    const { text, exitCode } = await run(`printf '%s\\n' ${'x'.repeat(9_000)} > f; for i in {1..200}; do cat f; done`);
    expect(text.length).toBeLessThan(2_000_000);
    expect(text).toContain('the line wrote more than 1 MiB (limit of this terminal)');
    expect(exitCode).not.toBe(0);
  });

  it('refuses a file that is too large', async () => {
    const { run } = aShell();
    const { err, exitCode } = await run(`printf '%s' ${'x'.repeat(60_000)} > f; cat ${'f '.repeat(20)} > big`);
    expect(err).toMatch(/File too large|more than 1 MiB/);
    expect(exitCode).not.toBe(0);
  });

  it('refuses a path outside the file system by not having it', async () => {
    const { run } = aShell();
    expect((await run('cat ../../../../etc/passwd')).err).toBe(
      'cat: ../../../../etc/passwd: No such file or directory\n',
    );
  });
});

describe('time and chance', () => {
  it('come from the world and the seed', async () => {
    const line =
      'echo $RANDOM $RANDOM $((RANDOM % 100)); shuf -i 1-9 | head -3; mktemp -u; awk "BEGIN { srand(); print rand() }"; eval "echo \\$RANDOM"';
    const [first, second] = [aShell(), aShell()];
    expect((await first.run(line)).out).toBe((await second.run(line)).out);
    expect((await first.run('echo $RANDOM')).out).not.toBe((await second.run('true; echo $RANDOM $RANDOM')).out);
  });

  it('passes when a command sleeps, and costs nobody anything', async () => {
    const { run, clock } = aShell();
    expect((await run('date +%s; sleep 3600; date +%s; printf "%(%s)T\\n" -1; echo $EPOCHSECONDS')).out).toBe(
      '1767225600\n1767229200\n1767229200\n1767229200\n',
    );
    expect(clock.nowMs()).toBe(3_600_000);
    expect((await run('time sleep 61.5')).err).toBe('\nreal\t1m1.500s\nuser\t0m0.000s\nsys\t0m0.000s\n');
  });

  it('is bounded by timeout', async () => {
    const { run, clock } = aShell();
    expect((await run('timeout 5 sleep 100; echo $?')).out).toBe('124\n');
    expect(clock.nowMs()).toBe(5000);
    expect((await run('timeout 5 echo quick')).out).toBe('quick\n');
  });

  it('gives back the host its own answers', async () => {
    const [random, now] = [Math.random, Date.now];
    await aShell().run('eval "echo $RANDOM"; date; awk "BEGIN{print rand()}"');
    expect([Math.random === random, Date.now === now]).toEqual([true, true]);
  });
});

describe('a session that was dropped', () => {
  it('goes on as if nothing had happened, after every line', async () => {
    const lines = readFileSync(join(import.meta.dirname, 'parity.txt'), 'utf8')
      .split('\n')
      .filter(
        (line) =>
          line !== '' && !line.startsWith('#') && !/exec 3|&\s*wait|^\s|^(?:EOF|done|fi|then|do|\}|b"$)/.test(line),
      );
    const [kept, dropped] = [aShell(), aShell()];
    for (const line of lines.filter((one) => !one.includes('<<E') && !one.includes('<<-') && !one.includes("<<'"))) {
      const expected = await kept.run(line);
      dropped.reopen();
      expect([line, await dropped.run(line)]).toEqual([line, expected]);
    }
  });

  it('keeps history, traps, aliases, options and the exit code', async () => {
    const { run, reopen, session } = aShell({ tty: true });
    await run("trap 'echo bye' EXIT; alias ll='ls -l'; set -u");
    await run('mkdir d && cd d && false');
    reopen();
    expect(session().prompt()).toBe('learner@hoplab:~/d$ ');
    expect((await run('echo $? $-')).out).toMatch(/^1 \w*u/);
    expect((await run('history 2')).out).toBe('    3  echo $? $-\n    4  history 2\n');
    expect((await run('alias ll')).out).toBe("alias ll='ls -l'\n");
    expect((await run('exit 3')).out).toBe('bye\n');
    expect(session().exited).toBe(3);
  });
});

describe('history', () => {
  it.each([
    ['!!', 'echo second'],
    ['!1', 'echo first'],
    ['!echo', 'echo second'],
    ['echo !$', 'echo second'],
    ['^second^third', 'echo third'],
  ])('%s', async (line, expanded) => {
    const { run } = aShell({ tty: true });
    await run('echo first');
    await run('echo second');
    expect((await run(line)).out.split('\n')[0]).toBe(expanded);
  });

  it('leaves quotes, tests and indirections alone', async () => {
    const { run } = aShell({ tty: true });
    expect((await run("a=b; b=1; [ ! -e x ] && echo '!!' ${!a}")).out).toBe('!! 1\n');
    expect(await run('!nothing')).toMatchObject({ err: 'bash: !nothing: event not found\n', exitCode: 1 });
  });
});

describe('completion', () => {
  it('offers commands, variables, files and what tools offer', async () => {
    const tool: Tool = { ...show, complete: (words) => (words.at(-1) === 'po' ? ['pods '] : []) };
    const { run, session } = aShell({ tools: [tool] });
    await run('mkdir dir; touch data.yaml; myvar=1; alias sh2=show; greet() { :; }');
    const complete = (line: string) => session().complete(line, line.length).candidates;
    expect(complete('sho')).toEqual(['show ']);
    expect(complete('gre')).toEqual(['greet ', 'grep ']);
    expect(complete('echo $myv')).toEqual(['$myvar']);
    expect(complete('cat d')).toEqual(['data.yaml ', 'dir/']);
    expect(complete('echo a | show po')).toEqual(['pods ']);
    expect(complete('sh2 po')).toEqual(['pods ']);
    expect(complete('show d')).toEqual(['data.yaml ', 'dir/']);
  });
});
