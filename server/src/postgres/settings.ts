import type { Endpoint } from './endpoint.ts';

/** PostgreSQL's settings, on its command line so that a newer product brings newer ones; memory is meant for a small server. */
export function settings(endpoint: Endpoint): string[] {
  const all = { ...listening(endpoint), ...always };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function listening({ host, port }: Endpoint): Record<string, string> {
  const local = host.startsWith('/');
  return {
    port: String(port),
    listen_addresses: local ? '' : host,
    unix_socket_directories: local ? host : '',
    unix_socket_permissions: '0700',
  };
}

const always = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '200',
  shared_buffers: '128MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '256MB',
  huge_pages: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server reports what its statements meet; PostgreSQL's own log keeps to itself and holds no values.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};
