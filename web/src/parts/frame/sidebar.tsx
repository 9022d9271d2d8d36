import { session } from '@coterie/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import {
  ChevronsUpDown,
  Fingerprint,
  LogOut,
  Menu as MenuIcon,
  Monitor,
  Moon,
  Search,
  Sun,
  UserRound,
} from 'lucide-react';
import { useRef } from 'react';
import { perform, useAct } from '../../api.ts';
import { type Place, usePlaces } from '../../places.ts';
import { useEnter, useProject, useSession } from '../../session.tsx';
import { chooseTheme, chosenTheme } from '../../theme.ts';
import { personName } from '../../words.ts';
import { Mark } from './mark.tsx';
import { Menu, type MenuItem } from './menu.tsx';

type Given = { onSearch: () => void };

/** Beside the page from 768 px on. */
export function Sidebar({ onSearch }: Given) {
  return (
    <header className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r border-line bg-panel p-3 md:flex">
      <OrganizationMenu />
      <SearchButton onSearch={onSearch} />
      <Places />
      <AccountMenu />
    </header>
  );
}

/** Above the page on narrow screens; the places open from a button. */
export function TopBar({ onSearch }: Given) {
  const drawer = useRef<HTMLDivElement>(null);
  return (
    <header className="sticky top-0 z-20 flex items-center gap-2 border-b border-line bg-panel px-3 py-2 md:hidden">
      <button
        type="button"
        aria-label="Menu"
        aria-haspopup="true"
        onClick={() => drawer.current?.showPopover()}
        className="inline-flex size-9 items-center justify-center rounded-md hover:bg-hover"
      >
        <MenuIcon aria-hidden className="size-5" />
      </button>
      <Link to="/" className="flex min-w-0 grow items-center gap-2 font-semibold">
        <Mark /> <span className="truncate">Coterie</span>
      </Link>
      <button
        type="button"
        aria-label="Search and commands"
        onClick={onSearch}
        className="inline-flex size-9 items-center justify-center rounded-md hover:bg-hover"
      >
        <Search aria-hidden className="size-5" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: going to a place closes the drawer; the links are what is pressed */}
      <div
        ref={drawer}
        popover="auto"
        onClick={(event) =>
          (event.target as HTMLElement).closest('a') && drawer.current?.hidePopover()
        }
        className="fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-72 max-w-[85vw] flex-col gap-4 overflow-y-auto border-r border-line bg-panel p-3 shadow-pop open:flex"
      >
        <OrganizationMenu />
        <Places />
        <AccountMenu />
      </div>
    </header>
  );
}

const row =
  'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-dim hover:bg-hover hover:text-ink';

const SearchButton = ({ onSearch }: Given) => (
  <button type="button" onClick={onSearch} className={`${row} border border-line bg-raised`}>
    <Search aria-hidden className="size-4" />
    <span className="grow">Search</span>
    <kbd className="rounded border border-line px-1 font-sans text-xs">
      {/mac/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}
    </kbd>
  </button>
);

function OrganizationMenu() {
  const { organization, organizations } = useSession();
  const move = useAct(
    (organizationId: string) => perform(session.switchOrganization, { body: { organizationId } }),
    { toastFailure: true, onDone: useEnter() },
  );
  const name = organization?.name ?? 'No organization';
  const look = 'flex w-full min-w-0 items-center gap-2 rounded-md p-1.5 text-left font-semibold';
  const face = (
    <>
      <Mark />
      <span className="sr-only">Organization: </span>
      <span className="min-w-0 grow truncate">{name}</span>
    </>
  );
  if (organizations.length < 2) return <div className={look}>{face}</div>;
  return (
    <Menu
      label={`Organization: ${name}`}
      className={`${look} hover:bg-hover`}
      items={organizations.map(({ id, name: label }) => ({
        label,
        current: id === organization?.id,
        onSelect: () => move.run(id),
      }))}
    >
      {face}
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-dim" />
    </Menu>
  );
}

function Places() {
  const { projectId } = useParams({ strict: false });
  const places = usePlaces();
  const inMenu = (menu: Place['menu']) => places.filter((one) => one.menu === menu);
  return (
    <nav aria-label="Places" className="flex grow flex-col gap-4">
      <PlaceList places={inMenu('top')} />
      {projectId !== undefined && (
        <ProjectPlaces projectId={projectId} places={inMenu('project')} />
      )}
      <PlaceList title="Organization settings" places={inMenu('organization')} />
    </nav>
  );
}

type Listed = ReturnType<typeof usePlaces>;

function ProjectPlaces({ projectId, places }: { projectId: string; places: Listed }) {
  const { project } = useProject(projectId);
  return project ? <PlaceList title={project.name} params={{ projectId }} places={places} /> : null;
}

type ListGiven = { title?: string; params?: { projectId: string }; places: Listed };

function PlaceList({ title, params = { projectId: '' }, places }: ListGiven) {
  if (places.length === 0) return null;
  return (
    <div>
      {title !== undefined && (
        <p className="mb-1 truncate px-2 text-xs font-semibold text-dim">{title}</p>
      )}
      <ul aria-label={title} className="flex flex-col gap-0.5">
        {places.map(({ label, icon: Icon, to }) => (
          <li key={label}>
            <Link
              to={to}
              params={params}
              activeOptions={{ exact: to === '/' }}
              className={row}
              activeProps={{ className: 'bg-hover font-medium text-ink!', 'aria-current': 'page' }}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              <span className="truncate">{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

const looks = [
  { theme: 'system', label: 'As the system looks', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const;

function AccountMenu() {
  const { user } = useSession();
  const items = useAccountItems();
  const name = personName(user);
  return (
    <Menu
      label={`Account: ${name}`}
      className="flex w-full min-w-0 items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover"
      items={items}
    >
      <span className="min-w-0 grow">
        <span className="sr-only">Account: </span>
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-xs text-dim">{user.email}</span>
      </span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-dim" />
    </Menu>
  );
}

function useAccountItems(): MenuItem[] {
  const client = useQueryClient();
  const navigate = useNavigate();
  const goTo = (to: '/account/profile' | '/account/factors') => () => void navigate({ to });
  const leave = useAct(() => perform(session.signOut, {}), {
    toastFailure: true,
    onDone: () => {
      client.clear();
      void navigate({ to: '/login' });
    },
  });
  return [
    { label: 'Account', icon: UserRound, onSelect: goTo('/account/profile') },
    ...looks.map(({ theme, ...look }) => ({
      ...look,
      current: chosenTheme() === theme,
      onSelect: () => chooseTheme(theme),
    })),
    { label: 'Second factors', icon: Fingerprint, onSelect: goTo('/account/factors') },
    { label: 'Sign out', icon: LogOut, onSelect: () => leave.run(undefined) },
  ];
}
