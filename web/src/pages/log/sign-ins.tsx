import { signIns } from '@coterie/contract';
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { Check, RowSelect } from '../../parts/form/field.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { ListPages, SearchBox, useListing } from '../../parts/list/listing.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { SignInTable } from '../../parts/proof/sign-ins.tsx';
import { useSession } from '../../session.tsx';
import { signInOutcome } from '../../words.ts';
import { LogTabs } from './tabs.tsx';

const outcomes = ['in', 'wrong', 'throttled', 'notActive', 'factorWrong', 'factorNeeded'] as const;
type Outcome = (typeof outcomes)[number];
const options = [
  { value: '', label: 'All outcomes' },
  ...outcomes.map((value) => ({ value, label: signInOutcome(value) })),
];

const whole = 'People of the whole instance, and addresses that nobody has';

/** Who signed in, or tried to, and from where. */
export function SignIns() {
  const { user } = useSession();
  const list = useListing({ by: 'at', direction: 'desc' });
  const [outcome, setOutcome] = useState<Outcome>();
  const [isWhole, setWhole] = useState(false);
  const query = {
    ...list.query,
    ...(outcome === undefined ? {} : { outcome }),
    ...(isWhole ? { scope: 'instance' as const } : {}),
  };
  const asked = useAsk(signIns.listSignIns, { query }, { keep: true });
  const rows = asked.answer?.signIns ?? [];
  const choose = (value: string) => {
    setOutcome(outcomes.find((one) => one === value));
    list.setOffset(0);
  };
  const widen = (checked: boolean) => {
    setWhole(checked);
    list.setOffset(0);
  };
  return (
    <>
      <PageHead
        title="Sign-ins"
        hint="Who signed in or tried to, people and machine identities, from where and with what. Kept for a year."
      />
      <LogTabs />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <SearchBox label="Search sign-ins" value={list.typed} onChange={list.setSearch} />
        <RowSelect label="Outcome" value={outcome ?? ''} onChange={choose} options={options} />
        {user.isInstanceAdmin && <Check label={whole} checked={isWhole} onChange={widen} />}
      </div>
      <Loaded asked={asked} what="the sign-ins">
        {rows.length === 0 ? (
          <Empty icon={LogIn} title="No such sign-in">
            Every sign-in is kept here for a year, also the refused ones.
          </Empty>
        ) : (
          <SignInTable rows={rows} named />
        )}
      </Loaded>
      <ListPages what="sign-ins" list={list} total={asked.answer?.totalCount} />
    </>
  );
}
