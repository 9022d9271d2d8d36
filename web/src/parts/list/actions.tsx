import { Menu, type MenuItems } from '../frame/menu.tsx';
import type { Column } from './table.tsx';

/** The column that ends a row: the menu of what can be done with it. */
export const actionsColumn = <T,>(
  nameOf: (row: T) => string,
  itemsOf: (row: T) => MenuItems,
): Column<T> => ({
  title: 'Actions',
  silent: true,
  className: 'w-10',
  cell: (row) => <Menu label={`Actions for ${nameOf(row)}`} items={itemsOf(row)} />,
});
