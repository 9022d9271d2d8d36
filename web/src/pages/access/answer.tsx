import { access } from '@coterie/contract';
import { useAsk } from '../../api.ts';
import { ExplanationPicture } from '../../parts/access/route-picture.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { useRested } from '../../parts/list/listing.tsx';
import { asOf } from './as-of.tsx';
import { attributesOf, type Question } from './question.tsx';

type Given = {
  principalId: string;
  projectId: string | null;
  question: Question;
  at?: string | undefined;
};

/** The verdict on a question, now or as of a moment, with every route that it rests on. */
export function Answer({ principalId, projectId, question, at }: Given) {
  const { subject, action } = question;
  const attributes = attributesOf(question, projectId === null ? 'organization' : 'project');
  const body = useRested(
    JSON.stringify({ principalId, projectId, subject, action, attributes, ...asOf(at) }),
  );
  const { answer, error } = useAsk(access.explain, { body: JSON.parse(body) }, { keep: true });
  if (error) return <Failed error={error} what="this explanation" />;
  return answer ? <ExplanationPicture explanation={answer} /> : <Bones rows={3} />;
}
