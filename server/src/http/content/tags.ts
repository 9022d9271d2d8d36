import { compatTags, tags } from '@coterie/contract';
import type { TagRow } from '../../store/content/tags.ts';
import { getTag, getTagBySlug, listProjectTags } from '../../usecases/content/tags/read.ts';
import { createTag, deleteTag, editTag } from '../../usecases/content/tags/write.ts';
import { type Door, door } from '../door/door.ts';

const present = ({ id, slug, name, color, project_id }: TagRow) => ({
  id,
  slug,
  name,
  color: color ?? '',
  projectId: project_id,
});

export const tagDoors: Door[] = [
  door(tags.listTags, async (parts, caller, { params }) => ({
    tags: (await listProjectTags(parts, caller, params.projectId)).map(present),
  })),
  door(tags.createTag, async (parts, caller, { params, body }) => ({
    tag: present(await createTag(parts, caller, params.projectId, body)),
  })),
  door(tags.getTag, async (parts, caller, { params }) => ({
    tag: present(await getTag(parts, caller, params.projectId, params.tagId)),
  })),
  door(tags.getTagBySlug, async (parts, caller, { params }) => ({
    tag: present(await getTagBySlug(parts, caller, params.projectId, params.slug)),
  })),
  door(tags.editTag, async (parts, caller, { params, body }) => ({
    tag: present(await editTag(parts, caller, params.projectId, params.tagId, body)),
  })),
  door(tags.deleteTag, async (parts, caller, { params }) => ({
    tag: present(await deleteTag(parts, caller, params.projectId, params.tagId)),
  })),

  door(compatTags.listWorkspaceTags, async (parts, caller, { params }) => ({
    workspaceTags: (await listProjectTags(parts, caller, params.projectId)).map(present),
  })),
  door(compatTags.createWorkspaceTag, async (parts, caller, { params, body }) => ({
    workspaceTag: present(await createTag(parts, caller, params.projectId, body)),
  })),
  door(compatTags.getWorkspaceTag, async (parts, caller, { params }) => ({
    workspaceTag: present(await getTag(parts, caller, params.projectId, params.tagId)),
  })),
  door(compatTags.getWorkspaceTagBySlug, async (parts, caller, { params }) => ({
    workspaceTag: present(await getTagBySlug(parts, caller, params.projectId, params.slug)),
  })),
  door(compatTags.editWorkspaceTag, async (parts, caller, { params, body }) => ({
    workspaceTag: present(await editTag(parts, caller, params.projectId, params.tagId, body)),
  })),
  door(compatTags.deleteWorkspaceTag, async (parts, caller, { params }) => ({
    workspaceTag: present(await deleteTag(parts, caller, params.projectId, params.tagId)),
  })),
];
