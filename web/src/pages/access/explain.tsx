import { Bones } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { useOrganization, useSession } from '../../session.tsx';
import { personName } from '../../words.ts';
import { Answer } from './answer.tsx';
import { AsOfField, AsOfNotice } from './as-of.tsx';
import { chosen, useAsked, useQuestion } from './asked.ts';
import { Columns } from './columns.tsx';
import { WhereFields } from './where-fields.tsx';
import { WhoFields } from './who-fields.tsx';

/** Explain: who, where and what are picked and kept in the address; the verdict follows with a picture of every route. */
export function Explain() {
  const { search, set } = useAsked();
  const { user } = useSession();
  const { may } = useOrganization();
  const asked = useQuestion();
  const { project, question, environments } = asked;
  const who = chosen(search.who, search.whoName) ?? { id: user.id, name: personName(user) };
  return (
    <Columns>
      <Section title="Question">
        <div className="flex flex-col gap-4">
          {may('member', 'read') ? (
            <WhoFields
              label="Who"
              who={who}
              onChoose={({ id, name }) => set({ who: id, whoName: name })}
            />
          ) : (
            <p className="text-sm text-dim">
              About yourself, {who.name}: asking about others needs the permission “Users: read”.
            </p>
          )}
          <WhereFields asked={asked} />
          <AsOfField at={search.at} onChange={(at) => set({ at })} />
        </div>
      </Section>
      <Section title={`${who.name} in ${project?.name ?? 'the organization'}`}>
        <div className="flex flex-col gap-4">
          <AsOfNotice at={search.at} />
          {environments ? (
            <Answer
              principalId={who.id}
              projectId={project?.id ?? null}
              question={question}
              at={search.at}
            />
          ) : (
            <Bones rows={3} />
          )}
        </div>
      </Section>
    </Columns>
  );
}
