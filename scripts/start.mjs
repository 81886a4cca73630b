// `npm start`: makes what is missing, then serves. `--dev`: pages are built as they are asked for. `--build-only`: no server.
import { buildPages, bundle, generateClient, requireNode, root } from './build.mjs';

requireNode();
const isDevelopment = process.argv.includes('--dev');
process.env.NODE_ENV ??= isDevelopment ? 'development' : 'production';
await generateClient();
await Promise.all([bundle('server'), isDevelopment ? undefined : buildPages()]);
if (!process.argv.includes('--build-only')) {
  const { startServer } = await import('../dist/server.mjs');
  await startServer({ root, mode: isDevelopment ? 'development' : 'production' }).catch((error) => {
    const isForThePerson = ['StartError', 'FolderInUse', 'MigrationMismatch'].includes(error?.code);
    console.error(isForThePerson ? error.message : error);
    process.exit(1);
  });
}
