import {
  Archive,
  Blocks,
  CalendarRange,
  Database,
  FolderKanban,
  History,
  House,
  Inbox,
  ListChecks,
  ListRestart,
  NotebookText,
  Search,
  Settings,
  Sparkles,
  Trash2,
  Users,
  type LucideIcon,
} from 'lucide-react';

/** A place in the sidebar; `label` is a key of the shell catalogue. */
export type Place = {
  readonly to:
    | '/'
    | '/inbox'
    | '/chat'
    | '/tasks'
    | '/timeline'
    | '/projects'
    | '/clients'
    | '/notes'
    | '/search'
    | '/datasets'
    | '/plugins'
    | '/activity'
    | '/jobs'
    | '/backup'
    | '/trash'
    | '/settings';
  readonly label:
    | 'home'
    | 'inbox'
    | 'assistant'
    | 'tasks'
    | 'timeline'
    | 'projects'
    | 'clients'
    | 'notes'
    | 'search'
    | 'datasets'
    | 'plugins'
    | 'activity'
    | 'jobs'
    | 'backup'
    | 'trash'
    | 'settings';
  readonly icon: LucideIcon;
  readonly keys: string;
};

export const WORK_PLACES: readonly Place[] = [
  { to: '/', label: 'home', icon: House, keys: 'g h' },
  { to: '/inbox', label: 'inbox', icon: Inbox, keys: 'g i' },
  { to: '/chat', label: 'assistant', icon: Sparkles, keys: 'g b' },
  { to: '/tasks', label: 'tasks', icon: ListChecks, keys: 'g t' },
  { to: '/timeline', label: 'timeline', icon: CalendarRange, keys: 'g l' },
  { to: '/projects', label: 'projects', icon: FolderKanban, keys: 'g p' },
  { to: '/clients', label: 'clients', icon: Users, keys: 'g c' },
  { to: '/notes', label: 'notes', icon: NotebookText, keys: 'g n' },
  { to: '/search', label: 'search', icon: Search, keys: '/' },
];

export const KEEPING_PLACES: readonly Place[] = [
  { to: '/datasets', label: 'datasets', icon: Database, keys: 'g e' },
  { to: '/plugins', label: 'plugins', icon: Blocks, keys: 'g u' },
  { to: '/activity', label: 'activity', icon: History, keys: 'g a' },
  { to: '/jobs', label: 'jobs', icon: ListRestart, keys: 'g j' },
  { to: '/backup', label: 'backup', icon: Archive, keys: 'g k' },
  { to: '/trash', label: 'trash', icon: Trash2, keys: 'g d' },
  { to: '/settings', label: 'settings', icon: Settings, keys: 'g s' },
];
