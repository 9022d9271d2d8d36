import { Link } from '@tanstack/react-router';

type Given = { group: { id: string; name: string }; look?: string };

/** A group's name, and the way to its page. */
export const GroupLink = ({ group: { id, name }, look = 'font-medium hover:underline' }: Given) => (
  <Link to="/organization/groups/$groupId" params={{ groupId: id }} className={look}>
    {name}
  </Link>
);
