import { groups, projects } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FolderKey, Plus, Users } from 'lucide-react';
import { type ComponentType, useLayoutEffect, useRef, useState } from 'react';
import { useAsk } from '../../api.ts';
import { usePlaces } from '../../places.ts';
import { useOrganization } from '../../session.tsx';
import { useRested } from '../list/listing.tsx';

type Entry = {
  label: string;
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
  go: () => void;
  words?: string;
};

/** Opens anything by a few letters: pages, projects, groups, and the two things most often made. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector('input')?.focus();
    return () => element?.close();
  }, []);
  const { acts, pages } = useFixed();
  const found = useFound(useRested(typed));
  const choose = ({ go }: Entry) => {
    onClose();
    go();
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Search and commands"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="mx-auto mt-[12vh] mb-auto w-[calc(100vw-2rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-raised shadow-pop"
    >
      <Command label="Search and commands" loop>
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder="Go to, or create"
          className="w-full border-b border-line bg-transparent px-4 py-3 text-lg outline-none"
        />
        <Command.List aria-label="Found" className="max-h-[50vh] overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-dim">
            Nothing by that name
          </Command.Empty>
          <Entries title="Projects" list={found.projects} choose={choose} />
          <Entries title="Groups" list={found.groups} choose={choose} />
          <Entries title="Create" list={acts} choose={choose} />
          <Entries title="Go to" list={pages} choose={choose} />
        </Command.List>
      </Command>
    </dialog>
  );
}

type EntriesGiven = { title: string; list: readonly Entry[]; choose: (entry: Entry) => void };

function Entries({ title, list, choose }: EntriesGiven) {
  if (list.length === 0) return null;
  return (
    <Command.Group
      heading={title}
      className="text-xs text-dim [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1"
    >
      {list.map((entry) => (
        <Command.Item
          key={`${entry.label} ${entry.words}`}
          value={`${title} ${entry.label} ${entry.words ?? ''}`}
          onSelect={() => choose(entry)}
          className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-2 text-base text-ink data-[selected=true]:bg-accent-soft"
        >
          <entry.icon aria-hidden className="size-4 text-dim" />
          <span className="truncate">{entry.label}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function useFixed(): { acts: Entry[]; pages: Entry[] } {
  const navigate = useNavigate();
  const places = usePlaces();
  const { may } = useOrganization();
  const acts = [
    ...(may('groups', 'create')
      ? [
          {
            label: 'Create group',
            icon: Plus,
            go: () => void navigate({ to: '/organization/groups', search: { create: true } }),
          },
        ]
      : []),
    ...(may('project', 'create')
      ? [
          {
            label: 'Create project',
            icon: Plus,
            go: () => void navigate({ to: '/', search: { create: true } }),
          },
        ]
      : []),
  ];
  const pages = places
    .filter(({ menu }) => menu !== 'project')
    .map(({ label, icon, words, to }) => ({
      label,
      icon,
      go: () => void navigate({ to }),
      ...(words === undefined ? {} : { words }),
    }));
  return { acts, pages };
}

const limit = 6;

/** Projects and groups by name, as the server finds them. */
function useFound(search: string) {
  const navigate = useNavigate();
  const { may } = useOrganization();
  const found = useAsk(projects.listProjects, { query: { search, limit } }, { keep: true });
  const teams = useAsk(
    groups.listGroups,
    { query: { search, limit } },
    { keep: true, enabled: may('groups', 'read') },
  );
  return {
    projects: (found.answer?.projects ?? []).map(({ id, name, slug }) => ({
      label: name,
      words: slug,
      icon: FolderKey,
      go: () => void navigate({ to: '/projects/$projectId/secrets', params: { projectId: id } }),
    })),
    groups: (teams.answer ?? []).map(({ id, name, slug }) => ({
      label: name,
      words: slug,
      icon: Users,
      go: () => void navigate({ to: '/organization/groups/$groupId', params: { groupId: id } }),
    })),
  };
}
