import type { signIns } from '@coterie/contract';
import { ago, atMoment, signInMethod, signInOutcome } from '../../words.ts';
import { Badge, Who } from '../list/badge.tsx';
import { type Column, Table } from '../list/table.tsx';

const who: Column<signIns.SignIn> = {
  title: 'Who',
  cell: ({ name, account, type, principalId }) => (
    <Who
      name={name}
      line={principalId === null ? 'nobody here has this address' : account}
      isProgram={type === 'machineIdentity'}
    />
  ),
};
const columns: Column<signIns.SignIn>[] = [
  {
    title: 'Outcome',
    cell: ({ outcome, times, detail }) => (
      <span className="flex flex-wrap items-center gap-1">
        <Badge tone={outcome === 'in' ? 'ok' : 'warn'}>{signInOutcome(outcome)}</Badge>
        {times > 1 && <span className="text-xs text-dim">{times} times</span>}
        {detail !== null && <span className="text-xs text-dim">{detail}</span>}
      </span>
    ),
  },
  {
    title: 'When',
    cell: ({ at }) => (
      <time dateTime={at} title={atMoment(at)} className="whitespace-nowrap">
        {ago(at)}
      </time>
    ),
  },
  { title: 'How', wideOnly: true, cell: ({ method }) => signInMethod(method) },
  {
    title: 'From',
    wideOnly: true,
    cell: ({ ip, device }) => (
      <span className="text-dim">{[ip, device].filter(Boolean).join(' · ')}</span>
    ),
  },
];

/** Sign-ins, each with how it came out; `named` says whose, where they are not all of one person. */
export const SignInTable = ({
  rows,
  named = false,
}: {
  rows: readonly signIns.SignIn[];
  named?: boolean;
}) => (
  <Table
    label="Sign-ins"
    columns={named ? [who, ...columns] : columns}
    rows={rows}
    keyOf={({ id }) => id}
  />
);
