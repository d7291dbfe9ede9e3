// The content as everyone may read it: what /new and the libraries list. Rubrics and banks are read whole, for
// themselves. Checklists, the interviewer's prompts and
// everything a question holds but its title are an answer key and stay on the server.
import { rubricOf } from '#domain/content-rules.ts';
import type { Content } from '#domain/content-rules.ts';
import type { Question } from '#domain/question.ts';

/** `problems` are of files changed since the content was loaded: it is the old one that is still in use. */
export type ContentInUse = Content & { problems?: readonly string[] };

export function publicContent(content: ContentInUse): Record<string, unknown> {
  const { formats, rubrics, questions, problems = [] } = content;
  return {
    formats: formats.map(
      ({ phases, settings: _settings, questionNeeds: _needs, afterwards: _after, ...format }) => ({
        ...format,
        phases: phases.map(({ id, title, scored, minMinutes, targetMinutes, maxMinutes, criteria }) => ({
          id,
          title,
          scored,
          minMinutes,
          targetMinutes,
          maxMinutes,
          criteria,
        })),
      }),
    ),
    rubrics: rubrics.map(({ id, title, criteria }) => ({
      id,
      title,
      criteria: criteria.map((criterion) => ({ id: criterion.id, title: criterion.title })),
    })),
    questions: questions.map((question) => {
      const { id, title, difficulty, tags, levels, format } = question;
      return { id, title, difficulty, tags, levels, format, trains: trainedBy(content, question) };
    }),
    ...(problems.length > 0 && { problems }),
  };
}

/** The criteria a question's deep dives ask for; without any, those its format rates, in the rubric's order. */
function trainedBy(content: Content, { format: formatId, interviewer }: Question): string[] {
  const format = content.formats.find(({ id }) => id === formatId);
  const rubric = format && rubricOf(content, format);
  const asked = interviewer.deepDives.map(({ criterion }) => criterion);
  const rated = format?.phases.flatMap(({ criteria }) => criteria) ?? [];
  const trained = new Set(asked.length > 0 ? asked : rated);
  return rubric?.criteria.filter(({ id }) => trained.has(id)).map(({ id }) => id) ?? [];
}
