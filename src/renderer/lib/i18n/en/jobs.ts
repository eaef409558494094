export const jobs = {
  title: 'Activity',
};
