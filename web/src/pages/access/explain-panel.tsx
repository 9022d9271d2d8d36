import { useState } from 'react';
import { useProject } from '../../session.tsx';
import { Answer } from './answer.tsx';
import { QuestionFields, readingASecret } from './question.tsx';

type Named = { id: string; name: string };

/** Why someone may or may not do something in a project; the question can be changed on the spot. */
export function ExplainPanel({ principal, project }: { principal: Named; project: Named }) {
  const [question, setQuestion] = useState(readingASecret);
  const { project: known } = useProject(project.id);
  return (
    <div className="flex flex-col gap-4">
      <QuestionFields
        level="project"
        question={question}
        onChange={setQuestion}
        environments={known?.environments ?? []}
      />
      <Answer principalId={principal.id} projectId={project.id} question={question} />
    </div>
  );
}
