/** What a repair saved and lost. Under `system`, so that it outlives the gate and can be read in Settings. */
export const REPAIR_REPORT_KEY = ['system', 'repairReport'] as const;

export type RepairReport = {
  readonly salvaged: Readonly<Record<string, number>>;
  readonly lost: readonly string[];
  readonly keptFile: string;
};
