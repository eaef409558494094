import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem, ProjectStatus } from '#shared/contracts/projects.ts';
import type { ProjectActions } from '#renderer/entities/project/project-actions.ts';
import { ProjectMenuItems } from '#renderer/entities/project/project-menu.tsx';
import { ProjectStatusIcon, STATUS_ORDER } from '#renderer/entities/project/project-status.tsx';
import { ContextMenu, ContextMenuContent, ContextMenuTrigger } from '#renderer/ui/context-menu.tsx';
import { extendTo, toggleRow, type ListSelection } from '#renderer/ui/list-selection.ts';
import { CONTEXT_PARTS } from '#renderer/ui/menu-parts.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ProjectCard } from './project-card.tsx';

type ProjectGridProps = {
  projects: readonly ProjectListItem[];
  /** The order on screen: groups one after the other. */
  keys: readonly string[];
  selection: ListSelection;
  actions: ProjectActions;
  onOpen(project: ProjectListItem): void;
  onRemove(projects: readonly ProjectListItem[]): void;
  onEndReached(): void;
};

/** Projects as they are shown: by status, what is under way first, pinned ones before the others. */
export function groupByStatus(
  projects: readonly ProjectListItem[],
): readonly { readonly status: ProjectStatus; readonly projects: readonly ProjectListItem[] }[] {
  return STATUS_ORDER.map((status) => ({
    status,
    projects: projects
      .filter((project) => project.status === status)
      .toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned)),
  })).filter((group) => group.projects.length > 0);
}

/** The card beside, above or below, by where they stand on screen. */
function neighbour(current: HTMLElement, key: string): HTMLElement | undefined {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-project-card]')];
  const index = cards.indexOf(current);
  if (key === 'ArrowRight' || key === 'ArrowLeft') return cards[index + (key === 'ArrowRight' ? 1 : -1)];
  const here = current.getBoundingClientRect();
  const isBelow = key === 'ArrowDown';
  const others = cards
    .map((card) => ({ card, box: card.getBoundingClientRect() }))
    .filter(({ box }) => (isBelow ? box.top > here.top + 8 : box.top < here.top - 8));
  const distance = (box: DOMRect): number =>
    Math.abs(box.top - here.top) * 10 + Math.abs(box.left - here.left);
  return others.toSorted((a, b) => distance(a.box) - distance(b.box))[0]?.card;
}

const ARROWS = new Set(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']);

export function ProjectGrid(props: ProjectGridProps) {
  const { projects, keys, selection, actions, onOpen, onRemove, onEndReached } = props;
  const { t } = useTranslation('projects');
  const groups = useMemo(() => groupByStatus(projects), [projects]);
  const [target, setTarget] = useState<readonly ProjectListItem[]>([]);
  const toggle = (id: string, isRange: boolean): void =>
    selection.update((state) => (isRange ? extendTo(state, id, keys) : toggleRow(state, id)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const card =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-project-card]') : null;
    const id = card?.dataset['projectCard'];
    if (card === null || id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS.has(event.key)) neighbour(card, event.key)?.querySelector('a')?.focus();
    else if (event.key === 'x') toggle(id, event.shiftKey);
    else if (event.key === 'Escape' && selection.selectedKeys.length > 0) selection.clear();
    else if (event.key === 'Delete') onRemove(chosen(id));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const chosen = (id: string): readonly ProjectListItem[] => {
    const ids = selection.isSelected(id) ? new Set(selection.selectedKeys) : new Set([id]);
    return projects.filter((project) => ids.has(project.id));
  };
  const onContextMenu = (event: MouseEvent): void => {
    const card =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-project-card]') : null;
    if (card === null) event.preventDefault();
    else setTarget(chosen(card.dataset['projectCard'] ?? ''));
  };
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={onContextMenu}>
        <div role="group" aria-label={t('title')} className="flex flex-col gap-8 px-8 pt-2 pb-24">
          {groups.map(({ status, projects: members }) => (
            <section key={status} aria-label={t(`status_${status}`)}>
              <SectionHeading count={members.length} className="mb-3">
                <span className="flex items-center gap-2">
                  <ProjectStatusIcon status={status} />
                  {t(`status_${status}`)}
                </span>
              </SectionHeading>
              <div className="grid grid-cols-[repeat(auto-fill,minmax(17.5rem,1fr))] gap-4">
                {members.map((project) => (
                  <ProjectCard
                    key={project.id}
                    project={project}
                    isSelected={selection.isSelected(project.id)}
                    isSelecting={selection.selectedKeys.length > 0}
                    onKeyDown={onKeyDown}
                    onToggle={(event) => toggle(project.id, event?.shiftKey === true)}
                  />
                ))}
              </div>
            </section>
          ))}
          <EndMark onSeen={onEndReached} />
        </div>
      </ContextMenuTrigger>
      <ContextMenuContent className="w-56">
        <ProjectMenuItems {...{ parts: CONTEXT_PARTS, projects: target, actions, onOpen, onRemove }} />
      </ContextMenuContent>
    </ContextMenu>
  );
}

/** Asks for the next page when the end of the grid comes near. */
function EndMark({ onSeen }: { onSeen(): void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mark.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && onSeen(), {
      rootMargin: '600px',
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [onSeen]);
  return <div ref={mark} aria-hidden className="h-px" />;
}
