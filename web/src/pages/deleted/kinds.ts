import type { deleted } from '@coterie/contract';
import { Folder, FolderKey, KeyRound, Layers, Users } from 'lucide-react';
import type { z } from 'zod';

export type Thing = z.output<typeof deleted.listRecentlyDeleted.answer>['things'][number];

/** What can come back: its word, and its picture. */
export const kinds = {
  secret: { word: 'Secret', icon: KeyRound },
  folder: { word: 'Folder', icon: Folder },
  environment: { word: 'Environment', icon: Layers },
  project: { word: 'Project', icon: FolderKey },
  group: { word: 'Group', icon: Users },
} as const;
