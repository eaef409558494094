import { BudgetGroup } from './budget-group.tsx';
import { EmbedderGroup } from './embedder-group.tsx';
import { KeptGroup } from './kept-group.tsx';
import { PriceGroup } from './price-group.tsx';
import { ProfileGroup } from './profile-group.tsx';
import { ProviderGroup } from './provider-group.tsx';

/** Which models are asked, how texts are found by meaning, and what both may cost. */
export function ModelsSection() {
  return (
    <>
      <ProviderGroup />
      <ProfileGroup />
      <EmbedderGroup />
      <BudgetGroup />
      <PriceGroup />
      <KeptGroup />
    </>
  );
}
