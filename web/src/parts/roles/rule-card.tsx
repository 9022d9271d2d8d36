import { type Level, subjectsOf } from '@coterie/kernel';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { actionWord, subjectWord } from '../../words.ts';
import { IconButton } from '../form/button.tsx';
import { Check, RowSelect } from '../form/field.tsx';
import {
  actionsOf,
  type ConditionKey,
  type ConditionKind,
  conditionKeys,
  conditionKinds,
  isOlderSpelling,
  isUnderstood,
  listed,
  type Rule,
  readCondition,
  writeCondition,
} from './rules.ts';

const keyWords: Readonly<Record<ConditionKey, string>> = {
  environment: 'Environment',
  secretPath: 'Path',
  secretName: 'Secret name',
};
const examples: Readonly<Record<ConditionKey, string>> = {
  environment: 'prod',
  secretPath: '/api/**',
  secretName: 'DB_*',
};

type Given = {
  level: Level;
  number: number;
  rule: Rule;
  onChange?: ((rule: Rule) => void) | undefined;
  onRemove?: (() => void) | undefined;
};

/** One rule with a condition or a deny, as a sentence that can be edited. */
export function RuleCard({ level, number, rule, onChange, onRemove }: Given) {
  const isEditable = onChange !== undefined && isUnderstood(rule);
  const name = `Rule ${number}`;
  return (
    <fieldset
      className={`rounded-lg border p-3 ${rule.inverted ? 'border-danger/40' : 'border-line'}`}
    >
      <legend className="sr-only">{name}</legend>
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          {isEditable ? (
            <Editor {...{ level, name, rule, onChange }} />
          ) : (
            <RuleText {...{ level, rule }} />
          )}
        </div>
        {onRemove && (
          <IconButton icon={Trash2} label={`Remove rule ${number}`} onClick={onRemove} danger />
        )}
      </div>
    </fieldset>
  );
}

type EditorGiven = { level: Level; name: string; rule: Rule; onChange: (rule: Rule) => void };

function Editor({ level, name, rule, onChange }: EditorGiven) {
  const known = subjectsOf(level)[rule.subject];
  const held = actionsOf(rule);
  const offered = (known?.actions ?? []).filter(
    (action) => !isOlderSpelling(rule.subject, action) || held.includes(action),
  );
  const setAction = (action: string, on: boolean) =>
    onChange({ ...rule, action: on ? [...held, action] : held.filter((one) => one !== action) });
  return (
    <div className="flex flex-col gap-3 text-sm">
      <EffectAndSubject {...{ level, name, rule, onChange }} />
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {offered.map((action) => (
          <Check
            key={action}
            label={
              <span className="inline-block first-letter:uppercase">{actionWord(action)}</span>
            }
            checked={held.includes(action)}
            onChange={(on) => setAction(action, on)}
          />
        ))}
      </div>
      {conditionKeys
        .filter((key) => known?.keys?.some((one) => one === key))
        .map((key) => (
          <ConditionRow key={key} {...{ name, condition: key, rule, onChange }} />
        ))}
    </div>
  );
}

const effects = [
  { value: 'allow', label: 'Allow' },
  { value: 'deny', label: 'Deny' },
];

function EffectAndSubject({ level, name, rule, onChange }: EditorGiven) {
  const subjects = Object.entries(subjectsOf(level)).filter(
    ([subject, { enforced }]) => enforced || subject === rule.subject,
  );
  const setSubject = (subject: string) => {
    const { conditions: _, ...bare } = rule;
    const [first = 'read', second = first] = subjectsOf(level)[subject]?.actions ?? [];
    onChange({ ...bare, subject, action: [isOlderSpelling(subject, first) ? second : first] });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <RowSelect
        label={`${name}: effect`}
        value={rule.inverted ? 'deny' : 'allow'}
        onChange={(effect) => onChange({ ...rule, inverted: effect === 'deny' })}
        options={effects}
      />
      <RowSelect
        label={`${name}: subject`}
        value={rule.subject}
        onChange={setSubject}
        options={subjects.map(([value, { label }]) => ({ value, label }))}
      />
    </div>
  );
}

type ConditionGiven = {
  name: string;
  condition: ConditionKey;
  rule: Rule;
  onChange: (rule: Rule) => void;
};

function ConditionRow({ name, condition, rule, onChange }: ConditionGiven) {
  const { kind, text } = readCondition(rule.conditions?.[condition]) ?? {
    kind: 'any' as const,
    text: '',
  };
  // What is typed is kept apart from the rule, so that a comma just typed is not eaten.
  const [last, setTyped] = useState(text);
  const typed = kind === '$in' && listed(last).join() === listed(text).join() ? last : text;
  const set = (next: ConditionKind, words: string) => {
    setTyped(words);
    onChange(writeCondition(rule, condition, { kind: next, text: words }));
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-24 text-dim">{keyWords[condition]}</span>
      <RowSelect
        label={`${name}: ${keyWords[condition].toLowerCase()} condition`}
        value={kind}
        onChange={(value) =>
          set(conditionKinds.find((one) => one.value === value)?.value ?? 'any', typed)
        }
        options={conditionKinds}
      />
      {kind !== 'any' && (
        <input
          aria-label={`${name}: ${keyWords[condition].toLowerCase()}`}
          value={typed}
          placeholder={kind === '$in' ? `${examples[condition]}, …` : examples[condition]}
          spellCheck={false}
          onChange={(event) => set(kind, event.target.value)}
          className="control max-w-56 min-h-8! py-1! font-mono text-sm"
        />
      )}
    </div>
  );
}

/** A rule in words; conditions that the editor does not know are shown as they are. */
export function RuleText({ level, rule }: { level: Level; rule: Rule }) {
  return (
    <p className="text-sm">
      <strong className={rule.inverted ? 'text-danger-ink' : 'text-ok-ink'}>
        {rule.inverted ? 'Deny' : 'Allow'}
      </strong>{' '}
      {actionsOf(rule).map(actionWord).join(', ')} on{' '}
      <strong>{subjectWord(rule.subject, level)}</strong>
      {Object.entries(rule.conditions ?? {}).map(([key, value]) => (
        <span key={key}>
          {' '}
          where {key} is{' '}
          <code className="rounded bg-panel px-1 font-mono text-xs">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </code>
        </span>
      ))}
    </p>
  );
}
