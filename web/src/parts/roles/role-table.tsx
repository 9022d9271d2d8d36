import type { LinkProps } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { plural } from '../../words.ts';
import { IconButton } from '../form/button.tsx';
import { Badge } from '../list/badge.tsx';
import { type Column, Table } from '../list/table.tsx';
import { actionsOf, type Rule } from './rules.ts';

export type RoleRow = {
  id: string;
  name: string;
  slug: string;
  description: string | null;
  isBuiltIn: boolean;
  permissions: Rule[];
};
type Given = {
  label: string;
  roles: readonly RoleRow[];
  linkTo: (role: RoleRow) => LinkProps;
  onDelete: ((role: RoleRow) => void) | undefined;
};

/** Roles, built in and custom, with what they come to. */
export function RoleTable({ label, roles, linkTo, onDelete }: Given) {
  const named: Column<RoleRow> = {
    title: 'Role',
    cell: (role) => (
      <Link {...linkTo(role)} className="font-medium hover:underline">
        {role.name}
      </Link>
    ),
  };
  const removal: Column<RoleRow> = {
    title: 'Actions',
    silent: true,
    className: 'w-10',
    cell: (role) =>
      !role.isBuiltIn &&
      onDelete && (
        <IconButton
          icon={Trash2}
          label={`Delete ${role.name}`}
          onClick={() => onDelete(role)}
          danger
        />
      ),
  };
  const all = [named, ...columns, removal];
  return <Table label={label} columns={all} rows={roles} keyOf={({ id }) => id} />;
}

const columns: readonly Column<RoleRow>[] = [
  {
    title: 'Slug',
    wideOnly: true,
    cell: ({ slug }) => <span className="font-mono text-sm text-dim">{slug}</span>,
  },
  {
    title: 'Description',
    wideOnly: true,
    cell: ({ description }) => <span className="text-dim">{description}</span>,
  },
  {
    title: 'Allows',
    wideOnly: true,
    cell: ({ permissions }) => <Extent permissions={permissions} />,
  },
  {
    title: 'Kind',
    cell: ({ isBuiltIn }) => (
      <Badge tone={isBuiltIn ? 'plain' : 'accent'}>{isBuiltIn ? 'Built in' : 'Custom'}</Badge>
    ),
  },
];

function Extent({ permissions }: { permissions: readonly Rule[] }) {
  const count = permissions
    .filter(({ inverted }) => !inverted)
    .reduce((sum, rule) => sum + actionsOf(rule).length, 0);
  const denies = permissions.filter(({ inverted }) => inverted).length;
  return (
    <span className="flex flex-wrap items-center gap-1.5 text-dim">
      {count === 0 ? 'nothing' : plural(count, 'action')}
      {denies > 0 && <Badge tone="danger">{plural(denies, 'deny', 'denies')}</Badge>}
    </span>
  );
}
