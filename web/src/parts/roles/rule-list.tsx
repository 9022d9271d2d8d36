import type { Level } from '@coterie/kernel';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../form/button.tsx';
import { RuleCard } from './rule-card.tsx';
import { isPlain, type Rule } from './rules.ts';

type Given = { level: Level; rules: readonly Rule[]; onChange?: (rules: Rule[]) => void };

/** The rules that the matrix cannot show: denies, and allows under conditions. */
export function RuleList({ level, rules, onChange }: Given) {
  // A rule just added has no condition yet and would vanish into the matrix: it stays a card until the page is left.
  const [added, setAdded] = useState<ReadonlySet<number>>(new Set());
  const shown = rules.flatMap((rule, index) =>
    !isPlain(rule) || added.has(index) ? [{ rule, index }] : [],
  );
  const add = (inverted: boolean) => {
    setAdded(new Set([...added, rules.length]));
    onChange?.([
      ...rules,
      level === 'project'
        ? { subject: 'secrets', action: ['describeSecret', 'readValue'], inverted }
        : { subject: 'groups', action: ['read'], inverted },
    ]);
  };
  const remove = (at: number) => {
    setAdded(
      new Set(
        [...added].flatMap((index) => (index === at ? [] : [index > at ? index - 1 : index])),
      ),
    );
    onChange?.(rules.filter((_, index) => index !== at));
  };
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
          onChange={
            onChange && ((next) => onChange(rules.map((one, at) => (at === index ? next : one))))
          }
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
