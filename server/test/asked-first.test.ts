import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpoints } from '@coterie/contract';
import { doors } from '../src/http/index.ts';

const oneself = 'about the account, the factors or the session of whoever asks';
const credential =
  'gives or ends a credential of a machine identity, whose rights stay as they are';
const template = 'gives nobody anything until a project is made with it, which can be asked about';
const byServiceToken =
  'answers service tokens alone; the same acts can be asked about at `/secrets/raw`';
const link = 'by a link or a password: nobody is signed in who could ask';

/** What changes something and cannot be asked about first, by the beginning of its name, and why. */
const notAsked: Record<string, string> = {
  'account.': oneself,
  'factors.': oneself,
  'session.': oneself,
  'templates.': template,
  'identities.attach': credential,
  'identities.detach': credential,
  'identities.editTokenAuth': credential,
  'identities.editUniversalAuth': credential,
  'identities.createClientSecret': credential,
  'identities.revoke': credential,
  'identities.createToken': credential,
  'identities.editToken': credential,
  'identities.renewToken': credential,
  'identities.universalAuthLogin': credential,
  'identities.editAwsAuth': credential,
  'identities.awsAuthLogin': credential,
  'identities.editAzureAuth': credential,
  'identities.azureAuthLogin': credential,
  'identities.editGcpAuth': credential,
  'identities.gcpAuthLogin': credential,
  'identities.editJwtAuth': credential,
  'identities.jwtAuthLogin': credential,
  'identities.editKubernetesAuth': credential,
  'identities.kubernetesAuthLogin': credential,
  'identities.editOidcAuth': credential,
  'identities.oidcAuthLogin': credential,
  'members.acceptInvitation': link,
  'serviceTokens.createSealed': byServiceToken,
  'serviceTokens.editSealed': byServiceToken,
  'serviceTokens.deleteSealed': byServiceToken,
};

describe('what an act would do can be asked before it is done', () => {
  const changing = Object.entries(endpoints).filter(
    ([, { method, asks }]) => method !== 'GET' && !asks,
  );
  const reasonOf = (name: string) =>
    Object.keys(notAsked).find((beginning) => name.startsWith(beginning));

  it('of every endpoint that changes something, but for those with a reason', () => {
    for (const [name, { isAct }] of changing)
      assert.notEqual(isAct === true, reasonOf(name) !== undefined, name);
    for (const beginning of Object.keys(notAsked))
      assert.ok(
        changing.some(([name]) => name.startsWith(beginning)),
        beginning,
      );
  });

  it('and its door can be asked', () => {
    for (const { endpoint, supposed } of doors)
      assert.equal(supposed !== undefined, endpoint.isAct === true, endpoint.path);
  });
});
