import { Users } from 'lucide-react';
import { sentence } from '../../../api.ts';
import { Button } from '../../../parts/form/button.tsx';
import type { Terms } from '../../../parts/form/terms.ts';
import { TermsFields } from '../../../parts/form/terms-fields.tsx';
import { Bones, Failed, Notice } from '../../../parts/frame/notice.tsx';
import { Who } from '../../../parts/list/badge.tsx';
import { ListPages, SearchBox, type useListing } from '../../../parts/list/listing.tsx';
import { type Column, Table } from '../../../parts/list/table.tsx';
import { ago } from '../../../words.ts';

export type PickerTerms = { terms: Terms; onTerms: (terms: Terms) => void };
export type PickerRow = {
  id: string;
  name: string;
  line?: string;
  kind: 'user' | 'machineIdentity' | 'group';
  isIn: boolean;
  joined: string | null;
  locked: string | undefined;
  disabled?: boolean;
  /** Absent for what can be neither put in nor taken out. */
  onPress?: () => void;
};
type Given = PickerTerms & {
  label: string;
  list: ReturnType<typeof useListing>;
  rows: PickerRow[] | undefined;
  total: number | undefined;
  error: unknown;
  failure: unknown;
};

/** A page of those who could be in the group, each with a button that puts in or takes out. */
export function PickerList({ label, list, rows, total, error, failure, terms, onTerms }: Given) {
  const what = label.replace('Search ', '');
  return (
    <div className="flex flex-col gap-3">
      <SearchBox label={label} value={list.typed} onChange={list.setSearch} />
      <TermsFields terms={terms} onChange={onTerms} />
      {failure instanceof Error && <Notice tone="danger">{sentence(failure)}</Notice>}
      {error && !rows ? <Failed error={error} what="this list" /> : !rows && <Bones rows={4} />}
      {rows?.length === 0 && <p className="py-6 text-center text-dim">Nobody found.</p>}
      {rows && rows.length > 0 && (
        <Table label={what} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      <ListPages what={what} list={list} total={total} />
    </div>
  );
}

const columns: readonly Column<PickerRow>[] = [
  {
    title: 'Name',
    cell: ({ name, line, kind }) => (
      <Who
        name={name}
        line={line ?? null}
        isProgram={kind !== 'user'}
        {...(kind === 'group' ? { icon: Users } : {})}
      />
    ),
  },
  {
    title: 'Joined',
    wideOnly: true,
    cell: ({ isIn, joined }) => (
      <span className="text-xs text-dim">{isIn && joined ? ago(joined) : ''}</span>
    ),
  },
  {
    title: 'Membership',
    silent: true,
    className: 'w-24 text-right',
    cell: ({ isIn, locked, disabled, onPress }) =>
      onPress && (
        <Button
          small
          look={isIn ? 'plain' : 'primary'}
          locked={locked}
          disabled={disabled === true && !isIn}
          onClick={onPress}
        >
          {isIn ? 'Unassign' : 'Assign'}
        </Button>
      ),
  },
];
