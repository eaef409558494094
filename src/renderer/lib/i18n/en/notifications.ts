export const notifications = {
  title: 'Notifications',
  unread_one: '{{count}} new notification',
  unread_other: '{{count}} new notifications',
  none: 'Nothing new',
  noneText: 'What plugins want to tell you appears here, quietly.',
  dismissAll: 'Mark all as read',
  dismissNamed: 'Mark as read: {{title}}',
  fromNamed: 'From {{name}}',
};
