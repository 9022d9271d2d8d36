import { workspace } from '../content/tags.ts';

/** Tags under the paths that Terraform calls. */
export const workspaceTags = workspace.list;
export const createWorkspaceTag = workspace.create;
export const workspaceTag = workspace.one;
export const workspaceTagBySlug = workspace.bySlug;
export const editWorkspaceTag = workspace.edit;
export const deleteWorkspaceTag = workspace.remove;
