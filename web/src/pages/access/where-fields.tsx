import { Button } from '../../parts/form/button.tsx';
import type { Choice } from '../../parts/form/picker.tsx';
import { ProjectPicker } from '../../parts/form/pickers.tsx';
import type { useQuestion } from './asked.ts';
import { QuestionFields } from './question.tsx';

/** Where, what and which action. */
export function WhereFields({ asked }: { asked: ReturnType<typeof useQuestion> }) {
  const { project, question, environments, setProject, setQuestion } = asked;
  return (
    <>
      <ProjectFields project={project} onChoose={setProject} />
      <QuestionFields
        level={project === undefined ? 'organization' : 'project'}
        question={question}
        onChange={setQuestion}
        environments={environments ?? []}
      />
    </>
  );
}

type Given = { project: Choice | undefined; onChoose: (project: Choice | undefined) => void };

function ProjectFields({ project, onChoose }: Given) {
  return (
    <div>
      <ProjectPicker label="Project" chosen={project} onChoose={onChoose} />
      <p className="mt-1 flex items-center justify-between gap-2 text-xs text-dim">
        {project ? `In ${project.name}` : 'In the organization, until a project is picked'}
        {project && (
          <Button small look="quiet" onClick={() => onChoose(undefined)}>
            Ask about the organization
          </Button>
        )}
      </p>
    </div>
  );
}
