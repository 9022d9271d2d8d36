import type { getFactorRule } from '../../usecases/factors/rule.ts';
import { presentUser } from './people.ts';

export const presentPasskey = (row: {
  id: string;
  name: string;
  created_at: Date;
  used_at: Date | null;
}) => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  usedAt: row.used_at?.toISOString() ?? null,
});

type Rule = Awaited<ReturnType<typeof getFactorRule>>;

export const presentRule = ({ rule, from, without }: Rule) => ({
  rule,
  from: from?.toISOString() ?? null,
  without: without?.map(({ row, isAdmin }) => ({ ...presentUser(row), isAdmin })) ?? null,
});
