// Mail, when an SMTP server is configured; without one nothing is ever sent. It knows nothing of what it sends.
import { createTransport } from 'nodemailer';

export type Mail = { to: string; subject: string; text: string; calendar?: string; isCancelled?: boolean };
export type Mailer = { send(mail: Mail): Promise<void>; close(): void };

/** A mail server that says nothing for so long is given up on. */
const patienceMs = 15_000;

export function openMailer(smtpUrl: string | null, from: string): Mailer | null {
  if (smtpUrl === null) return null;
  const transport = createTransport(smtpUrl, {
    ...{ from, disableFileAccess: true, disableUrlAccess: true },
    ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
  });
  return {
    async send({ to, subject, text, calendar, isCancelled = false }) {
      await transport.sendMail({
        to: { name: '', address: to },
        ...{ subject, text },
        ...(calendar && {
          icalEvent: {
            method: isCancelled ? 'CANCEL' : 'PUBLISH',
            filename: 'interview.ics',
            content: calendar,
          },
        }),
      });
    },
    close: () => transport.close(),
  };
}

/** Said for good (RFC 5321, 4.2.1); anything else may be otherwise when it is tried again. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;
}
