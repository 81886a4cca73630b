// `npm start`: makes what is missing, then serves. `--dev`: pages are built as they are asked for. `--build-only`: no server.
import { buildPages, bundle, bundleTerminal, generateClient, requireNode, root } from './build.mjs';

requireNode();
const isDevelopment = process.argv.includes('--dev');
process.env.NODE_ENV ??= isDevelopment ? 'development' : 'production';
const pagesBuilt = isDevelopment ? Promise.resolve() : buildPages();
await generateClient();
await Promise.all([bundle('server'), bundleTerminal()]);
if (process.argv.includes('--build-only')) {
  await pagesBuilt;
} else {
  const { startServer } = await import('../dist/server.mjs');
  const mode = isDevelopment ? 'development' : 'production';
  await startServer({ root, mode, pagesBuilt }).catch((error) => {
    const isForThePerson = ['StartError', 'FolderInUse', 'MigrationMismatch'].includes(error?.code);
    console.error(isForThePerson ? error.message : error);
    process.exit(1);
  });
}
