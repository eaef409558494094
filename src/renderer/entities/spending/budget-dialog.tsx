import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BudgetPeriod, BudgetState } from '#shared/contracts/usage.ts';
import { MODEL_CURRENCY } from '#shared/kernel/dollars.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { PrincipalIcon, usePrincipalName } from '../proposal/principal-label.tsx';
import { useBudgetName } from './budget-list.tsx';
import { dollarInput, parseDollars } from './dollars.ts';
import { PERIODS, useSetBudget, useSpenders } from './spending-queries.ts';

type BudgetDialogProps = {
  /** The cap to change; a new one without it. */
  budget?: BudgetState;
  /** All caps: one of the same kind is replaced, and comes back by the toast. */
  budgets: readonly BudgetState[];
  onClose(): void;
};

export function BudgetDialog({ budget, budgets, onClose }: BudgetDialogProps) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const formId = useId();
  const nameOf = useBudgetName();
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? 'day');
  const [principal, setPrincipal] = useState(budget?.principal ?? '');
  const [amount, setAmount] = useState(budget === undefined ? '' : dollarInput(budget.limitMicros));
  const [isAsked, setIsAsked] = useState(false);
  const save = useSetBudget();
  const limitMicros = parseDollars(amount);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setIsAsked(true);
    if (limitMicros === undefined || save.isPending) return;
    const former = budgets.find((one) => one.period === period && one.principal === principal);
    save.mutate({ budget: { period, principal, limitMicros }, former }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={budget === undefined ? t('addBudget') : nameOf(budget)}
      description={t('budgetText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t('amount', { currency: MODEL_CURRENCY })}
          hint={t('amountHint')}
          error={isAsked && limitMicros === undefined ? t('notAnAmount') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              placeholder="5.00"
              value={amount}
              onChange={(event) => setAmount(event.target.value)}
            />
          )}
        </Field>
        {budget === undefined && (
          <>
            <Field label={t('period')}>
              {({ id }) => (
                <Select
                  id={id}
                  value={period}
                  onValueChange={(next) => setPeriod(next)}
                  options={PERIODS.map((value) => ({ value, label: t(`period_${value}`) }))}
                />
              )}
            </Field>
            <SpenderField principal={principal} onPrincipalChange={setPrincipal} />
          </>
        )}
      </form>
    </Dialog>
  );
}

type SpenderFieldProps = { principal: string; onPrincipalChange(principal: string): void };

function SpenderField({ principal, onPrincipalChange }: SpenderFieldProps) {
  const { t } = useTranslation('usage');
  const nameOf = usePrincipalName();
  const spenders = useSpenders();
  return (
    <Field label={t('forWhom')} hint={t('forWhomHint')}>
      {({ id }) => (
        <Combobox
          id={id}
          label={t('forWhom')}
          placeholder={t('everyone')}
          noneLabel={t('everyone')}
          value={principal === '' ? null : principal}
          options={spenders.map((value) => ({
            value,
            label: nameOf(value),
            hint: value,
            icon: <PrincipalIcon principal={value} />,
          }))}
          onValueChange={(next) => onPrincipalChange(next ?? '')}
        />
      )}
    </Field>
  );
}
