/** Jobs. Models: bash 5.2, JOB CONTROL. Differs: nothing can be stopped with Ctrl-Z, so `bg` has nothing to continue. */
import type { ToolIo } from '../tool.ts';
import { awaitJob, type Job } from './jobs.ts';
import type { Builtin, Shell } from './shell.ts';

const SIGNALS = [
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
];

const jobs: Builtin = {
  name: 'jobs',
  run(argv, io, shell) {
    const table = shell.jobs;
    for (const job of table.jobs)
      io.out(argv.includes('-p') ? `${job.pid}\n` : table.line(job, argv.includes('-l') ? 'long' : 'short'));
    for (const job of table.jobs.filter((one) => one.state !== 'Running')) table.forget(job);
    return 0;
  },
};

const fg: Builtin = {
  name: 'fg',
  async run(argv, io, shell) {
    const job = shell.jobs.find(argv[0]);
    if (!job) return noSuchJob('fg', argv[0] ?? 'current', io);
    io.out(`${job.text}\n`);
    await awaitJob(shell.jobs, job, io);
    if (io.interrupted()) stop(job, 130);
    shell.jobs.forget(job);
    return job.exitCode;
  },
};

const bg: Builtin = {
  name: 'bg',
  run(argv, io, shell) {
    const job = shell.jobs.find(argv[0]);
    if (!job) return noSuchJob('bg', argv[0] ?? 'current', io);
    io.err(`bash: bg: job ${job.id} already in background\n`);
    return 0;
  },
};

/** just-bash has a `wait` of its own, which wins over a command; lines are changed to name this one. */
export const WAIT = 'hoplab-wait';

const wait: Builtin = {
  name: WAIT,
  async run(argv, io, shell) {
    const table = shell.jobs;
    const named = argv.filter((arg) => !/^-[nfp]/.test(arg));
    let exitCode = 0;
    for (const spec of named.length > 0 ? named : table.jobs.map((job) => `%${job.id}`)) {
      const job = table.find(spec);
      if (!job) {
        io.err(
          spec.startsWith('%')
            ? `bash: wait: ${spec}: no such job\n`
            : `bash: wait: pid ${spec} is not a child of this shell\n`,
        );
        exitCode = 127;
        continue;
      }
      await awaitJob(table, job, io);
      if (io.interrupted()) return 130;
      exitCode = named.length > 0 ? job.exitCode : 0;
      if (!io.tty) table.forget(job);
    }
    return exitCode;
  },
};

const kill: Builtin = {
  name: 'kill',
  run(argv, io, shell) {
    if (argv[0] === '-l' || argv[0] === '-L') {
      io.out(`${SIGNALS.map((name, index) => `${String(index + 1).padStart(2)}) SIG${name}`).join('\t')}\n`);
      return 0;
    }
    const signal = argv[0]?.startsWith('-')
      ? signalNumber(argv[0].slice(1) === 's' ? (argv[1] ?? '') : argv[0].slice(1))
      : 15;
    const targets = argv.filter((arg, index) => !arg.startsWith('-') && argv[index - 1] !== '-s');
    if (signal === undefined) {
      io.err(`bash: kill: ${(argv[0] ?? '').slice(1)}: invalid signal specification\n`);
      return 1;
    }
    if (targets.length === 0) {
      io.err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
      return 2;
    }
    const codes = targets.map((target) => killOne(target, signal, io, shell));
    return Math.max(...codes);
  },
};

function killOne(target: string, signal: number, io: ToolIo, shell: Shell): number {
  const job = shell.jobs.find(target);
  if (!job) {
    const sentence = target.startsWith('%')
      ? 'no such job'
      : /^-?\d+$/.test(target)
        ? ''
        : 'arguments must be process or job IDs';
    io.err(sentence ? `bash: kill: ${target}: ${sentence}\n` : `bash: kill: (${target}) - No such process\n`);
    return 1;
  }
  if (signal !== 0) stop(job, 128 + signal);
  return 0;
}

function stop(job: Job, exitCode: number): void {
  if (job.state !== 'Running') return;
  job.stop();
  job.state = 'Terminated';
  job.exitCode = exitCode;
}

function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const at = SIGNALS.indexOf(text.toUpperCase().replace(/^SIG/, ''));
  return at < 0 ? undefined : at + 1;
}

const disown: Builtin = {
  name: 'disown',
  run(argv, io, shell) {
    const job = shell.jobs.find(argv.find((arg) => !arg.startsWith('-')));
    if (!job) return noSuchJob('disown', argv[0] ?? 'current', io);
    shell.jobs.forget(job);
    return 0;
  },
};

function noSuchJob(name: string, spec: string, io: ToolIo): number {
  io.err(`bash: ${name}: ${spec}: no such job\n`);
  return 1;
}

export const JOB_BUILTINS: readonly Builtin[] = [jobs, fg, bg, wait, kill, disown];
