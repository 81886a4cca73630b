/**
 * One person's work on one variant: a world, up to six terminals, and the record that both can be rebuilt from. Inputs
 * go in one after the other; effects on the world are written down as they happen.
 */
import { type Grade, grade } from '../assessment/grade.ts';
import { labTools } from '../assessment/lab-tools.ts';
import type { Variant } from '../assessment/labs/variant.ts';
import { gradeSubmission } from '../assessment/submission.ts';
import { openAccess, type WorldAccess } from '../terminal/access.ts';
import type { Timekeeper } from '../terminal/timekeeper.ts';
import { enterPlace, workstation } from '../terminal/workstation.ts';
import type { Effect } from '../world/effect.ts';
import { fingerprint } from '../world/sim/fingerprint.ts';
import { draw } from '../world/sim/random.ts';
import type { World } from '../world/world.ts';
import type { ClientsListener } from './foreign.ts';
import { listHome } from './home.ts';
import { Keeper } from './keeper.ts';
import { type Answer, Outside } from './outside.ts';
import { type Input, type InputId, Recorder, type RecordRow } from './record.ts';
import type { SittingRest } from './rest.ts';
import { Scheduler, type Thread } from './scheduler.ts';
import type { Restored, SavedTerminal, Session, Snapshot } from './snapshot.ts';
import { freeId, MAX_TERMINALS, Terminal } from './terminal.ts';
import { type SittingView, viewOf } from './view.ts';

/** What a sitting tells whoever shows it. */
export interface SittingListener {
  text(terminal: number, text: string): void;
  rows(rows: readonly RecordRow[]): void;
  view(view: SittingView): void;
  graded(grade: Grade): void;
  note(terminal: number, text: string): void;
  files(changed: readonly string[]): void;
  edit(terminal: number, path: string): void;
  readonly clients?: ClientsListener;
  /** Started over from inside a terminal: these replace what was there. */
  restarted(terminals: readonly { id: number; scrollback: string }[]): void;
  /** To be kept with the record; never while a line is at work. */
  snapshot?(taken: Snapshot): void;
}

export interface SittingOptions {
  readonly variant: Variant;
  /** The settled start state; the sitting forks it. */
  readonly start: World;
  /** What it goes on from, instead of the start. */
  readonly from?: Restored;
  readonly epochMs: number;
  readonly thread: Thread;
  readonly listener: SittingListener;
}

export class Sitting {
  readonly variant: Variant;
  readonly start: World;
  readonly recorder: Recorder;
  readonly #options: Omit<SittingOptions, 'from'>;
  #world: World;
  #access: WorldAccess;
  readonly #scheduler: Scheduler;
  #terminals: Terminal[] = [];
  #hints = new Map<string, number>();
  #answers: Record<string, string> = {};
  #grade: Grade | undefined;
  #finished = false;
  #changed = new Set<string>();
  #editors = new Map<string, { readonly terminal: number; closed(): void }>();
  #wantsReset = false;
  #pace: 'paused' | 'running' = 'running';
  #submission: Grade | undefined;
  readonly #outside: Outside;
  readonly template: World;
  readonly keeper: Keeper;

  constructor(options: SittingOptions) {
    const { from, ...lasting } = options;
    this.#options = lasting;
    this.variant = options.variant;
    this.template = from?.start ?? options.start;
    this.start = from?.start ?? options.start.at(options.epochMs);
    this.recorder = new Recorder(from?.seq ?? 0);
    this.keeper = new Keeper(this, (taken) => options.listener.snapshot?.(taken), from?.rested?.kept);
    this.#world = from?.world.fork() ?? this.start.fork();
    this.#access = this.#connect();
    this.#scheduler = new Scheduler(this.#currentTime(), options.thread, from?.session?.ticks);
    this.#outside = new Outside({
      access: () => this.#access,
      scheduler: this.#scheduler,
      seed: this.variant.seed,
      listener: options.listener.clients?.exec,
      afterLine: () => this.flush(),
    });
    if (from?.session) this.#restore(from.session);
    if (this.#terminals.length === 0) this.#addTerminal();
  }

  get world(): World {
    return this.#world;
  }

  get terminals(): readonly Terminal[] {
    return this.#terminals;
  }

  /** All that another one needs to go on from here over the same start; undefined while something runs. */
  rest(): SittingRest | undefined {
    const session = this.save();
    if (session.state !== 'Quiet') return undefined;
    this.flush();
    const changes = this.#world.state.changesSince(this.start.state);
    return { seq: this.recorder.seq, session, changes, kept: this.keeper.soFar };
  }

  get scheduler(): Scheduler {
    return this.#scheduler;
  }

  get grade(): Grade | undefined {
    return this.#grade;
  }

  view(): SittingView {
    return viewOf(this.variant, {
      grade: this.#grade,
      hints: this.#hints,
      answers: this.#answers,
      worldMs: this.#world.nowMs(),
      finished: this.#finished,
      paused: this.#pace === 'paused',
    });
  }

  /** Takes one input, writes it down, and does it. Terminal lines go on by themselves; all else is done on return. */
  async take(input: Input, tick: number, id?: InputId): Promise<Answer> {
    this.recorder.input(input, tick, this.#world.nowMs(), id);
    // Told before it is done: an input that never ends must be found in the record.
    this.#options.listener.rows(this.recorder.take());
    const answer = await this.#do(input);
    this.flush();
    return answer;
  }

  /** Takes over one effect of the past whose line is not run again. */
  perform(effect: Effect): void {
    this.recorder.effect(effect, fingerprint(this.#world.perform(effect)), this.#world.nowMs());
  }

  /** What stands around the world, as of now. */
  save(): Session {
    const isAlone = this.#editors.size === 0 && this.#outside.running().length === 0;
    const isQuiet = isAlone && this.terminals.every((terminal) => terminal.isQuiet);
    return {
      ticks: this.#scheduler.ticks,
      pace: this.#pace,
      finished: this.#finished,
      hints: [...this.#hints],
      answers: this.#answers,
      ...(this.#grade ? { grade: this.#grade } : {}),
      ...(this.#submission ? { submission: this.#submission } : {}),
      terminals: this.terminals.map((terminal) => terminal.save()),
      state: isQuiet && this.#scheduler.state === 'Quiet' ? 'Quiet' : 'Busy',
    };
  }

  get pace(): 'paused' | 'running' {
    return this.#pace;
  }

  /** Whether something is going to happen in the world within `ms`. */
  isDueWithin(ms: number): boolean {
    const timerMs = this.#access.time.nextTimerMs() ?? Number.POSITIVE_INFINITY;
    return Math.min(timerMs, this.#scheduler.followedUntilMs()) <= this.#world.nowMs() + ms;
  }

  readFile(path: string): string | undefined {
    return this.#access.files('home').read(path);
  }

  /** Every file below the home directory, by path. */
  listFiles(): readonly { path: string; size: number }[] {
    return listHome(this.#access.files('home'));
  }

  /** Judges the world as it stands; nothing of it changes. */
  check(): Grade {
    this.#grade = grade({ variant: this.variant, world: this.#world, start: this.start, answers: this.#answers });
    this.#options.listener.graded(this.#grade);
    return this.#grade;
  }

  openHint(task: string): string | undefined {
    const steps = this.variant.hints[task] ?? [];
    const opened = Math.min(steps.length, (this.#hints.get(task) ?? 0) + 1);
    this.#hints.set(task, opened);
    return steps[opened - 1];
  }

  answer(task: string, value: string): void {
    this.#answers = { ...this.#answers, [task]: value };
  }

  /** Commands of clients outside that have not ended. */
  get execs(): readonly number[] {
    return this.#outside.running();
  }

  resetAfterLine(): void {
    this.#wantsReset = true;
  }

  get lastSubmission(): Grade | undefined {
    return this.#submission;
  }

  async #do(input: Input): Promise<Answer> {
    switch (input.kind) {
      case 'keys':
        this.#seated(input.terminal)?.keys(input.text);
        return;
      case 'interrupt':
        this.#seated(input.terminal)?.interrupt();
        return;
      case 'resize':
        this.#seated(input.terminal)?.resize(input.columns, input.rows);
        return;
      case 'terminal':
        if (this.terminals.length < MAX_TERMINALS) this.#addTerminal();
        return;
      case 'close':
        this.#closeTerminal(input.terminal);
        return;
      case 'file':
        this.#writeFile(input.path, input.text, input.editor);
        return;
      case 'answer':
        this.answer(input.task, input.value);
        return;
      case 'hint':
        this.openHint(input.task);
        return;
      case 'check':
        this.check();
        return;
      case 'finish':
        this.check();
        this.#finished = true;
        this.keeper.want();
        return;
      case 'submit':
        this.#submission = await gradeSubmission(this.variant, this.start, input);
        this.keeper.want();
        return;
      case 'reset':
        this.#reset();
        return;
      case 'pause':
        this.#pace = input.state;
        return;
      case 'terminated':
        this.terminals.find(({ id }) => id === (input.terminal ?? 1))?.say(input.text, input.exitCode);
        return;
      case 'request':
      case 'exec':
      case 'converse':
      case 'hangup':
        return this.#outside.take(input);
      case 'elapsed':
        this.#access.time.advance(input.ms);
        this.#scheduler.moved();
        return;
      default:
        input satisfies never;
    }
  }

  #seated(id: number): Pick<Terminal, 'keys' | 'interrupt' | 'resize'> | undefined {
    return this.terminals.find((terminal) => terminal.id === id) ?? this.#outside.find(id);
  }

  #writeFile(path: string, text: string, editor: 'open' | 'closed'): void {
    const files = this.#access.files('home');
    const before = files.read(path);
    // A new file that is closed without having been saved is not made.
    if (before !== text && (editor === 'open' || before !== undefined || text !== '')) files.write(path, text);
    if (editor === 'open') return;
    this.#editors.get(path)?.closed();
    this.#editors.delete(path);
  }

  #restore(session: Session): void {
    this.#hints = new Map(session.hints);
    this.#answers = session.answers;
    this.#grade = session.grade;
    this.#submission = session.submission;
    this.#finished = session.finished;
    this.#pace = session.pace;
    const screen = session.state === 'Quiet' ? 'AtPrompt' : 'Cut';
    for (const terminal of session.terminals) this.#addTerminal({ terminal, screen });
  }

  #reset(): void {
    this.#outside.forget();
    this.recorder.restarted(this.#world.nowMs());
    this.#world = this.start.fork();
    this.#access = this.#connect();
    this.#scheduler.forget();
    for (const terminal of this.terminals) terminal.close();
    this.#terminals = [];
    this.#answers = {};
    this.#grade = undefined;
    this.#editors.clear();
    this.#addTerminal();
    this.#options.listener.clients?.moved('Replaced');
  }

  /** The time of the world as it is now: a reset puts another one in its place. */
  #currentTime(): Timekeeper {
    return {
      nowMs: () => this.#access.time.nowMs(),
      epochMs: this.#access.time.epochMs,
      nextTimerMs: () => this.#access.time.nextTimerMs(),
      advance: (ms) => this.#access.time.advance(ms),
    };
  }

  #connect(): WorldAccess {
    const world = this.#world;
    return openAccess(world, (effect, result) => {
      this.recorder.effect(effect, fingerprint(result), world.nowMs());
      this.keeper.noteEffect();
      if (effect.type === 'fs' && effect.at === 'home') this.#changed.add(effect.path);
      else this.#options.listener.clients?.moved('Stepped');
    });
  }

  #addTerminal(saved?: { readonly terminal: SavedTerminal; readonly screen: 'AtPrompt' | 'Cut' }): void {
    const id = saved?.terminal.id ?? freeId(this.#terminals);
    const { listener } = this.#options;
    const access = this.#access;
    const terminal = new Terminal({
      id,
      scheduler: this.#scheduler,
      shell: {
        ...workstation(access, access.files('home'), labTools(this)),
        chance: (n) => draw(this.variant.seed, 'shell', String(id), n),
        enter: (place) => enterPlace(access, place),
      },
      greeting:
        id === 1 && !saved
          ? `${this.variant.lab.title}\nType check, hint or answer at any time; the tasks stand beside this terminal.\n\n`
          : '',
      ...(saved ? { saved } : {}),
      print: (text) => listener.text(id, text),
      edit: (path) => this.#edit(id, path),
      afterLine: () => this.#afterLine(),
    });
    this.#terminals.push(terminal);
  }

  #closeTerminal(id: number): void {
    const terminal = this.terminals.find((one) => one.id === id);
    if (!terminal || this.#terminals.length === 1) return;
    this.#terminals = this.#terminals.filter((one) => one !== terminal);
    for (const [path, editor] of this.#editors) if (editor.terminal === id) this.#editors.delete(path);
    terminal.hangUp();
  }

  #edit(terminal: number, path: string): Promise<void> {
    this.#options.listener.edit(terminal, path);
    return new Promise((closed) => this.#editors.set(path, { terminal, closed }));
  }

  #afterLine(): void {
    this.flush();
    if (!this.#wantsReset) return;
    this.#wantsReset = false;
    this.#reset();
    this.#options.listener.restarted(this.terminals.map(({ id, scrollback }) => ({ id, scrollback })));
    this.flush();
  }

  /** Tells what happened since the last time. */
  flush(): void {
    const { listener } = this.#options;
    const rows = this.recorder.take();
    if (rows.length > 0) listener.rows(rows);
    if (this.#changed.size > 0) listener.files([...this.#changed]);
    this.#changed.clear();
    listener.view(this.view());
  }
}
