/** A way up from a node, as one number: the group's node doubled, plus one when the edge is valid only at some times. */
export const wayTo = (group: number, isTimed: boolean): number => group * 2 + Number(isTimed);
export const groupOf = (way: number): number => way >> 1;
export const isTimed = (way: number): boolean => (way & 1) === 1;
