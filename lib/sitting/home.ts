/** The learner's home directory as the page lists it. */
import type { Files } from '../terminal/tool.ts';
import { HOME } from '../terminal/workstation.ts';

/** Every file below it, by path; sizes in bytes. */
export function listHome(files: Files): readonly { path: string; size: number }[] {
  const walk = (folder: string): { path: string; size: number }[] =>
    (files.list(folder) ?? []).flatMap((name) => {
      const path = `${folder}/${name}`;
      const found = files.stat(path);
      return found?.kind === 'directory' ? walk(path) : [{ path, size: found?.size ?? 0 }];
    });
  return walk(HOME);
}
