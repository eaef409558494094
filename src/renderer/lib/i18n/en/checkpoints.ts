export const checkpoints = {
  title: 'Checkpoints',
};
