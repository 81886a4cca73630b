/** `hoplab …`: finds the verb, prints its help, turns errors into exit codes. */
import { LabError } from '../assessment/labs/folder.ts';
import { ManifestError } from '../assessment/manifest-documents.ts';
import { labRoots } from '../shelf/lab-folders.ts';
import { VERBS } from './catalogue.ts';
import { type CliIo, EXIT, UsageError, type Verb } from './outcome.ts';

async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const asksHelp = argv.length === 0 || argv.includes('--help') || argv[0] === 'help';
  const verb = findVerb(argv);
  if (!verb) {
    (asksHelp ? io.out : io.err)(
      asksHelp ? overview() : `hoplab: no command “${argv.slice(0, 2).join(' ')}”\n\n${overview()}`,
    );
    return asksHelp ? EXIT.ok : EXIT.usage;
  }
  if (asksHelp) {
    io.out(`usage: hoplab ${verb.usage}\n\n${verb.says}\n`);
    return EXIT.ok;
  }
  try {
    return await verb.run(argv.slice(verb.words.split(' ').length), io);
  } catch (error) {
    if (error instanceof UsageError || error instanceof ManifestError)
      io.err(`hoplab: ${error.message}\nusage: hoplab ${verb.usage}\n`);
    else if (error instanceof LabError) io.err(`${error.message}\n`);
    else throw error;
    return EXIT.usage;
  }
}

function findVerb(argv: readonly string[]): Verb | undefined {
  return VERBS.find((verb) => verb.words.split(' ').every((word, index) => argv[index] === word));
}

function overview(): string {
  const lines = VERBS.map((verb) => `  hoplab ${verb.usage}\n      ${verb.says.split('\n')[0]}`);
  return `Labs and packets of a modelled cluster, on the command line.\n\n${lines.join('\n')}\n`;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  labRoots: labRoots(process.env.HOPLAB_LABS),
});
