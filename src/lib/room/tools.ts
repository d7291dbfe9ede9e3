// The tools' names as they stand on their tabs.
import type { Tool } from './room-controls.svelte.ts';

export const toolTitles: Record<Tool, string> = {
  question: 'Question',
  checklist: 'Checklist',
  notes: 'Notes',
  calculator: 'Calculator',
  rubric: 'Rubric',
  chat: 'Chat',
};
