import type { AgentName } from '#shared/contracts/assistant.ts';
import type { Citation } from '#shared/contracts/answers.ts';
import type { ShownEvent, ShownMessage, ShownStep } from './shown.ts';

export type Activity = {
  readonly id: string;
  readonly title: string;
  readonly state: 'running' | 'done' | 'proposed' | 'failed';
};

/** An answer as far as it has come. */
export type LiveAnswer = {
  readonly text: string;
  readonly agent: AgentName | null;
  readonly activities: readonly Activity[];
  readonly citations: readonly Citation[];
  readonly steps: readonly ShownStep[];
};

/** Before its first event; one that goes on after a decision begins with what was said before. */
export function liveFrom(message: ShownMessage): LiveAnswer {
  return {
    text: message.parts.map((part) => (part.type === 'markdown' ? part.text : '')).join(''),
    agent: message.agent,
    activities: [],
    citations: message.citations,
    steps: message.parts.flatMap((part) => (part.type === 'steps' ? part.steps : [])),
  };
}

function withActivity(known: readonly Activity[], next: Activity): readonly Activity[] {
  return known.some(({ id }) => id === next.id)
    ? known.map((one) => (one.id === next.id ? next : one))
    : [...known, next];
}

export function afterEvent(answer: LiveAnswer, event: ShownEvent): LiveAnswer {
  switch (event.type) {
    case 'agent':
      return { ...answer, agent: event.agent };
    case 'activity': {
      const { id, title, state } = event;
      return { ...answer, activities: withActivity(answer.activities, { id, title, state }) };
    }
    case 'text':
      return { ...answer, text: answer.text + event.delta };
    case 'restart':
      return { ...answer, text: '' };
    case 'citations':
      return { ...answer, citations: event.citations };
    case 'steps':
      return { ...answer, steps: event.steps };
    default:
      return answer;
  }
}
