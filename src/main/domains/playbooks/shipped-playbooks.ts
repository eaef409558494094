import { playbookInputSchema, type PlaybookInput } from '#shared/contracts/plans.ts';

const from = (step: string, path: string, each?: string) => ({
  data_from_step: step,
  path,
  ...(each === undefined ? {} : { each }),
});
const given = (parameter: string) => ({ parameter });

/** The playbooks that come with the app. They can be run and copied under another name, not changed. */
export function shippedPlaybooks(): readonly PlaybookInput[] {
  return [taskFromMail, weeklyReport, archiveProject].map((one) => playbookInputSchema.parse(one));
}

const taskFromMail = {
  name: 'task-from-email',
  title: 'Task from e-mail',
  description: 'Makes a task of a mail and notes under it where it came from.',
  parameters: [
    { name: 'subject', title: 'Subject', type: 'text' },
    { name: 'sender', title: 'From', type: 'text' },
    { name: 'excerpt', title: 'What it says', type: 'text', isRequired: false },
    { name: 'link', title: 'Link to the mail', type: 'text', isRequired: false },
    { name: 'due', title: 'Due', type: 'date', isRequired: false },
    { name: 'project', title: 'Project', type: 'project', isRequired: false },
    { name: 'client', title: 'Client', type: 'client', isRequired: false },
  ],
  plan: {
    steps: [
      {
        id: 'task',
        action: 'create_record',
        input: {
          kind: 'task',
          fields: {
            title: '{{subject}}',
            description: '{{excerpt}}',
            dueDate: given('due'),
            projectId: given('project'),
            clientId: given('client'),
            tags: ['email'],
          },
        },
      },
      {
        id: 'origin',
        action: 'tasks.comment',
        input: { taskId: from('task', 'id'), body: 'From {{sender}} {{link}}' },
      },
    ],
  },
};

const weeklyReport = {
  name: 'weekly-report',
  title: 'Weekly report',
  description: 'Writes a note of what was done between two days, what is overdue and what comes next.',
  parameters: [
    { name: 'from', title: 'From', type: 'date' },
    { name: 'to', title: 'To', type: 'date' },
  ],
  plan: {
    steps: [
      {
        id: 'done',
        action: 'tasks.list',
        input: {
          statuses: ['done'],
          completedFrom: given('from'),
          completedTo: given('to'),
          sort: '-completedAt',
          limit: 200,
        },
      },
      { id: 'overdue', action: 'tasks.list', input: { preset: 'overdue', limit: 100 } },
      { id: 'next', action: 'checkpoints.list', input: { state: 'open', dueFrom: given('to'), limit: 50 } },
      {
        id: 'report',
        action: 'create_record',
        input: {
          kind: 'note',
          fields: { title: 'Weekly report {{from}} to {{to}}', body: '## Done', tags: ['report'] },
        },
      },
      {
        id: 'done-list',
        action: 'notes.append',
        input: { id: from('report', 'id'), text: from('done', 'items', '- {title} {projectName}') },
      },
      {
        id: 'overdue-title',
        action: 'notes.append',
        input: { id: from('report', 'id'), text: '## Overdue' },
      },
      {
        id: 'overdue-list',
        action: 'notes.append',
        input: { id: from('report', 'id'), text: from('overdue', 'items', '- {title} ({dueDate})') },
      },
      { id: 'next-title', action: 'notes.append', input: { id: from('report', 'id'), text: '## Next' } },
      {
        id: 'next-list',
        action: 'notes.append',
        input: {
          id: from('report', 'id'),
          text: from('next', 'items', '- {dueDate} {title}, {projectName}'),
        },
      },
    ],
  },
};

const archiveProject = {
  name: 'archive-project',
  title: 'Archive a project',
  description: 'Notes how a project ended, marks it as completed and puts it out of sight. Nothing is lost.',
  parameters: [{ name: 'project', title: 'Project', type: 'project' }],
  plan: {
    steps: [
      { id: 'project', action: 'projects.get', input: { id: given('project') } },
      {
        id: 'open',
        action: 'tasks.list',
        input: { projectIds: [given('project')], statuses: ['todo', 'in_progress', 'waiting'], limit: 200 },
      },
      {
        id: 'note',
        action: 'create_record',
        input: {
          kind: 'note',
          fields: {
            title: from('project', 'name'),
            body: from('open', 'items', '- [ ] {title}'),
            projectId: given('project'),
            tags: ['archived'],
          },
        },
      },
      { id: 'complete', action: 'projects.complete', input: { ids: [given('project')] } },
      { id: 'archive', action: 'projects.archive', input: { ids: [given('project')], isArchived: true } },
    ],
  },
};
