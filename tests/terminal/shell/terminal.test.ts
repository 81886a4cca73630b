import { describe, expect, it } from 'vitest';
import { createHomeFiles } from '../../../lib/terminal/shell/home-files.ts';
import type { Surroundings } from '../../../lib/terminal/shell/shell.ts';
import { openTerminal } from '../../../lib/terminal/shell/terminal.ts';
import type { Tool } from '../../../lib/terminal/tool.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { aClock, shellOptions, someFiles } from './a-shell.ts';
import { Screen } from './screen.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const POD = { cluster: 'main', pod: { namespace: 'default', name: 'web' } } as unknown as Place;

/** `kubectl exec`, reduced to what reaches another place of the world. */
const exec: Tool = {
  name: 'enter',
  run: async (argv, io) => io.runIn(POD, argv, { stdin: io.stdin, interactive: io.stdinIsTerminal }),
};

function insideThePod(): Surroundings {
  const clock = aClock();
  const table = someFiles('/app', clock);
  table.set('/app/config', { text: 'port=8080\n', modifiedMs: 0 });
  return {
    files: createHomeFiles(table, () => 0),
    tools: [],
    user: 'root',
    uid: 0,
    hostname: 'web-1',
    home: '/root',
    directory: '/app',
    env: { PORT: '8080' },
    shell: 'sh',
    unknownCommand: (name) => ({ text: `exec: "${name}": executable file not found in $PATH\n`, exitCode: 127 }),
  };
}

function aTerminal(setup: { tools?: readonly Tool[]; columns?: number; rows?: number } = {}) {
  const { columns = 60, rows = 10, tools = [exec] } = setup;
  const { options, clock, table } = shellOptions({ tools });
  const screen = new Screen(columns);
  const edited: string[] = [];
  let raw = '';
  const terminal = openTerminal({
    shell: { ...options, enter: () => insideThePod() },
    columns,
    rows,
    write: (text) => {
      raw += text;
      screen.write(text);
    },
    edit: async (path) => {
      edited.push(path);
      table.set(path, { text: 'edited\n', modifiedMs: 0 });
    },
  });
  /** Until a prompt is shown, or nothing more is printed because a command waits. */
  const settle = async () => {
    let idle = false;
    void terminal.idle().then(() => {
      idle = true;
    });
    let quiet = 0;
    for (let shown = raw, turn = 0; quiet < (idle ? 1 : 25) && turn < 100; shown = raw, turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      quiet = shown === raw ? quiet + 1 : 0;
    }
  };
  const type = async (keys: string) => {
    terminal.keys(keys);
    await settle();
  };
  return { terminal, screen, type, clock, edited, raw: () => raw };
}

const PROMPT = 'learner@hoplab:~$';

describe('a terminal', () => {
  it('shows a prompt, runs what is typed and shows the next prompt', async () => {
    const { screen, type } = aTerminal();
    expect(screen.text).toBe(PROMPT);
    await type('echo hello\r');
    expect(screen.text).toBe(`${PROMPT} echo hello\nhello\n${PROMPT}`);
  });

  it('runs pasted lines one after the other', async () => {
    const { screen, type } = aTerminal();
    await type('cd /tmp\rpwd\rfor i in 1 2\rdo echo $i\rdone\r');
    expect(screen.text).toContain('/tmp\n');
    expect(screen.text).toContain('> done\n1\n2\n');
  });

  it('lets Ctrl-C end a command that waits', async () => {
    const waits: Tool = {
      name: 'waits',
      run: async (_, io) => ((await io.clock.next('follow')) === 'interrupted' ? 130 : 0),
    };
    const { screen, type, clock } = aTerminal({ tools: [waits] });
    clock.next = () => new Promise(() => {});
    await type('waits\r');
    await type(CTRL_C);
    await type('echo $?\r');
    expect(screen.text).toBe(`${PROMPT} waits\n^C${PROMPT} echo $?\n130\n${PROMPT}`);
  });

  it('asks the person for `read`', async () => {
    const { screen, type } = aTerminal();
    await type('read -r name; echo "hi $name"\r');
    await type('Ada L\r');
    expect(screen.text).toBe(`${PROMPT} read -r name; echo "hi $name"\nAda L\nhi Ada L\n${PROMPT}`);
  });

  it('opens a shell in a pod and comes back on exit', async () => {
    const { screen, type } = aTerminal();
    await type('enter sh\r');
    expect(screen.text.split('\n').at(-1)).toBe('/app #');
    await type('cat config; whoami; hostname; echo $PORT; echo "open\r');
    await type('quote"\r');
    expect(screen.text).toContain('port=8080\nroot\nweb-1\n8080\nopen\nquote\n');
    await type(`half a line${CTRL_C}`);
    expect(screen.text.split('\n').at(-1)).toBe('/app #');
    await type('exit 4\r');
    await type('echo $?\r');
    expect(screen.text.split('\n').slice(-2)).toEqual(['4', PROMPT]);
  });

  it('leaves that shell on Ctrl-D', async () => {
    const { screen, type } = aTerminal();
    await type('enter sh\r');
    await type(CTRL_D);
    expect(screen.text.split('\n').slice(-1)).toEqual([PROMPT]);
  });

  it('runs one command there', async () => {
    const { screen, type } = aTerminal({ columns: 100 });
    await type("enter sh -c 'cd /; pwd; cat /app/config'\r");
    expect(screen.text).toContain('\n/\nport=8080\n');
    await type('echo piped | enter cat; enter cat /app/config; enter nope; echo $?\r');
    expect(screen.text).toContain('piped\nport=8080\nexec: "nope": executable file not found in $PATH\n127\n');
  });

  it('draws the line again below what a job prints', async () => {
    const { screen, type, clock } = aTerminal();
    let move: () => void = () => {};
    clock.next = () =>
      new Promise((resolve) => {
        move = () => {
          void clock.sleep(10_000);
          resolve('moved');
        };
      });
    await type('sleep 5 && echo from the job &\r');
    await type('echo half');
    move();
    await type('');
    expect(screen.text.split('\n').slice(-2)).toEqual(['from the job', `${PROMPT} echo half`]);
  });

  it('pages a long text and leaves it on q', async () => {
    const { type, raw } = aTerminal();
    await type('seq 1 50 | less\r');
    expect(raw()).toContain('1\r\n2\r\n3');
    expect(raw()).not.toContain('\r\n20');
    await type('G');
    expect(raw()).toContain('50');
    await type('q');
    expect(raw()).toContain('\u001b[?1049l');
    expect(raw().endsWith(`${PROMPT} \u001b[?2004h`)).toBe(true);
  });

  it('redraws for watch until Ctrl-C', async () => {
    const { type, raw, screen } = aTerminal();
    await type('watch -n 2 date +%S\r');
    await type(CTRL_C);
    expect(raw()).toMatch(/Every 2\.0s: date \+%S {10,}hoplab\r\n\r\n00\r\n/);
    expect(raw()).toMatch(/02\r\n/);
    expect(screen.text.split('\n').at(-1)).toContain(PROMPT);
  });

  it('opens the file pane for an editor and goes on when it is closed', async () => {
    const { type, edited, screen } = aTerminal();
    await type('vi notes.txt; cat notes.txt\r');
    expect(edited).toEqual(['/home/learner/notes.txt']);
    expect(screen.text).toContain('edited\n');
  });

  it('goes on after it was saved and opened again', async () => {
    const { terminal, type } = aTerminal();
    await type('x=kept; cd /tmp\r');
    const { options } = shellOptions();
    const screen = new Screen(60);
    const again = openTerminal({
      shell: { ...options, state: JSON.parse(JSON.stringify(terminal.snapshot())) },
      columns: 60,
      rows: 10,
      write: (text) => screen.write(text),
      edit: async () => {},
    });
    again.keys('echo $x\r');
    await again.idle();
    expect(screen.text).toBe('learner@hoplab:/tmp$ echo $x\nkept\nlearner@hoplab:/tmp$');
  });
});
