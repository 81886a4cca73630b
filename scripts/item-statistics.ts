/** `npm run items [-- --json]`: how the items do, from the database of a server. The embedded one has to be stopped first. */
import { join, resolve } from 'node:path';
import { ENOUGH, readItemStatistics } from '../lib/practice/item-statistics.ts';
import { openDatabase } from '../lib/server/database.ts';
import { createTopics } from '../lib/server/topics.ts';
import { labRoots } from '../lib/shelf/lab-folders.ts';

const root = join(import.meta.dirname, '..');
const roots = labRoots(process.env.HOPLAB_LABS).map((folder) => resolve(root, folder));
const database = await openDatabase({
  url: process.env.DATABASE_URL,
  folder: resolve(process.env.HOPLAB_DATA ?? join(root, '.hoplab')),
  migrations: join(root, 'prisma/migrations'),
  holder: `process ${process.pid}, npm run items`,
});
try {
  const topics = createTopics(roots, (topic, error) => process.stderr.write(`${topic}: ${error}\n`));
  const all = await readItemStatistics(database.prisma, topics);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  else {
    for (const { name, answers, mean, discrimination, flags } of all) {
      const tells = discrimination === undefined ? '' : `, tells ${discrimination.toFixed(2)}`;
      process.stdout.write(`${name}: ${answers} answers, ${Math.round(mean * 100)} %${tells}\n`);
      for (const flag of flags) process.stdout.write(`  ! ${flag}\n`);
    }
    const few = all.filter(({ answers }) => answers < ENOUGH).length;
    process.stdout.write(`${all.length} items answered, ${few} of them too seldom to judge\n`);
  }
} finally {
  await database.close();
}
