// How often a test may be tried again.

/** On a machine that others work on too, which may stand still for longer than any test waits. What needed its
 * second try is named at the end of `npm test`; at one's desk there is none. */
export const secondTries = process.env.CI ? 1 : 0;
