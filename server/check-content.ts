// Loads the content files as a start of the server would and says what is wrong with them: part of `npm run check`,
// and for people who write questions and rubrics.
import { readConfig } from './config.ts';
import { loadContent } from './content.ts';
import { StartError } from './start-error.ts';

try {
  const { formats, rubrics, questions } = await loadContent(readConfig().rubricsDir);
  console.log(
    `${formats.length} formats, ${rubrics.length} rubrics and ${questions.length} questions are well formed.`,
  );
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
