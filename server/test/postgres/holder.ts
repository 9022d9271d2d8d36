import { startPostgres } from '../../src/postgres/index.ts';

const [dataDir = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
console.log(JSON.stringify({ pid: postgres.pid, attached: postgres.attached }));
await new Promise((resolve) => process.stdin.once('end', resolve).resume());
await postgres.stop();
