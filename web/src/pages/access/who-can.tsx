import { access } from '@coterie/contract';
import { UserX } from 'lucide-react';
import type { z } from 'zod';
import { useAsk } from '../../api.ts';
import { RouteBadges } from '../../parts/access/route-badges.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { Who } from '../../parts/list/badge.tsx';
import { ListPages, SearchBox, useListing, useRested } from '../../parts/list/listing.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { actionWord, plural, subjectWord } from '../../words.ts';
import { AsOfField, AsOfNotice, asOf } from './as-of.tsx';
import { useAsked, useQuestion } from './asked.ts';
import { Columns } from './columns.tsx';
import { attributesOf } from './question.tsx';
import { WhereFields } from './where-fields.tsx';

type Able = z.output<typeof access.whoCan.answer>['principals'][number];

const columns: readonly Column<Able>[] = [
  {
    title: 'Who',
    cell: ({ principal: { name, email, type } }) => (
      <Who name={name} line={email ?? 'machine identity'} isProgram={type === 'machineIdentity'} />
    ),
  },
  { title: 'By', cell: ({ routes }) => <RouteBadges routes={routes} /> },
];

/** Who can: everyone who may do it, each with every route. */
export function WhoCan() {
  const { search, set } = useAsked();
  const asked = useQuestion();
  const { project, question, environments } = asked;
  const level = project === undefined ? 'organization' : 'project';
  const { subject, action } = question;
  const body = useRested(
    JSON.stringify({
      projectId: project?.id ?? null,
      subject,
      action,
      attributes: attributesOf(question, level),
      ...asOf(search.at),
    }),
  );
  const title = `Who can: ${subjectWord(subject, level)}, ${actionWord(action)}, in ${project?.name ?? 'the organization'}`;
  return (
    <Columns>
      <Section title="Question">
        <div className="flex flex-col gap-4">
          <WhereFields asked={asked} />
          <AsOfField at={search.at} onChange={(at) => set({ at })} />
        </div>
      </Section>
      <Section title={title}>
        <div className="flex flex-col gap-4">
          <AsOfNotice at={search.at} />
          {environments ? (
            <Everyone key={body} body={body} isPast={search.at !== undefined} />
          ) : (
            <Bones rows={3} />
          )}
        </div>
      </Section>
    </Columns>
  );
}

/** `body` is the question as JSON; a past answer is not searched by name, as names are those of today. */
function Everyone({ body, isPast }: { body: string; isPast: boolean }) {
  const list = useListing({ by: 'name', direction: 'asc' });
  const { answer, error, isStale } = useAsk(
    access.whoCan,
    { body: { ...JSON.parse(body), ...list.query, search: list.search || undefined } },
    { keep: true },
  );
  if (error && !answer) return <Failed error={error} what="who can do this" />;
  if (!answer) return <Bones rows={4} />;
  const { totalCount, principals } = answer;
  const isSearched = list.search !== '';
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-lg font-semibold">
          {plural(totalCount, 'person or machine', 'people and machines')}{' '}
          {isSearched ? 'by that name may' : 'may'}
        </p>
        {!isPast && (totalCount > 0 || isSearched) && (
          <SearchBox label="Search by name" value={list.typed} onChange={list.setSearch} />
        )}
      </div>
      {totalCount === 0 && (
        <Empty icon={UserX} title={isSearched ? 'Nobody by that name may' : 'Nobody may do this'}>
          {isSearched
            ? 'Others may: clear the search.'
            : 'No live route leads to a rule that allows it.'}
        </Empty>
      )}
      {principals.length > 0 && (
        <Table
          label="Who can"
          columns={columns}
          rows={principals}
          keyOf={({ principal }) => principal.id}
          isStale={isStale}
        />
      )}
      <ListPages what="who can" list={list} total={totalCount} />
    </div>
  );
}
