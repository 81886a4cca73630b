/** Runs a pipeline whose first command follows the world, feeding the later stages as text comes. */
import type { CommandNode, PipelineNode, ScriptNode } from 'just-bash';
import { indexed } from './arrays.ts';
import type { EngineState } from './engine.ts';
import { LineRun } from './line-run.ts';
import { Chain, createStage, follows } from './pipeline.ts';
import { plainWords } from './plain.ts';

/** What a pipeline needs of the shell it runs in. */
interface Runner {
  readonly state: EngineState;
  variable(name: string): string | undefined;
  directWords(words: readonly string[]): readonly string[] | undefined;
  direct(name: string, argv: readonly string[], run: LineRun): Promise<number>;
  runCaptured(
    script: ScriptNode,
    text: string,
    run: LineRun,
    input: 'terminal' | 'elsewhere',
    stdin?: string,
  ): Promise<{ stdout: string; stderr: string; exitCode: number }>;
}

/** The exit code, or undefined when the pipeline is an ordinary one. */
export async function runFollowing(runner: Runner, pipeline: PipelineNode, run: LineRun): Promise<number | undefined> {
  const [first, ...rest] = pipeline.commands;
  if (
    rest.length === 0 ||
    first?.type !== 'SimpleCommand' ||
    first.assignments.length + first.redirections.length > 0
  ) {
    return undefined;
  }
  const words = plainWords(first, (name) => runner.variable(name));
  const [name, ...argv] = (words && runner.directWords(words)) ?? [];
  if (name === undefined || !follows(name, argv)) return undefined;

  const stages = rest.map((command) => createStage(command, (filter, input) => runFilter(runner, filter, input, run)));
  const pipe = new Chain(stages, run.io.out);
  let feeding: Promise<void> = Promise.resolve();
  const source = new LineRun(
    {
      out: (text) => {
        feeding = feeding.then(() => pipe.push(text));
      },
      err: run.io.err,
      tty: undefined,
    },
    (stopped) => ({
      ...run.clock,
      sleep: (ms) => afterFeeding(() => run.clock.sleep(ms), undefined),
      next: (mode, untilMs) =>
        afterFeeding(() => Promise.race([run.clock.next(mode, untilMs), stopped]), 'interrupted'),
    }),
  );
  /** The world moves on only when all that was printed so far went through the pipe; a full `head` ends the source. */
  const afterFeeding = async <T>(then: () => Promise<T>, ended: T): Promise<T> => {
    await feeding;
    if (pipe.full) source.interrupt();
    return source.interrupted ? ended : then();
  };
  void run.stopped.then(() => source.interrupt());
  const sourceCode = await runner.direct(name, argv, source);
  await feeding;
  const codes = [pipe.full ? 141 : sourceCode, ...(await pipe.end())];
  runner.state.arrays.set('PIPESTATUS', indexed(codes.map(String)));
  const last = codes.at(-1) ?? 0;
  const failed = runner.state.options.pipefail ? codes.findLast((code) => code !== 0) : undefined;
  const exitCode = failed ?? last;
  return pipeline.negated ? Number(exitCode === 0) : exitCode;
}

async function runFilter(runner: Runner, command: CommandNode, input: string, run: LineRun) {
  const copy = structuredClone(command);
  const pipeline: PipelineNode = { type: 'Pipeline', commands: [copy], negated: false };
  const statement = { type: 'Statement' as const, pipelines: [pipeline], operators: [], background: false };
  const result = await runner.runCaptured({ type: 'Script', statements: [statement] }, '', run, 'elsewhere', input);
  run.io.err(result.stderr);
  return result;
}
