import type { Command } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { list, text } from '../json.ts';

export const apiVersionsCommand: Command = {
  name: 'api-versions',
  run: ({ api, args, io, path }) => {
    if (args.length > 0) throw usageHint(path, `unexpected arguments: [${args.join(' ')}]`);
    const groups = list(api.get('/apis'), 'groups').flatMap((group) => list(group, 'versions'));
    const versions = [
      ...list(api.get('/api'), 'versions').map(String),
      ...groups.map((version) => text(version, 'groupVersion')),
    ];
    io.out(
      versions
        .sort()
        .map((version) => `${version}\n`)
        .join(''),
    );
    return 0;
  },
};
