import { access } from '@coterie/contract';
import type { Level } from '@coterie/kernel';
import { ArrowLeftRight, Equal, Scale } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import type { Choice } from '../../parts/form/picker.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { ScrollList } from '../../parts/list/scroll-list.tsx';
import { actionWord, plural, subjectWord } from '../../words.ts';
import { AsOfField, AsOfNotice, asOf } from './as-of.tsx';
import { chosen, useAsked } from './asked.ts';
import { Columns } from './columns.tsx';
import { type RightGroup, rightGroups } from './rights.ts';
import { WhoFields } from './who-fields.tsx';

type Answered = z.output<typeof access.compare.answer>;

/** Compare: what one may that the other may not, place by place, and the other way round. */
export function Compare() {
  const { search, set } = useAsked();
  const who = chosen(search.who, search.whoName);
  const other = chosen(search.other, search.otherName);
  const setBoth = (one: Choice | undefined, two: Choice | undefined) =>
    set({ who: one?.id, whoName: one?.name, other: two?.id, otherName: two?.name });
  return (
    <Columns>
      <Section title="Question">
        <div className="flex flex-col gap-4">
          <BothFields who={who} other={other} onChoose={setBoth} />
          <AsOfField at={search.at} onChange={(at) => set({ at })} />
        </div>
      </Section>
      <Section title={`${who?.name ?? 'Who'} compared with ${other?.name ?? 'whom'}`}>
        <div className="flex flex-col gap-4">
          <AsOfNotice at={search.at} />
          {who && other && who.id !== other.id ? (
            <Places who={who} other={other} at={search.at} />
          ) : (
            <Empty icon={Scale} title="Pick two to compare">
              Two people, or a person and a machine identity: what only one of them may, place by
              place.
            </Empty>
          )}
        </div>
      </Section>
    </Columns>
  );
}

type BothGiven = {
  who: Choice | undefined;
  other: Choice | undefined;
  onChoose: (who: Choice | undefined, other: Choice | undefined) => void;
};

function BothFields({ who, other, onChoose }: BothGiven) {
  const [swaps, setSwaps] = useState(0);
  const swap = () => {
    onChoose(other, who);
    setSwaps(swaps + 1);
  };
  return (
    <>
      <WhoFields
        key={`who ${swaps}`}
        label="Who"
        who={who}
        onChoose={(one) => onChoose(one, other)}
      />
      <Button icon={ArrowLeftRight} small onClick={swap}>
        Swap
      </Button>
      <WhoFields
        key={`other ${swaps}`}
        label="Compared with"
        who={other}
        onChoose={(two) => onChoose(who, two)}
      />
    </>
  );
}

type Given = { who: Choice; other: Choice; at: string | undefined };

function Places({ who, other, at }: Given) {
  const body = { principalId: who.id, otherId: other.id, ...asOf(at) };
  const { answer, error } = useAsk(access.compare, { body });
  if (error) return <Failed error={error} what="this comparison" />;
  if (!answer) return <Bones rows={4} />;
  const { places, principal, other: second } = answer;
  if (places.length === 0)
    return (
      <Empty icon={Equal} title="No difference">
        {principal.name} and {second.name} may do the same everywhere that you can see.
      </Empty>
    );
  return (
    <ul aria-label="Places" className="flex flex-col gap-3">
      {places.map((place) => (
        <Place key={place.project?.id ?? ''} place={place} names={[principal.name, second.name]} />
      ))}
    </ul>
  );
}

type PlaceGiven = { place: Answered['places'][number]; names: readonly [string, string] };

function Place({ place: { project, only, lacks }, names: [first, second] }: PlaceGiven) {
  const level = project === null ? 'organization' : 'project';
  return (
    <li className="rounded-lg border border-line">
      <h3 className="border-b border-line bg-panel px-3 py-2 font-semibold">
        {project?.name ?? 'In the organization'}
      </h3>
      <div className="grid sm:grid-cols-2 sm:divide-x sm:divide-line">
        <Rights who={first} other={second} level={level} rights={only} />
        <Rights who={second} other={first} level={level} rights={lacks} />
      </div>
    </li>
  );
}

type RightsGiven = {
  who: string;
  other: string;
  level: Level;
  rights: Answered['places'][number]['only'];
};

function Rights({ who, other, level, rights }: RightsGiven) {
  const { groups, unasked } = rightGroups(rights, level);
  return (
    <div className="min-w-0 px-3 py-2 text-sm">
      <p className="mb-1 font-medium">Only {who}</p>
      {rights.length === 0 && <p className="text-dim">nothing that {other} may not</p>}
      <ScrollList label={`Only ${who}`} className="flex max-h-80 flex-col gap-1.5">
        {groups.map((group) => (
          <RightLine key={`${group.subject} ${group.where}`} group={group} level={level} />
        ))}
      </ScrollList>
      {unasked > 0 && (
        <p className="mt-1.5 text-xs text-dim">
          and {plural(unasked, 'permission')} that nothing here asks for
        </p>
      )}
    </div>
  );
}

const RightLine = ({ group, level }: { group: RightGroup; level: Level }) => (
  <li>
    <span className="font-medium">{subjectWord(group.subject, level)}</span>{' '}
    <span className="text-ok-ink">{group.actions.map(actionWord).join(', ')}</span>
    {group.where && <span className="block text-xs text-dim">where {group.where}</span>}
  </li>
);
