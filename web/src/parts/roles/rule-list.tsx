import type { Level } from '@coterie/kernel';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../form/button.tsx';
import { RuleCard } from './rule-card.tsx';
import { isPlain, type Rule } from './rules.ts';

type Given = {
  level: Level;
  rules: readonly Rule[];
  onChange?: ((rules: Rule[]) => void) | undefined;
};

/** The rules that the matrix cannot show: denies, and allows under conditions. */
export function RuleList({ level, rules, onChange }: Given) {
  const { shown, add, remove, change } = useCards({ level, rules, onChange });
  if (shown.length === 0 && !onChange) return null;
  return (
    <section aria-labelledby="rule-list" className="flex flex-col gap-3">
      <div>
        <h2 id="rule-list" className="font-semibold">
          {level === 'project' ? 'Rules with conditions, and denies' : 'Deny rules'}
        </h2>
        <p className="text-sm text-dim">
          A deny wins over every allow, from whatever role it comes. In a path, * stays within a
          folder and ** goes through all.
        </p>
      </div>
      {shown.map(({ rule, index }, position) => (
        <RuleCard
          key={index}
          level={level}
          number={position + 1}
          rule={rule}
          onChange={onChange && ((next) => change(index, next))}
          onRemove={onChange && (() => remove(index))}
        />
      ))}
      {onChange && (
        <div className="flex flex-wrap gap-2">
          {level === 'project' && (
            <Button icon={Plus} small onClick={() => add(false)}>
              Add allow rule
            </Button>
          )}
          <Button icon={Plus} small onClick={() => add(true)}>
            Add deny rule
          </Button>
        </div>
      )}
    </section>
  );
}

const first = {
  project: { subject: 'secrets', action: ['describeSecret', 'readValue'] },
  organization: { subject: 'groups', action: ['read'] },
};

/** The rules that have a card, by their place in the role, and what can be done with them. */
function useCards({ level, rules, onChange }: Given) {
  // A rule just added has no condition yet and would vanish into the matrix: it stays a card until the page is left.
  const [added, setAdded] = useState<ReadonlySet<number>>(new Set());
  const shown = rules.flatMap((rule, index) =>
    !isPlain(rule) || added.has(index) ? [{ rule, index }] : [],
  );
  const add = (inverted: boolean) => {
    setAdded(new Set([...added, rules.length]));
    onChange?.([...rules, { ...first[level], inverted }]);
  };
  const remove = (at: number) => {
    const left = [...added].filter((index) => index !== at);
    setAdded(new Set(left.map((index) => (index > at ? index - 1 : index))));
    onChange?.(rules.filter((_, index) => index !== at));
  };
  const change = (index: number, next: Rule) =>
    onChange?.(rules.map((one, at) => (at === index ? next : one)));
  return { shown, add, remove, change };
}
