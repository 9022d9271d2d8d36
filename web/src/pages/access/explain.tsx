import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Bones } from '../../parts/notice.tsx';
import { PageHead, Section } from '../../parts/page.tsx';
import type { Choice } from '../../parts/picker.tsx';
import { IdentityPicker, ProjectPicker, UserPicker } from '../../parts/pickers.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import type { ExplainSearch } from '../../router.tsx';
import { useOrganization, useSession } from '../../session.tsx';
import { personName } from '../../words.ts';
import { Answer } from './answer.tsx';
import {
  inFirst,
  QuestionFields,
  readingASecret,
  readingGroups,
  useEnvironments,
} from './question.tsx';

const choice = (id: string | undefined, name: string | undefined): Choice | undefined =>
  id === undefined ? undefined : { id, name: name ?? id };

/** Explain: who, where and what are picked and kept in the address; the verdict follows with a picture of every route. */
export function Explain() {
  const search = useSearch({ from: '/console/access' });
  const navigate = useNavigate();
  const set = (part: ExplainSearch) =>
    void navigate({ to: '/access', search: { ...search, ...part }, replace: true });
  const { user } = useSession();
  const who = choice(search.who, search.whoName) ?? { id: user.id, name: personName(user) };
  const project = choice(search.project, search.projectName);
  const level = project === undefined ? 'organization' : 'project';
  const start = level === 'project' ? readingASecret : readingGroups;
  const environments = useEnvironments(search.project);
  const question = inFirst(
    {
      subject: search.subject ?? start.subject,
      action: search.action ?? start.action,
      environment: search.environment ?? start.environment,
      path: search.path ?? start.path,
      name: search.name ?? start.name,
    },
    environments,
  );
  return (
    <>
      <PageHead title="Explain access" hint="Who may do what, where, and every reason for it." />
      <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Section title="Question">
          <div className="flex flex-col gap-4">
            <WhoFields who={who} onChoose={({ id, name }) => set({ who: id, whoName: name })} />
            <WhereFields
              project={project}
              onChoose={(next) => {
                const { subject, action } = next ? readingASecret : readingGroups;
                set({
                  project: next?.id,
                  projectName: next?.name,
                  subject,
                  action,
                  environment: undefined,
                  path: undefined,
                  name: undefined,
                });
              }}
            />
            <QuestionFields
              level={level}
              question={question}
              onChange={set}
              environments={environments ?? []}
            />
          </div>
        </Section>
        <Section title={`${who.name} in ${project?.name ?? 'the organization'}`}>
          {environments ? (
            <Answer principalId={who.id} projectId={project?.id ?? null} question={question} />
          ) : (
            <Bones rows={3} />
          )}
        </Section>
      </div>
    </>
  );
}

type WhoGiven = { who: Choice; onChoose: (choice: Choice) => void };
const kinds = [
  { key: 'user', label: 'User' },
  { key: 'identity', label: 'Machine identity' },
];

function WhoFields({ who, onChoose }: WhoGiven) {
  const { may } = useOrganization();
  const [kind, setKind] = useState('user');
  if (!may('member', 'read'))
    return (
      <p className="text-sm text-dim">
        About yourself, {who.name}: asking about others needs the permission “Users: read”.
      </p>
    );
  return (
    <div>
      <Tabs label="Who" tabs={kinds} current={kind} onSelect={setKind}>
        {kind === 'user' ? (
          <UserPicker label="Who" chosen={who} onChoose={onChoose} />
        ) : (
          <IdentityPicker label="Who" chosen={who} onChoose={onChoose} />
        )}
      </Tabs>
    </div>
  );
}

function WhereFields({
  project,
  onChoose,
}: {
  project: Choice | undefined;
  onChoose: (project: Choice | undefined) => void;
}) {
  return (
    <div>
      <ProjectPicker label="Project" chosen={project} onChoose={onChoose} />
      <p className="mt-1 flex items-center justify-between gap-2 text-xs text-dim">
        {project ? `In ${project.name}` : 'In the organization, until a project is picked'}
        {project && (
          <Button small look="quiet" onClick={() => onChoose(undefined)}>
            Ask about the organization
          </Button>
        )}
      </p>
    </div>
  );
}
