import { type Level, subjectsOf } from '@coterie/kernel';
import { actionWord } from '../../words.ts';
import { allow, isAllowed, isOlderSpelling, type Rule } from './rules.ts';

const common = ['read', 'create', 'edit', 'delete'] as const;

type Given = { level: Level; rules: readonly Rule[]; onChange?: (rules: Rule[]) => void };

/** Subjects down, actions across: what a role allows without conditions. Without `onChange` it is only shown. */
export function Matrix({ level, rules, onChange }: Given) {
  const subjects = Object.entries(subjectsOf(level));
  const enforced = subjects.filter(([, { enforced }]) => enforced).map(([subject]) => subject);
  const others = subjects.filter(([, { enforced }]) => !enforced).map(([subject]) => subject);
  const used = others.filter((subject) => rules.some((rule) => rule.subject === subject)).length;
  const given = { level, rules, onChange };
  return (
    <div className="flex flex-col gap-3">
      <MatrixTable {...given} label="Permissions" subjects={enforced} />
      <details className="rounded-lg border border-line">
        <summary className="px-3 py-2 text-sm font-medium">
          Other subjects{' '}
          <span className="font-normal text-dim">
            kept in the role, nothing here asks for them{used > 0 && `; ${used} in use`}
          </span>
        </summary>
        <div className="p-2">
          <MatrixTable {...given} label="Other permissions" subjects={others} />
        </div>
      </details>
    </div>
  );
}

type TableGiven = Omit<Given, 'onChange'> & {
  onChange: Given['onChange'];
  label: string;
  subjects: readonly string[];
};

function MatrixTable({ level, rules, onChange, label, subjects }: TableGiven) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <table aria-label={label} className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line bg-panel text-xs text-dim">
            <th scope="col" className="h-9 px-3 font-medium">
              Subject
            </th>
            {common.map((action) => (
              <th key={action} scope="col" className="px-2 text-center font-medium capitalize">
                {action}
              </th>
            ))}
            <th scope="col" className="px-3 font-medium">
              More
            </th>
          </tr>
        </thead>
        <tbody>
          {subjects.map((subject) => (
            <SubjectRow key={subject} {...{ level, rules, onChange, subject }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowGiven = {
  level: Level;
  rules: readonly Rule[];
  onChange: Given['onChange'];
  subject: string;
};

function SubjectRow({ level, rules, onChange, subject }: RowGiven) {
  const { label = subject, actions = [] } = subjectsOf(level)[subject] ?? {};
  const offered = actions.filter(
    (action) => !isOlderSpelling(subject, action) || isAllowed(rules, subject, action),
  );
  const isCommon = (action: string) =>
    common.some((one) => one === action) && !isOlderSpelling(subject, action);
  const box = (action: string, isSilent: boolean) => (
    <Box
      key={action}
      name={`${label}: ${actionWord(action)}`}
      shown={isSilent ? undefined : actionWord(action)}
      checked={isAllowed(rules, subject, action)}
      onChange={onChange && ((on) => onChange(allow(rules, subject, action, on)))}
    />
  );
  return (
    <tr className="border-b border-line last:border-0 hover:bg-hover/60">
      <th scope="row" className="px-3 py-2 font-medium">
        {label}
      </th>
      {common.map((action) => (
        <td key={action} className="px-2 text-center">
          {offered.includes(action) && isCommon(action) ? box(action, true) : null}
        </td>
      ))}
      <td className="px-3 py-1.5">
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {offered.filter((action) => !isCommon(action)).map((action) => box(action, false))}
        </div>
      </td>
    </tr>
  );
}

type BoxGiven = {
  name: string;
  shown: string | undefined;
  checked: boolean;
  onChange: ((on: boolean) => void) | undefined;
};

function Box({ name, shown, checked, onChange }: BoxGiven) {
  return (
    <label className="inline-flex min-h-6 min-w-6 items-center justify-center gap-1.5">
      <input
        type="checkbox"
        aria-label={name}
        checked={checked}
        disabled={!onChange}
        onChange={(event) => onChange?.(event.target.checked)}
        className="size-4 accent-accent"
      />
      {shown && <span className="first-letter:uppercase">{shown}</span>}
    </label>
  );
}
