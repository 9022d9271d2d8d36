import type { SignInRow } from '../../store/accounts/sign-ins.ts';
import type { SettingsRow } from '../../store/accounts/users.ts';
import { deviceInWords } from '../../usecases/account/device.ts';
import type { Parts } from '../../usecases/parts.ts';
import { presentUser } from './people.ts';

export const presentProfile = ({ mailConfigured }: Parts, row: SettingsRow) => ({
  account: {
    ...presentUser(row),
    isInstanceAdmin: row.is_instance_admin,
    timeZone: row.time_zone,
    dateLanguage: row.date_language,
    isProven: row.proven_at !== null,
    emailConfigured: mailConfigured,
  },
});

export const presentSignIns = ({ rows, total }: { rows: SignInRow[]; total: number }) => ({
  signIns: rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    type: row.kind,
    principalId: row.user_id ?? row.identity_id,
    account: row.account,
    name: row.name,
    method: row.method,
    outcome: row.outcome,
    detail: row.detail ?? null,
    ip: row.ip,
    device: deviceInWords(row.user_agent),
    times: row.times,
  })),
  totalCount: total,
});
