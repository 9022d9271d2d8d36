import { startPostgres } from '../../src/postgres/index.ts';

const [dataDir = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
console.log(JSON.stringify({ pid: postgres.pid, attached: postgres.attached }));
process.stdin.resume();
process.stdin.once('end', async () => {
  await postgres.stop();
  process.exit();
});
