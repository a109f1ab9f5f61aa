// Nothing worth loading: what is left is the time and memory of loading any module at all.
export const nothing = true;
