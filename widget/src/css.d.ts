/** A style sheet comes as its text, made small by the build. */
declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*.css?raw" {
  const text: string;
  export default text;
}
