/**
 * A sitting engine that only echoes lines, for tests of what stands around engines. `spin` never ends, `die` ends the
 * thread, `note` says something beside the terminal.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { GradeView, OpenSitting, WorkerEvent } from '../../lib/server/worlds/port.ts';
import type { Engine, OpenEngine } from '../../lib/server/worlds/protocol.ts';
import { serveWorlds } from '../../lib/server/worlds/serve.ts';
import type { ForeignAnswer } from '../../lib/sitting/foreign.ts';
import type { InputId, RecordRow } from '../../lib/sitting/record.ts';
import type { SittingView } from '../../lib/sitting/view.ts';
import type { ApiRequest } from '../../lib/world/apiserver/request.ts';

const PROMPT = '$ ';

const openEcho: OpenEngine = async (sitting, emit) => {
  const engine = new EchoSitting(sitting, emit);
  return { engine, opened: { view: engine.view(), terminals: engine.terminals(), standing: { kind: 'Same' } } };
};

class EchoSitting implements Engine {
  readonly #sitting: OpenSitting;
  readonly #emit: (event: WorkerEvent) => void;
  readonly #texts = new Map<number, string>([[1, PROMPT]]);
  readonly #typed = new Map<number, string>();
  #seq = 0;
  #lines = 0;

  constructor(sitting: OpenSitting, emit: (event: WorkerEvent) => void) {
    this.#sitting = sitting;
    this.#emit = emit;
    for (const row of sitting.rows) this.#replay(row);
  }

  view(): SittingView {
    return { tasks: [], score: this.#lines, maxScore: 100, worldMs: 0, finished: false, paused: false };
  }

  terminals() {
    return [...this.#texts].map(([id, scrollback]) => ({ id, scrollback }));
  }

  async keys(terminal: number, id: InputId, text: string) {
    const typed = (this.#typed.get(terminal) ?? '') + text;
    const end = typed.indexOf('\r');
    this.#typed.set(terminal, end === -1 ? typed : typed.slice(end + 1));
    if (end !== -1) this.#line(terminal, id, typed.slice(0, end));
  }

  #line(terminal: number, id: InputId, line: string) {
    this.#row('line', { line }, terminal, id);
    if (line === 'spin') for (;;);
    if (line === 'die') process.exit(1);
    this.#lines++;
    this.#say(terminal, `${line}\r\n${PROMPT}`);
  }

  #row(kind: string, body: unknown, terminal?: number, id?: InputId) {
    const row: RecordRow = { seq: ++this.#seq, kind, worldMs: 0, actor: 'person', body, ...id };
    const rows = [terminal === undefined ? row : { ...row, terminal }];
    this.#emit({ type: 'rows', sittingId: this.#sitting.sittingId, rows });
  }

  #say(terminal: number, text: string) {
    this.#texts.set(terminal, (this.#texts.get(terminal) ?? '') + text);
    this.#emit({ type: 'text', sittingId: this.#sitting.sittingId, terminal, text });
  }

  #replay(row: RecordRow) {
    this.#seq = row.seq;
    const { line, text } = row.body as { line?: string; text?: string };
    const said = row.kind === 'terminated' ? text : line;
    if (said === 'spin' || said === 'die') return;
    this.#lines++;
    const terminal = row.terminal ?? 1;
    this.#texts.set(terminal, `${this.#texts.get(terminal) ?? ''}${said}\r\n${PROMPT}`);
  }

  #grade(): GradeView {
    const { labVersion } = this.#sitting;
    return { score: this.#lines, maxScore: 100, undecided: 0, engineVersion: 1, labVersion, tasks: [] };
  }

  async check(id: InputId) {
    this.#row('check', {}, undefined, id);
    this.#emit({ type: 'grade', sittingId: this.#sitting.sittingId, grade: this.#grade() });
    return this.#grade();
  }
  async closeTerminal(terminal: number) {
    return [1].filter((id) => id !== terminal);
  }
  async openTerminal() {
    const id = this.#texts.size + 1;
    this.#texts.set(id, PROMPT);
    return { id };
  }
  async close() {}
  async snapshot() {
    return { seq: this.#seq, format: 1, engineVersion: 7, hash: 'echo', body: new Uint8Array([1, 2, 3]) };
  }
  async interrupt() {}
  async resize() {}
  async readFile(path: string) {
    return path === '/root/notes' ? 'notes\n' : undefined;
  }
  async listFiles() {
    return [{ path: '/root/notes', size: 6 }];
  }
  async writeFile() {}
  async validate() {
    return [];
  }
  async hint() {
    return this.view();
  }
  async answer() {
    return this.view();
  }
  async pause() {
    return this.view();
  }
  async reset(id: InputId) {
    this.#row('reset', {}, undefined, id);
    this.#texts.clear();
    this.#texts.set(1, PROMPT);
    this.#lines = 0;
    return this.view();
  }
  async finish() {
    return { grade: this.#grade(), debrief: 'what broke' };
  }
  async submit() {
    return this.#grade();
  }
  async trace(): Promise<unknown> {
    return {};
  }
  async clientRequest(_stream: number, cluster: string, { method, path }: ApiRequest): Promise<ForeignAnswer> {
    const text = JSON.stringify({ sittingId: this.#sitting.sittingId, cluster, method, path });
    return { kind: 'Answer', status: 200, headers: { 'content-type': 'application/json' }, warnings: [], text };
  }
  async clientExec() {
    return undefined;
  }
  async clientConverse(): Promise<never> {
    throw new Error('the echo engine has no network');
  }
  async clientKeys() {}
  async clientResize() {}
  async clientGone() {}
  async complete() {
    return { from: 0, candidates: [] };
  }
}

if (parentPort) serveWorlds(parentPort, workerData.cells, openEcho, { engine: 7, checker: 3 });
