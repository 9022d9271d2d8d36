import { factors } from '@coterie/contract';
import type { z } from 'zod';
import { perform, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { Bones, Failed, Notice } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { useOrganization, useSession } from '../../session.tsx';
import { onDay, personName, plural } from '../../words.ts';

type Answer = z.output<typeof factors.getFactorRule.answer>;
type Rule = Answer['rule'];

const rules: readonly { value: Rule; label: string }[] = [
  { value: 'none', label: 'Nobody has to have one' },
  { value: 'admins', label: 'Administrators' },
  { value: 'everyone', label: 'Everyone' },
];

/** Organization settings › Second factors: who must have one, from when on, and who has none yet. */
export function FactorRule() {
  const { id } = useOrganization();
  const { answer, error, refetch } = useAsk(factors.getFactorRule, { params: { orgId: id } });
  if (!answer)
    return error ? (
      <Failed error={error} what="the rule for second factors" retry={() => void refetch()} />
    ) : (
      <Bones />
    );
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <Edit key={answer.rule} answer={answer} />
      {answer.without && <Without rule={answer.rule} people={answer.without} />}
    </div>
  );
}

function Edit({ answer }: { answer: Answer }) {
  const { id, lack } = useOrganization();
  const { factor } = useSession();
  const { typed, at } = useTyped<{ rule: string; graceDays: string }>({
    rule: answer.rule,
    graceDays: '14',
  });
  const body = { rule: typed.rule as Rule, graceDays: Number(typed.graceDays) };
  const act = useAct(() => perform(factors.editFactorRule, { params: { orgId: id }, body }), {
    done: 'Rule saved',
  });
  const isAsked = typed.rule !== 'none';
  const days = { hint: 'From today; 0 to 90.', ...at('graceDays', act.error) };
  return (
    <Section
      title="Who must have a second factor"
      hint="Whoever is asked for one and has none gets no further than their own account, once the time of grace is over. Machine identities are not asked."
    >
      <Form fields={['rule', 'graceDays']} act={act}>
        <SelectField
          label="Asked of"
          options={rules}
          hint={answer.from === null ? undefined : `In force from ${onDay(answer.from)} on.`}
          {...at('rule', act.error)}
        />
        {isAsked && <TextField label="Days of grace" type="number" required {...days} />}
        {isAsked && !factor.has && (
          <Notice tone="warn">
            You have none yourself. Set one up first, on the page of your account.
          </Notice>
        )}
        <div>
          <Button look="primary" submit pending={act.pending} locked={lack('settings', 'edit')}>
            Save
          </Button>
        </div>
      </Form>
    </Section>
  );
}

function Without({ rule, people }: { rule: Rule; people: NonNullable<Answer['without']> }) {
  const shown = rule === 'admins' ? people.filter(({ isAdmin }) => isAdmin) : people;
  return (
    <Section
      title="Still without"
      hint={
        rule === 'admins'
          ? 'Administrators without a second factor.'
          : 'Users without a second factor.'
      }
    >
      {shown.length === 0 ? (
        <p className="text-dim">Nobody: all of them have one.</p>
      ) : (
        <>
          <p className="mb-2 text-dim">{plural(shown.length, 'person', 'people')}</p>
          <ul
            aria-label="Still without"
            className="max-h-96 divide-y divide-line overflow-y-auto"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
            tabIndex={0}
          >
            {shown.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-2 py-2">
                <span className="font-medium">{personName(one)}</span>
                <span className="min-w-0 truncate text-dim">{one.email}</span>
                {one.isAdmin && <Badge>Admin</Badge>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
