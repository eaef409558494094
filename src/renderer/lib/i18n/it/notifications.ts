import type { Area } from '../area.ts';

export const notifications: Area<'notifications'> = {
  title: 'Notifiche',
  unread_one: '{{count}} nuova notifica',
  unread_other: '{{count}} nuove notifiche',
  none: 'Niente di nuovo',
  noneText: 'Qui compare, senza disturbare, ciò che i plugin vogliono dirti.',
  dismissAll: 'Segna tutte come lette',
  dismissNamed: 'Segna come letta: {{title}}',
  fromNamed: 'Da {{name}}',
};
