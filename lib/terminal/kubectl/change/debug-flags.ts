/** What `kubectl debug` says of its flags. Models: Complete and Validate of debug.go */
import { decode } from '../../../world/api/decode.ts';
import type { Invocation } from '../cli/command.ts';
import { CommandError, UsageError } from '../cli/errors.ts';
import { absolutePath } from '../client/manifests.ts';
import type { Json, JsonObject } from '../json.ts';
import { readYaml } from '../yaml/read.ts';
import type { Wanted } from './debug-pod.ts';
import { LEGACY, PROFILES } from './debug-profile.ts';
import { isImageReference } from './image-reference.ts';
import { knownFields } from './known-fields.ts';

const wordsOf = ({ args, beforeDash }: Invocation): readonly string[] => (beforeDash < 0 ? [] : args.slice(beforeDash));

/** The file of `--custom` as fields of a container. */
function readCustom({ flags, io }: Invocation): JsonObject | undefined {
  const path = flags.text('custom');
  if (path === '') return undefined;
  const source = io.files.read(absolutePath(io, path));
  if (source === undefined)
    throw new CommandError(
      `must pass a container spec json file for custom profile: open ${path}: no such file or directory`,
    );
  const custom = parseCustom(path, source);
  const read = decode('core/v1.Container', custom, { strictness: 'Ignore', epochMs: 0 });
  if (read.ok) return knownFields(custom as JsonObject, 'core/v1.Container');
  throw new CommandError(
    `${path} does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: ${read.message}`,
  );
}

function parseCustom(path: string, source: string): Json {
  try {
    return readYaml(source);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      `${path} does not contain a valid container spec: error converting YAML to JSON: ${error.message}`,
    );
  }
}

/** Flags of pairs are read before anything else is. */
function checkPairs({ flags }: Invocation): void {
  for (const name of ['env', 'set-image'])
    for (const pair of flags.list(name))
      if (!pair.includes('='))
        throw new UsageError(
          `invalid argument ${JSON.stringify(pair)} for "--${name}" flag: ${pair} must be formatted as key=value`,
        );
}

function checkForm({ flags }: Invocation, words: readonly string[]): void {
  const [image, images, container] = [flags.text('image'), flags.list('set-image'), flags.text('container')];
  if (flags.changed('attach') && flags.bool('attach') && image === '' && container === '')
    throw new CommandError('you must specify --container or create a new container using --image in order to attach.');
  if (flags.text('copy-to') !== '') {
    if (image === '' && images.length === 0 && words.length === 0)
      throw new CommandError('you must specify --image, --set-image or command arguments.');
    if (words.length > 0 && container === '' && image === '')
      throw new CommandError('you must specify an existing container or a new image when specifying args.');
    return;
  }
  for (const name of ['replace', 'same-node'] as const)
    if (flags.bool(name)) throw new CommandError(`--${name} may only be used with --copy-to.`);
  if (images.length > 0) throw new CommandError('--set-image may only be used with --copy-to.');
  if (image === '') throw new CommandError('you must specify --image when not using --copy-to.');
}

function checkValues({ flags }: Invocation, names: readonly string[]): void {
  const [image, pull] = [flags.text('image'), flags.text('image-pull-policy')];
  if (image !== '' && !isImageReference(image))
    throw new CommandError(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (names.length === 0) throw new CommandError('NAME or filename is required for debug');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull))
    throw new CommandError(`invalid image pull policy: ${pull}`);
  for (const [name = '', wanted = ''] of flags.list('set-image').map((pair) => pair.split('=')))
    if (!isImageReference(wanted))
      throw new CommandError(
        `invalid image name ${JSON.stringify(wanted)} for container ${JSON.stringify(name)}: invalid reference format`,
      );
}

const UNCHANGEABLE = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'];

/** Throws what is wrong with the flags, in the order in which it is found; `names` are the arguments before `--`. */
export function readWanted(invocation: Invocation, names: readonly string[]): Wanted {
  const { flags, io } = invocation;
  checkPairs(invocation);
  const profile = flags.text('profile');
  if (!PROFILES.some((known) => known === profile)) throw new CommandError(`unknown profile: ${profile}`);
  const wanted = { words: wordsOf(invocation), custom: readCustom(invocation) };
  checkForm(invocation, wanted.words);
  checkValues(invocation, names);
  const target = flags.text('target');
  if (target !== '' && flags.text('copy-to') !== '')
    throw new CommandError('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (target !== '' && !flags.bool('quiet'))
    io.out(
      `Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    );
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw new CommandError('-i/--stdin is required for containers with -t/--tty=true');
  if (UNCHANGEABLE.some((key) => wanted.custom?.[key] !== undefined))
    throw new CommandError('name, command, image, lifecycle and volume devices are not modifiable via custom profile');
  if (profile === LEGACY)
    io.err(
      '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
    );
  return wanted;
}
