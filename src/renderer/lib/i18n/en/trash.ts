export const trash = {
  title: 'Trash',
};
