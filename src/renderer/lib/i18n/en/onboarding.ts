export const onboarding = {
  title: 'Welcome',
};
