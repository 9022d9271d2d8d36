import { account } from '@coterie/contract';
import { perform, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { momentIn } from '../../words.ts';
import { ChangeEmail } from './change-email.tsx';

export function Profile() {
  const asked = useAsk(account.getProfile, {});
  const own = asked.answer?.account;
  return (
    <Loaded asked={asked} what="your account">
      {own && (
        <div className="flex max-w-2xl flex-col gap-6">
          <Settings own={own} />
          <ChangeEmail own={own} />
        </div>
      )}
    </Loaded>
  );
}

const asBrowser = { value: '', label: 'As this browser has it' };
const zones = () => [
  asBrowser,
  ...Intl.supportedValuesOf('timeZone').map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  })),
];
const languages = [
  'en-GB',
  'en-US',
  'de-DE',
  'es-ES',
  'fr-FR',
  'it-IT',
  'ja-JP',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'sv-SE',
  'zh-CN',
];
const nameOfLanguage = (tag: string): string =>
  new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
const dateLanguages = () => [
  { value: '', label: 'English' },
  ...languages.map((value) => ({ value, label: nameOfLanguage(value) })),
];
/** What is set stands in the list, whichever it is. */
const withChosen = (options: { value: string; label: string }[], chosen: string) =>
  options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: chosen }];

const orNone = (text: string) => (text.trim() === '' ? null : text);

function Settings({ own }: { own: account.Account }) {
  const { typed, at } = useTyped({
    firstName: own.firstName ?? '',
    lastName: own.lastName ?? '',
    timeZone: own.timeZone ?? '',
    dateLanguage: own.dateLanguage ?? '',
  });
  const body = {
    firstName: orNone(typed.firstName),
    lastName: orNone(typed.lastName),
    timeZone: orNone(typed.timeZone),
    dateLanguage: orNone(typed.dateLanguage),
  };
  const act = useAct(() => perform(account.editProfile, { body }), { done: 'Profile saved' });
  const now = momentIn(typed.dateLanguage, typed.timeZone).format(new Date());
  return (
    <Section title="Profile">
      <Form fields={Object.keys(typed)} act={act}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="First name" autoComplete="given-name" {...at('firstName', act.error)} />
          <TextField label="Last name" autoComplete="family-name" {...at('lastName', act.error)} />
          <SelectField
            label="Time zone"
            options={withChosen(zones(), typed.timeZone)}
            {...at('timeZone', act.error)}
          />
          <SelectField
            label="Dates as in"
            hint={`Now: ${now}`}
            options={withChosen(dateLanguages(), typed.dateLanguage)}
            {...at('dateLanguage', act.error)}
          />
        </div>
        <div>
          <Button look="primary" submit pending={act.pending}>
            Save profile
          </Button>
        </div>
      </Form>
    </Section>
  );
}
