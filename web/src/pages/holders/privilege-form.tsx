import { privileges } from '@coterie/contract';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { makeAny, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { useRested } from '../../parts/list/listing.tsx';
import { RuleCard } from '../../parts/roles/rule-card.tsx';
import { actionsOf, type Rule } from '../../parts/roles/rules.ts';
import { local, timeRequest } from '../../parts/roles/wanted.ts';
import type { HolderKind } from './add.tsx';

/** Whose privileges they are, and where. */
export type PrivilegeHolder = {
  kind: HolderKind;
  projectId: string;
  holder: { id: string; name: string };
};

type Given = PrivilegeHolder & { privilege?: privileges.Privilege; onClose: () => void };
type Draft = { slug?: string; permissions: Rule[]; type: ReturnType<typeof timeRequest> };

const firstRule: Rule = { subject: 'secrets', action: ['describeSecret', 'readValue'] };

/** What was typed of a privilege; `rested` is the draft once typing rests, which is what is asked about. */
function useDraft(privilege: privileges.Privilege | undefined) {
  const { typed, at, set } = useTyped({
    slug: privilege?.slug ?? '',
    rules: privilege?.permissions ?? [firstRule],
    until: endOf(privilege),
  });
  const { slug, rules, until } = typed;
  const isPast = until !== '' && new Date(until).getTime() <= Date.now();
  // Made once for what was typed: a duration counted anew each time would be another question.
  const draft = useMemo(
    () => ({ ...named(slug), permissions: rules, type: timeRequest(until) }),
    [slug, rules, until],
  );
  const rested = useRested(draft);
  const isComplete =
    rules.length > 0 && rules.every((rule) => actionsOf(rule).length > 0) && !isPast;
  return { rules, at, set, draft, rested, isPast, isComplete };
}

/** Gives a holder rules of its own, or changes them, after showing who gains and who loses what. */
export function PrivilegeForm({ kind, projectId, holder, privilege, onClose }: Given) {
  const { rules, at, set, draft, rested, isPast, isComplete } = useDraft(privilege);
  const target = { projectId, holder, privilege };
  const preview = useWhatIf(isComplete ? [saving({ ...target, draft: rested })] : []);
  const act = useAct(() => save({ ...target, draft }), {
    done: ({ privilege: saved }) => `${saved.slug} of ${holder.name} saved`,
    onDone: onClose,
  });
  return (
    <WhatIfForm
      title={
        privilege ? `Edit ${privilege.slug} of ${holder.name}` : `Add privilege for ${holder.name}`
      }
      hint={kind === 'group' ? 'Every member follows at once.' : 'Beside the roles, at once.'}
      wide
      fields={['slug']}
      save={privilege ? 'Save privilege' : 'Add privilege'}
      disabled={!isComplete || rested !== draft || preview.isFetching}
      {...{ preview, act, onClose }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Name"
          mono
          placeholder="on-call"
          hint="Lower case, digits, hyphens. Made up where it is left empty."
          {...at('slug', act.error)}
        />
        <TextField
          label="Until"
          type="datetime-local"
          hint="Empty: no end."
          {...at('until', undefined)}
          error={isPast ? 'An end has to lie in the future' : undefined}
        />
      </div>
      <Rules rules={rules} onChange={set('rules')} />
    </WhatIfForm>
  );
}

function Rules({ rules, onChange }: { rules: Rule[]; onChange: (rules: Rule[]) => void }) {
  return (
    <div className="flex flex-col gap-3">
      {rules.map((rule, index) => (
        <RuleCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name of its own; its card shows what it is given
          key={index}
          level="project"
          number={index + 1}
          rule={rule}
          onChange={(next) => onChange(rules.map((one, at) => (at === index ? next : one)))}
          onRemove={
            rules.length > 1 ? () => onChange(rules.filter((_, at) => at !== index)) : undefined
          }
        />
      ))}
      <div>
        <Button icon={Plus} small onClick={() => onChange([...rules, firstRule])}>
          Add rule
        </Button>
      </div>
    </div>
  );
}

/** One that has run out begins again without an end. */
function endOf(privilege: privileges.Privilege | undefined): string {
  const end = privilege?.isTemporary ? privilege.temporaryAccessEndTime : null;
  return end && privilege?.state !== 'expired' ? local(end) : '';
}

type Target = {
  projectId: string;
  holder: { id: string };
  privilege: privileges.Privilege | undefined;
  draft: Draft;
};

/** A name that is left out is made by the server. */
const named = (slug: string) => (slug.trim() === '' ? {} : { slug: slug.trim() });

const saving = ({ projectId, holder, privilege, draft }: Target) =>
  privilege
    ? to(privileges.editPrivilege, {
        params: { projectId, privilegeId: privilege.id },
        body: draft,
      })
    : to(privileges.createPrivilege, {
        params: { projectId },
        body: { holderId: holder.id, ...draft },
      });

const save = async (target: Target): Promise<{ privilege: privileges.Privilege }> =>
  (await makeAny(saving(target))) as { privilege: privileges.Privilege };
