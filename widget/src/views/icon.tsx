/** The few pictures of the widget, drawn in the colour of the text; they never say anything that words do not. */

const PATHS = {
  chat: "M4 5h16v11H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 7h14M5 12h14M5 17h14",
  leave: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9",
  phone: "M6 4h3l2 5-2 1.5a11 11 0 0 0 4.500 4.500L15 13l5 2v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.500",
  up: "M7 11l4-7c2 0 2 2 1.500 6H19l-1.500 9H7zM7 11H4v9h3",
  down: "M7 13l4 7c2 0 2-2 1.500-6H19L17.500 5H7zM7 13H4V4h3",
} as const;

/** One picture, a little larger than a letter. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
