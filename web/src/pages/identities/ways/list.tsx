import { useState } from 'react';
import { perform, useAct, useAsk } from '../../../api.ts';
import { Confirm } from '../../../parts/dialog/confirm.tsx';
import { AddButton } from '../../../parts/form/button.tsx';
import { deleteItem, editItem, Menu } from '../../../parts/frame/menu.tsx';
import { Section } from '../../../parts/frame/page.tsx';
import { Loaded } from '../../../parts/list/loaded.tsx';
import { useOrganization } from '../../../session.tsx';
import { signInMethod } from '../../../words.ts';
import { TokenLife, type TokenTerms } from '../token-life.tsx';
import { usedFrom } from './fields.ts';
import { AddWay, type Named, WayForm } from './form.tsx';
import { toldOf } from './values.ts';
import { type Way, ways } from './ways.ts';

type Given = { identity: Named & { authMethods: readonly string[] } };

/** The ways by which an identity signs in without a secret kept here: its CI system, its cluster or its cloud vouches for it. */
export function Ways({ identity }: Given) {
  const { lack } = useOrganization();
  const [isAdding, setAdding] = useState(false);
  const held = ways.filter(({ name }) => identity.authMethods.includes(name));
  const others = ways.filter((way) => !held.includes(way));
  return (
    <Section
      title="Without a secret of its own"
      hint="Its CI system, its cluster or its cloud vouches for it. You say once what that has to say."
      actions={
        others.length > 0 && (
          <AddButton locked={lack('identity', 'edit')} onClick={() => setAdding(true)}>
            Add way
          </AddButton>
        )
      }
    >
      {held.length === 0 ? (
        <p className="text-sm text-dim">Nobody vouches for {identity.name} yet.</p>
      ) : (
        <ul aria-label="Ways to sign in" className="-my-3 divide-y divide-line">
          {held.map((way) => (
            <WayRow key={way.name} {...{ identity, way }} />
          ))}
        </ul>
      )}
      {isAdding && <AddWay {...{ identity, others }} onClose={() => setAdding(false)} />}
    </Section>
  );
}

/** Every way's own, and those of its tokens. */
type Settings = TokenTerms & Readonly<Record<string, unknown>>;

type RowGiven = { identity: Named; way: Way };

function WayRow({ identity, way }: RowGiven) {
  const { may } = useOrganization();
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const asked = useAsk(way.endpoints.get, { params: { identityId: identity.id } });
  const settings = Object.values(asked.answer ?? {})[0] as Settings | undefined;
  const word = signInMethod(way.name);
  const close = () => setOpen(undefined);
  return (
    <li className="flex items-start gap-2 py-3">
      <div className="min-w-0 grow">
        <h3 className="font-medium">{word}</h3>
        <Loaded asked={asked} what={`what is asked of ${word}`} bones={2}>
          {settings && <Told way={way} settings={settings} />}
        </Loaded>
      </div>
      <Menu
        label={`Actions for ${word}`}
        items={[
          may('identity', 'edit') && settings !== undefined && editItem(() => setOpen('edit')),
          may('identity', 'revoke-auth') && deleteItem(() => setOpen('remove'), 'Remove'),
        ]}
      />
      {open === 'edit' && settings && <WayForm {...{ identity, way, settings }} onClose={close} />}
      {open === 'remove' && <RemoveWay {...{ identity, way }} onClose={close} />}
    </li>
  );
}

type ToldGiven = { way: Way; settings: Settings };

const Told = ({ way, settings }: ToldGiven) => (
  <>
    <dl className="my-1 grid gap-x-4 text-sm sm:grid-cols-[auto_1fr]">
      {toldOf([...way.fields, usedFrom], settings).map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-dim">{label}</dt>
          <dd className="min-w-0 font-mono break-all whitespace-pre-wrap max-sm:mb-1">{value}</dd>
        </div>
      ))}
    </dl>
    <TokenLife of={settings} />
  </>
);

function RemoveWay({ identity, way, onClose }: RowGiven & { onClose: () => void }) {
  const word = signInMethod(way.name);
  const act = useAct(() => perform(way.endpoints.detach, { params: { identityId: identity.id } }), {
    done: `${word} removed`,
    onDone: onClose,
  });
  return (
    <Confirm
      title={`Remove ${word} from ${identity.name}?`}
      confirm="Remove way"
      act={act}
      onClose={onClose}
    >
      Programs no longer sign in by it, and the tokens that they have from it end at once.
    </Confirm>
  );
}
