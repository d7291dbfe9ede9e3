// Taking scorecard files in: each is read, sent and answered for itself, so one bad file keeps no other out.
import { archiveBytes } from '#domain/export.ts';
import { api } from '$lib/ui/api.ts';

export type TakenIn = { name: string; id: string | null; message: string };

/** `id` of what it has become here, or null with the reason why it was refused. */
export async function takeIn(file: File): Promise<TakenIn> {
  const refused = (message: string): TakenIn => ({ name: file.name, id: null, message });
  if (file.size > archiveBytes) return refused('This is larger than any scorecard file.');
  if (file.name.endsWith('.zip'))
    return refused('This is an archive. Unpack it and choose the interview.json files inside.');
  const data = await file.text().then(jsonIn, () => null);
  if (data === null) return refused('This is no scorecard file of Fourstep (JSON, from “Download JSON”).');
  const answer = await api.post<{ id: string }>('/api/imports', data);
  return answer.ok ? { name: file.name, id: answer.data.id, message: 'Taken in' } : refused(answer.message);
}

function jsonIn(text: string): object | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' ? data : null;
  } catch {
    return null;
  }
}
