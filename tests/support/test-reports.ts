// Reads the JSON reports of the two test runners down to what the last lines of `npm test` need.
import * as v from 'valibot';

export interface Counts {
  passed: number;
  failed: number;
  /** Names of tests that passed after they had failed once. */
  atSecondTry: string[];
}

const vitestTest = v.object({
  fullName: v.string(),
  status: v.string(),
  failureMessages: v.array(v.string()),
});
const vitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(v.object({ status: v.string(), assertionResults: v.array(vitestTest) })),
});

type Suite = {
  specs: { title: string; file: string; tests: { status: string }[] }[];
  suites?: Suite[] | undefined;
};
const suite: v.GenericSchema<Suite> = v.object({
  specs: v.array(
    v.object({
      title: v.string(),
      file: v.string(),
      tests: v.array(v.object({ status: v.string() })),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => suite))),
});
const playwrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number() }),
  errors: v.array(v.unknown()),
  suites: v.array(suite),
});

/** A file that could not even be loaded has no tests to fail; it counts as one failure. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, testResults } = v.parse(vitestReport, report);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const atSecondTry = testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'passed' && test.failureMessages.length > 0)
    .map((test) => test.fullName);
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length, atSecondTry };
}

export function countPlaywright(report: unknown): Counts {
  const { stats, errors, suites } = v.parse(playwrightReport, report);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    atSecondTry: suites.flatMap(flakyIn),
  };
}

function flakyIn({ specs, suites = [] }: Suite): string[] {
  const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...flaky.map(({ file, title }) => `${file}: ${title}`), ...suites.flatMap(flakyIn)];
}
