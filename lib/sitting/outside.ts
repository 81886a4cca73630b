/** What clients outside the terminals do to a sitting: requests, commands in containers, conversations from pods. */
import type { WorldAccess } from '../terminal/access.ts';
import type { HttpExchange } from '../world/http/exchange.ts';
import { draw } from '../world/sim/random.ts';
import { type Exec, type ExecCall, type ExecListener, startExec } from './exec.ts';
import { asText, type ForeignAnswer } from './foreign.ts';
import type { Input, InputId } from './record.ts';
import type { Scheduler } from './scheduler.ts';

/** What taking an input gives back to a client outside. */
export type Answer = ForeignAnswer | HttpExchange | undefined;

/** An input that waits for a moment at which no line is at work. */
export interface Waiting {
  readonly input: Input;
  readonly id: InputId | undefined;
  taken(answer: Answer): void;
  failed(error: unknown): void;
}

export interface OutsideOptions {
  /** Of the world as it is now: a reset puts another in its place. */
  access(): WorldAccess;
  readonly scheduler: Scheduler;
  readonly seed: number;
  readonly listener: ExecListener | undefined;
  afterLine(): void;
}

export class Outside {
  readonly #options: OutsideOptions;
  readonly #execs = new Map<number, Exec>();

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  take(input: Extract<Input, { kind: 'request' | 'exec' | 'converse' | 'hangup' }>): Answer {
    switch (input.kind) {
      case 'request': {
        const answer = this.#options.access().request(input.cluster, input.request);
        if ('watch' in answer) throw new Error('invariant: a watch is no deed');
        this.#options.scheduler.moved();
        return asText(answer);
      }
      case 'converse': {
        const exchange = this.#options.access().converse(input.conversation);
        this.#options.scheduler.moved();
        return exchange;
      }
      case 'exec':
        this.#start(input.terminal, input.call);
        return undefined;
      case 'hangup':
        this.#execs.get(input.terminal)?.interrupt();
        this.#execs.delete(input.terminal);
        return undefined;
      default:
        return input satisfies never;
    }
  }

  find(id: number): Exec | undefined {
    return this.#execs.get(id);
  }

  /** Commands that have not ended. */
  running(): readonly number[] {
    return [...this.#execs.keys()];
  }

  /** The sitting started over. */
  forget(): void {
    this.#execs.clear();
  }

  #start(id: number, call: ExecCall): void {
    const { access, scheduler, seed, listener, afterLine } = this.#options;
    const exec = startExec({
      id,
      call,
      access: access(),
      scheduler,
      chance: (n) => draw(seed, 'shell', String(id), n),
      listener: {
        text: (_, channel, text) => listener?.text(id, channel, text),
        ended: (_, exitCode) => {
          this.#execs.delete(id);
          listener?.ended(id, exitCode);
        },
      },
      afterLine,
    });
    this.#execs.set(id, exec);
  }
}
