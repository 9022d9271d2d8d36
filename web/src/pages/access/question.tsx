import { projects } from '@coterie/contract';
import { type Level, subjectsOf } from '@coterie/kernel';
import { useAsk } from '../../api.ts';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { actionWord } from '../../words.ts';

/** What is asked: an action on a subject, perhaps at a place. */
export type Question = {
  subject: string;
  action: string;
  environment: string;
  path: string;
  name: string;
};
export const readingASecret: Question = {
  subject: 'secrets',
  action: 'readValue',
  environment: '',
  path: '/',
  name: '',
};
export const readingGroups: Question = {
  subject: 'groups',
  action: 'read',
  environment: '',
  path: '',
  name: '',
};

/** The attributes that the subject's rules may speak of; an empty one is not given. */
export function attributesOf(
  { subject, environment, path, name }: Question,
  level: Level,
): Record<string, string> {
  const keys: readonly string[] = subjectsOf(level)[subject]?.keys ?? [];
  const given = { environment, secretPath: path, secretName: name };
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => value !== '' && keys.includes(key)),
  );
}

type Environment = { slug: string; name: string };

/** The environments of a project to ask about; undefined until known. In the organization there are none. */
export function useEnvironments(projectId: string | undefined): readonly Environment[] | undefined {
  const { answer } = useAsk(
    projects.getProject,
    { params: { projectId: projectId ?? '' } },
    { enabled: projectId !== undefined },
  );
  return projectId === undefined ? [] : answer?.project.environments;
}

/** Without one named, the question is about the first environment: a rule for one of them cannot be judged for none. */
export const inFirst = (
  question: Question,
  environments: readonly Environment[] = [],
): Question => ({
  ...question,
  environment: question.environment || (environments[0]?.slug ?? ''),
});

type Given = {
  level: Level;
  question: Question;
  onChange: (question: Question) => void;
  environments: readonly Environment[];
};

export function QuestionFields({ level, question, onChange, environments }: Given) {
  const subjects = Object.entries(subjectsOf(level)).filter(([, { enforced }]) => enforced);
  const { actions = [], keys = [] } = subjectsOf(level)[question.subject] ?? {};
  const set = (part: Partial<Question>) => onChange({ ...question, ...part });
  const at = (field: 'path' | 'name') => ({
    value: question[field],
    onChange: (value: string) => set({ [field]: value }),
  });
  const setSubject = (subject: string) =>
    set({ subject, action: subjectsOf(level)[subject]?.actions[0] ?? 'read' });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="What"
        value={question.subject}
        onChange={setSubject}
        options={subjects.map(([value, { label }]) => ({ value, label }))}
      />
      <SelectField
        label="Action"
        value={question.action}
        onChange={(action) => set({ action })}
        options={actions.map((value) => ({ value, label: sentenceCase(actionWord(value)) }))}
      />
      {keys.includes('environment') && (
        <SelectField
          label="Environment"
          value={question.environment}
          onChange={(environment) => set({ environment })}
          options={environments.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      )}
      {keys.includes('secretPath') && (
        <TextField label="Path" mono placeholder="/" {...at('path')} />
      )}
      {keys.includes('secretName') && (
        <TextField label="Secret name" mono placeholder="any" {...at('name')} />
      )}
    </div>
  );
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
