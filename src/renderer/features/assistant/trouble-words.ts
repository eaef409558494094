import { useTranslation } from 'react-i18next';
import type { AssistantError } from '#shared/contracts/assistant.ts';
import { useExactDollars } from '#renderer/entities/spending/dollars.ts';
import { MODEL_SETTINGS } from './model-settings.ts';

type Step = {
  readonly to: string;
  readonly label: 'checkKey' | 'setUpModel' | 'addFallback' | 'seeProvider' | 'chooseModel' | 'seeBudget';
};

const STEPS = {
  model_auth: { to: MODEL_SETTINGS, label: 'checkKey' },
  no_model: { to: MODEL_SETTINGS, label: 'setUpModel' },
  rate_limited: { to: MODEL_SETTINGS, label: 'addFallback' },
  budget_exceeded: { to: '/usage', label: 'seeBudget' },
  unreachable: { to: MODEL_SETTINGS, label: 'seeProvider' },
  server: { to: MODEL_SETTINGS, label: 'addFallback' },
  unknown_model: { to: MODEL_SETTINGS, label: 'chooseModel' },
} as const satisfies Record<string, Step>;

type Kind = keyof typeof STEPS | 'offline' | 'cut_off';

export type TroubleWords = {
  readonly title: string;
  /** Null where only the host can say it. */
  readonly text: string | null;
  /** The page that helps. */
  readonly step: Step | null;
};

/** A fault of the model by what is behind it, everything else by its code; null for what any part can meet. */
function kindOf({ code, reason }: AssistantError): Kind | null {
  if (code === 'model_failed') return reason ?? null;
  return code === 'offline' || code === 'cut_off' || code in STEPS ? (code as Kind) : null; // `in` says as much
}

/** Those whose code says less than what is known. */
function isFault(kind: Kind): kind is 'unreachable' | 'server' | 'unknown_model' | 'no_model' {
  return ['unreachable', 'server', 'unknown_model', 'no_model'].includes(kind);
}

/** Why there is no answer, in the person's language, and where to go from there: other words for each kind. */
export function useTroubleWords(error: AssistantError): TroubleWords {
  const { t } = useTranslation('assistant');
  const { t: errors } = useTranslation('errors');
  const budgetText = useBudgetText(error.budget);
  const kind = kindOf(error);
  if (kind === null) return { title: errors(error.code), text: null, step: null };
  return {
    title: isFault(kind) ? t(`trouble_${kind}_title`) : errors(kind),
    text: kind === 'budget_exceeded' ? budgetText : t(`trouble_${kind}`),
    step: kind === 'offline' || kind === 'cut_off' ? null : STEPS[kind],
  };
}

function useBudgetText(budget: AssistantError['budget']): string | null {
  const { t } = useTranslation('assistant');
  const dollars = useExactDollars();
  if (budget === undefined) return null;
  const { period, limitMicros, spentMicros, estimateMicros } = budget;
  const facts = { cap: t(`cap_${period}`), limit: dollars(limitMicros), spent: dollars(spentMicros) };
  if (estimateMicros === null) return t('trouble_unpriced', facts);
  const whole = { ...facts, estimate: dollars(estimateMicros) };
  return t(period === 'call' ? 'trouble_budget_call' : 'trouble_budget', whole);
}
