import { useState } from 'react';
import { Bones } from '../../parts/frame/notice.tsx';
import { Answer } from './answer.tsx';
import { inFirst, QuestionFields, readingASecret, useEnvironments } from './question.tsx';

type Named = { id: string; name: string };

/** Why someone may or may not do something in a project; the question can be changed on the spot. */
export function ExplainPanel({ principal, project }: { principal: Named; project: Named }) {
  const [asked, setAsked] = useState(readingASecret);
  const environments = useEnvironments(project.id);
  if (!environments) return <Bones rows={3} />;
  const question = inFirst(asked, environments);
  return (
    <div className="flex flex-col gap-4">
      <QuestionFields level="project" {...{ question, environments }} onChange={setAsked} />
      <Answer principalId={principal.id} projectId={project.id} question={question} />
    </div>
  );
}
